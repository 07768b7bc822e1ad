// What somebody typed and has not sent: kept in this tab until it arrived, so that a lost connection or an ended
// session costs nothing. For staff only; the form says whose it is (data-keep), and with data-keep-answered that its
// page is the answer to what was sent. Words about a resident (data-keep-unwritten) only wait in the form.
import { OF_PAGE, refill } from "./form-fields.js";
import { isReachable } from "./outbox/reach.js";

const WAIT_MS = 400;
const DROPS = "[data-keep-drops]"; // a link or a form that leads to other values for the same fields
export const PREFIX = "keep-form:";
export const FILLED = "keepFilled"; // the words of the form come from the server, which kept them

export class KeepForm {
  constructor(form) {
    this.form = form;
    this.path = new URL(form.action, location.href).pathname;
    this.key = `${PREFIX}${form.dataset.keep}:${this.path}`;
    this.onInput = () => this.plan();
    this.onSubmit = (event) => this.send(event);
    this.onClick = ({ target }) => this.press(target);
    this.onLeave = () => this.timer && this.keep(false);
  }

  connect() {
    this.live = document.createElement("div"); // there before it speaks: else a screen reader passes over it
    this.live.setAttribute("role", "status");
    this.form.append(this.live);
    this.restore();
    this.form.addEventListener("input", this.onInput);
    this.form.addEventListener("change", this.onInput);
    this.form.addEventListener("submit", this.onSubmit);
    document.addEventListener("click", this.onClick);
    addEventListener("pagehide", this.onLeave);
  }

  disconnect() {
    this.stop();
    this.form.removeEventListener("input", this.onInput);
    this.form.removeEventListener("change", this.onInput);
    this.form.removeEventListener("submit", this.onSubmit);
    document.removeEventListener("click", this.onClick);
    removeEventListener("pagehide", this.onLeave);
    this.live.remove();
  }

  // A browser of before 2022 does not tell by which button a form is sent; Enter in a field presses the first one too.
  press(target) {
    this.pressed = target.closest("button");
    if (target.closest(DROPS)) this.drop();
  }

  plan() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(false), WAIT_MS);
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  typed() {
    return [...new FormData(this.form)].filter(([name, value]) => !OF_PAGE.has(name) && typeof value === "string");
  }

  keep(isSent) {
    this.stop();
    if ("keepUnwritten" in this.form.dataset) return;
    try {
      sessionStorage.setItem(this.key, JSON.stringify({ isSent, fields: this.typed() }));
    } catch {
      // full or forbidden: the form works without it
    }
  }

  drop() {
    this.stop();
    forget(this.key);
  }

  restore() {
    const kept = read(this.key);
    if (!kept || FILLED in this.form.dataset) return;
    if (this.form.querySelector("[aria-invalid='true']")) return; // it came back with what was typed
    if (kept.isSent && "keepAnswered" in this.form.dataset) this.drop();
    else if (JSON.stringify(kept.fields) !== JSON.stringify(this.typed())) this.bringBack(kept.fields);
  }

  bringBack(fields) {
    const before = this.typed();
    refill(this.form, fields);
    this.keep(false); // sent and not arrived is not sent
    this.say(this.form.dataset.found, this.throwAway(before));
  }

  // Away with what was kept: the form as the page came.
  throwAway(before) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button button--quiet", textContent: this.form.dataset.drop });
    button.addEventListener("click", () => {
      refill(this.form, before);
      this.drop();
      this.live.replaceChildren();
      this.form.querySelector("input:not([type=hidden]), textarea, select")?.focus({ preventScroll: true });
    });
    return button;
  }

  // A browser that cannot reach the server shows a page of its own and the form is gone: so we look first.
  async send(event) {
    if (this.isReachable) return;
    event.preventDefault();
    const button = event.submitter ?? this.pressed;
    this.keep(false);
    if (await isReachable()) {
      this.isReachable = true;
      this.keep(true);
      if (this.form.requestSubmit) this.form.requestSubmit(button);
      else button.click();
      this.isReachable = false;
    } else {
      this.say(this.form.dataset.lost);
    }
  }

  say(sentence, ...ways) {
    const notice = document.createElement("p");
    notice.className = "notice notice--ways";
    const words = document.createElement("span");
    words.textContent = sentence;
    notice.append(words, ...ways);
    this.live.replaceChildren(notice);
  }
}

export function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

export function forget(key) {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // forbidden: then nothing was kept
  }
}
