// What the town says is wrong, beside each field, as the page of the server shows it.
export class Problems {
  constructor(form) {
    this.form = form;
    this.made = [];
  }

  clear() {
    for (const element of this.made) {
      this.form.querySelector(`fieldset[aria-describedby="${element.id}"]`)?.removeAttribute("aria-describedby");
      element.remove();
    }
    for (const field of this.form.querySelectorAll("[aria-invalid='true']")) {
      field.removeAttribute("aria-invalid");
      const ids = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && !id.endsWith("-problem"));
      if (ids.length) field.setAttribute("aria-describedby", ids.join(" "));
      else field.removeAttribute("aria-describedby");
    }
    this.made = [];
  }

  // `errors`: sentences by field. What belongs to no field stands before the form.
  show(errors) {
    this.clear();
    for (const [name, sentence] of Object.entries(errors)) {
      const field = this.form.querySelector(`[name='${name}']:not([type='hidden'])`);
      const problem = this.problem(`${name}-problem`, sentence);
      if (!field) this.form.prepend(problem);
      else if (field.type === "radio") this.tieSet(field, problem);
      else this.tie(field, problem);
    }
    const first = this.form.querySelector("[aria-invalid='true']") ?? this.made[0];
    first?.focus();
  }

  tieSet(field, problem) {
    field.closest(".choices").before(problem);
    field.closest("fieldset").setAttribute("aria-describedby", problem.id);
  }

  tie(field, problem) {
    field.before(problem);
    field.setAttribute("aria-invalid", "true");
    const ids = [problem.id, field.getAttribute("aria-describedby")].filter(Boolean);
    field.setAttribute("aria-describedby", ids.join(" "));
  }

  problem(id, sentence) {
    const element = document.createElement("p");
    Object.assign(element, { className: "problem", id, tabIndex: -1, textContent: sentence });
    this.made.push(element);
    return element;
  }
}
