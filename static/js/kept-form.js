// What was typed before a sign-in ended goes back into the form of the page that has the same address and fields. The
// words then stand there alone; where there is no such form, the button that sends them as they were stays. "Throw it
// away" is also for what this tab kept of it.
import { OF_PAGE, refill } from "./form-fields.js";
import { FILLED, PREFIX, forget } from "./keep-form.js";

export class KeptForm {
  constructor(notice) {
    this.notice = notice;
    this.kept = notice.querySelector("[data-kept]");
    this.away = notice.querySelector("[data-away]");
    this.onThrowAway = () => addEventListener("pagehide", () => this.forget(), { once: true });
  }

  connect() {
    this.away.addEventListener("submit", this.onThrowAway);
    const form = [...document.forms].find((one) => this.isTheSame(one));
    if (!form) return;
    refill(form, [...new FormData(this.kept)]);
    form.dataset[FILLED] = "";
    form.closest("details")?.setAttribute("open", "");
    this.kept.hidden = true;
    this.notice.querySelector("[data-words]")?.remove();
    this.notice.querySelector("[data-filled]").hidden = false;
  }

  disconnect() {
    this.away.removeEventListener("submit", this.onThrowAway);
  }

  isTheSame(form) {
    const names = [...new FormData(this.kept).keys()].filter((name) => !OF_PAGE.has(name));
    return form !== this.kept && form.action === this.kept.action && names.every((name) => form.elements[name]);
  }

  // After the page is left: what it still had to write down is written by then.
  forget() {
    forget(`${PREFIX}${this.notice.dataset.keep}:${new URL(this.kept.action).pathname}`);
  }
}
