// The question form: phone lines by the words that are typed, a warning for a service number, the right keyboard for the
// contact detail. All of it is checked by the server again; without this file the form is whole.
import { holdsBsn } from "./bsn.js";
import { linesFor } from "./crisis.js";

const PAUSE_MS = 400;

export class Ask {
  constructor(form) {
    this.form = form;
    this.crisis = JSON.parse(form.dataset.crisis);
    this.words = form.querySelector("[name='question']");
    this.contact = form.querySelector("[name='contact']");
    this.bsn = form.querySelector("[data-ask='bsn']");
    this.lines = form.querySelector("[data-ask='lines']");
    this.onInput = this.later.bind(this);
    this.onChange = this.look.bind(this);
    this.onSend = this.send.bind(this);
  }

  connect() {
    this.words.addEventListener("input", this.onInput);
    this.form.addEventListener("change", this.onChange);
    this.form.addEventListener("submit", this.onSend);
    addEventListener("pageshow", () => this.form.removeAttribute("data-sending"));
    document.getElementById("problems")?.focus();
    this.look();
  }

  disconnect() {
    clearTimeout(this.timer);
    this.words.removeEventListener("input", this.onInput);
    this.form.removeEventListener("change", this.onChange);
    this.form.removeEventListener("submit", this.onSend);
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), PAUSE_MS);
  }

  look() {
    const chosen = new FormData(this.form);
    const shown = linesFor(this.crisis, this.words.value, chosen.get("topic") ?? "");
    for (const line of this.lines.querySelectorAll("[data-line]")) line.hidden = !shown.has(line.dataset.line);
    this.lines.hidden = shown.size === 0;
    this.bsn.hidden = !holdsBsn(this.words.value);
    this.fit(chosen.get("reply_by"));
  }

  fit(way) {
    const isAddress = way === "email";
    this.contact.inputMode = isAddress ? "email" : "tel";
    this.contact.autocomplete = isAddress ? "email" : "tel";
  }

  // A second tap while the first is on its way sends nothing; the key in the form would make it harmless anyway.
  send(event) {
    if (this.form.dataset.sending) event.preventDefault();
    this.form.dataset.sending = "yes";
  }
}
