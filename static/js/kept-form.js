// What was typed before a sign-in ended goes back into the form of the page that has the same address and fields. The
// words then stand there alone; where there is no such form, the button that sends them as they were stays.
export class KeptForm {
  constructor(notice) {
    this.notice = notice;
    this.kept = notice.querySelector("[data-kept]");
  }

  connect() {
    const form = [...document.forms].find((one) => this.isTheSame(one));
    if (!form) return;
    const told = new FormData(this.kept);
    told.delete("csrf_token");
    for (const field of form.elements) this.fill(field, told);
    form.closest("details")?.setAttribute("open", "");
    this.kept.hidden = true;
    this.notice.querySelector("[data-words]")?.remove();
    this.notice.querySelector("[data-filled]").hidden = false;
  }

  disconnect() {}

  isTheSame(form) {
    const names = [...new FormData(this.kept).keys()];
    return form !== this.kept && form.action === this.kept.action && names.every((name) => form.elements[name]);
  }

  fill(field, told) {
    if (!field.name || field.type === "hidden" || field.type === "file" || field.type === "submit") return;
    const values = told.getAll(field.name);
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (field.multiple && field.options) for (const option of field.options) option.selected = values.includes(option.value);
    else if (values.length) field.value = values[0];
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
