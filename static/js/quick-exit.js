// The way out takes the place of this page, so that the back button does not lead here. What is seen is gone at once,
// as the next page may take seconds to come. Without this file the link is a link.
const PRESSES = 3;
const WITHIN_MS = 5000;
const FIELDS = "input, textarea, select, [contenteditable]";

export class QuickExit {
  constructor(element) {
    this.element = element;
    this.link = element.querySelector("a");
    this.keys = element.querySelector(".quick-exit__keys");
    this.said = element.querySelector('[role="status"]');
    this.presses = 0;
    this.onPress = this.press.bind(this);
    this.onKey = this.key.bind(this);
    this.onJump = this.jump.bind(this);
    this.onShow = this.show.bind(this);
  }

  connect() {
    this.keys.hidden = false;
    this.link.setAttribute("aria-describedby", `quick-exit-hint ${this.keys.id}`);
    this.link.addEventListener("click", this.onPress);
    document.addEventListener("keydown", this.onKey);
    document.addEventListener("keyup", this.onKey);
    document.addEventListener("click", this.onJump);
    window.addEventListener("pageshow", this.onShow);
  }

  disconnect() {
    this.keys.hidden = true;
    this.link.setAttribute("aria-describedby", "quick-exit-hint");
    this.link.removeEventListener("click", this.onPress);
    document.removeEventListener("keydown", this.onKey);
    document.removeEventListener("keyup", this.onKey);
    document.removeEventListener("click", this.onJump);
    window.removeEventListener("pageshow", this.onShow);
    this.forget();
  }

  press(event) {
    event.preventDefault();
    this.leave();
  }

  // The page is covered first; then its address gives way to that of the front page, as it stays in the address bar
  // until the next page comes.
  leave() {
    document.body.hidden = true;
    document.title = "…";
    history.replaceState(null, "", this.element.dataset.cover);
    location.replace(this.link.href);
  }

  // Three times Shift and nothing else, counted when it comes up: held down with another key it is no press of its own.
  // Not in a field, where capitals are typed, and not while the button is away.
  key({ type, key, target, repeat }) {
    const counts = key === "Shift" && !target.closest?.(FIELDS) && this.link.getClientRects().length > 0;
    if (!counts) this.forget();
    else if (type === "keydown") this.isAlone ||= !repeat;
    else if (this.isAlone) this.count();
  }

  count() {
    this.isAlone = false;
    this.presses += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.forget(), WITHIN_MS);
    if (this.presses >= PRESSES) this.leave();
    else this.said.textContent = this.presses === 1 ? this.element.dataset.twoMore : this.element.dataset.oneMore;
  }

  forget() {
    clearTimeout(this.timer);
    this.presses = 0;
    this.isAlone = false;
    this.said.textContent = "";
  }

  // A jump within the page would be one more step in the history of the tab, and only the last is replaced.
  jump(event) {
    const link = event.target.closest?.('a[href^="#"]');
    const target = link && document.getElementById(link.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    target.scrollIntoView({ block: "start" });
    target.focus({ preventScroll: true });
  }

  // Brought back as it was left: asked for again, as who comes back may be another.
  show({ persisted }) {
    if (!persisted) return;
    document.body.hidden = true;
    location.reload();
  }
}
