// A citizen service number in what staff type to or about a resident: said at once, hidden by the server.
import { holdsBsn } from "./bsn.js";

const PAUSE_MS = 400;

export class BsnWarning {
  constructor(field) {
    this.field = field;
    this.words = field.querySelector("textarea");
    this.warning = field.querySelector("[data-bsn-warning]");
    this.onInput = () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.look(), PAUSE_MS);
    };
  }

  connect() {
    this.words.addEventListener("input", this.onInput);
    this.look();
  }

  disconnect() {
    clearTimeout(this.timer);
    this.words.removeEventListener("input", this.onInput);
  }

  look() {
    this.warning.hidden = !holdsBsn(this.words.value);
  }
}
