// A second tap on a slow line sends nothing twice: a form of staff that is on its way waits for its answer. After a while
// it can be sent again, for who stopped the browser or got a file.
const WAIT_MS = 10_000;

export class SentOnce {
  constructor(page) {
    this.page = page;
    this.under = new Set(); // forms that are on their way
    this.onSubmit = (event) => this.look(event);
    this.onShow = () => this.under.clear();
  }

  connect() {
    this.page.addEventListener("submit", this.onSubmit); // after what the form itself does about it
    addEventListener("pageshow", this.onShow); // back to a page that the browser kept
  }

  disconnect() {
    this.page.removeEventListener("submit", this.onSubmit);
    removeEventListener("pageshow", this.onShow);
  }

  look(event) {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (this.under.has(form)) return event.preventDefault();
    this.under.add(form);
    setTimeout(() => this.under.delete(form), WAIT_MS);
  }
}
