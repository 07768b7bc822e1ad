// What somebody typed and has not sent: kept in this tab until it arrived, so that a lost connection or an ended
// session costs nothing. For staff only; the form says whose it is (data-keep).
const WAIT_MS = 400;
const PROBE_MS = 6_000;
const PROBE = "/health/live";
const NEVER = new Set(["csrf_token"]);
export const PREFIX = "keep-form:";

export class KeepForm {
  constructor(form) {
    this.form = form;
    this.path = new URL(form.action, location.href).pathname;
    this.key = `${PREFIX}${form.dataset.keep}:${this.path}`;
  }

  connect() {
    this.live = document.createElement("div"); // there before it speaks: else a screen reader passes over it
    this.live.setAttribute("role", "status");
    this.form.append(this.live);
    this.restore();
    this.onInput = () => this.plan();
    this.onSubmit = (event) => this.send(event);
    this.form.addEventListener("input", this.onInput);
    this.form.addEventListener("change", this.onInput);
    this.form.addEventListener("submit", this.onSubmit);
  }

  disconnect() {
    clearTimeout(this.timer);
    this.form.removeEventListener("input", this.onInput);
    this.form.removeEventListener("change", this.onInput);
    this.form.removeEventListener("submit", this.onSubmit);
    this.live.remove();
  }

  plan() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(false), WAIT_MS);
  }

  typed() {
    return [...new FormData(this.form)].filter(([name, value]) => !NEVER.has(name) && typeof value === "string");
  }

  keep(isSent) {
    try {
      sessionStorage.setItem(this.key, JSON.stringify({ isSent, fields: this.typed() }));
    } catch {
      // full or forbidden: the form works without it
    }
  }

  restore() {
    const kept = read(this.key);
    if (!kept || JSON.stringify(kept.fields) === JSON.stringify(this.typed())) return;
    if (this.form.querySelector("[aria-invalid='true']")) return; // it came back with what was typed
    for (const field of this.form.elements) this.fill(field, kept.fields);
    this.say(this.form.dataset.found);
  }

  fill(field, fields) {
    if (!field.name || NEVER.has(field.name) || field.type === "submit") return;
    const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  }

  // A browser that cannot reach the server shows a page of its own and the form is gone: so we look first.
  async send(event) {
    if (this.isReachable) return;
    event.preventDefault();
    const button = event.submitter;
    this.keep(false);
    if (await isThere()) {
      this.isReachable = true;
      this.keep(true);
      this.form.requestSubmit(button);
      this.isReachable = false;
    } else {
      this.say(this.form.dataset.lost);
    }
  }

  say(sentence) {
    const notice = document.createElement("p");
    notice.className = "notice";
    notice.textContent = sentence;
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

async function isThere() {
  try {
    const answer = await fetch(PROBE, { cache: "no-store", signal: AbortSignal.timeout(PROBE_MS) });
    return answer.ok;
  } catch {
    return false;
  }
}
