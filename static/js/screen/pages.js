// Turns the pages of a list that is longer than the screen, and the languages in turn. Somebody who wants it to stand
// still presses the button or the space bar; who wants less motion gets pages that change without fading (screen.css).
const TURN_EVERY = 12_000; // ms: long enough to read some six lines twice

export class Pages {
  constructor(page) {
    this.page = page;
    this.at = 0; // which of all pages of all languages
    this.isStill = false;
    this.all = [];
  }

  start() {
    setInterval(() => { if (!this.isStill) this.turn(); }, TURN_EVERY);
    this.button = this.page.querySelector("[data-still]");
    this.button.addEventListener("click", () => this.halt());
    this.page.addEventListener("keydown", (event) => {
      if (event.key !== " " || event.target === this.button) return;
      event.preventDefault();
      this.halt();
    });
    this.show();
  }

  halt() {
    this.isStill = !this.isStill;
    this.button.setAttribute("aria-pressed", String(this.isStill));
  }

  turn() {
    this.at = (this.at + 1) % Math.max(1, this.all.length);
    this.show();
  }

  // Which rows fit on which page, of each language. Everything has to be in sight while it is measured.
  measure() {
    const blocks = [...this.page.querySelectorAll("[data-block]")];
    this.all = blocks.flatMap((block) => {
      blocks.forEach((one) => { one.hidden = one !== block; });
      const parts = [...block.querySelectorAll("[data-day]:not([hidden]) [data-ends]:not([data-over-now])")];
      parts.forEach((part) => part.removeAttribute("data-off-page"));
      return this.cut(block, parts).map((shown) => ({ block, parts, shown }));
    });
    this.at = Math.min(this.at, Math.max(0, this.all.length - 1));
    this.show();
  }

  // Each page begins where the first row stands, below the date.
  cut(block, parts) {
    const boxes = parts.map((part) => part.getBoundingClientRect());
    const room = block.querySelector("[data-room]").getBoundingClientRect().bottom - (boxes[0]?.top ?? 0);
    const found = [[]];
    let top = boxes[0]?.top;
    parts.forEach((part, at) => {
      if (found[found.length - 1].length && boxes[at].bottom - top > room) {
        found.push([]);
        top = boxes[at].top;
      }
      found[found.length - 1].push(part);
    });
    return found;
  }

  show() {
    const now = this.all[this.at];
    if (!now) return;
    for (const block of this.page.querySelectorAll("[data-block]")) block.hidden = block !== now.block;
    for (const part of now.parts) part.toggleAttribute("data-off-page", !now.shown.includes(part));
    const own = this.all.filter((one) => one.block === now.block);
    const line = this.page.querySelector("[data-page]");
    line.textContent = own.length > 1 ? `${own.indexOf(now) + 1} / ${own.length}` : "";
    this.page.querySelector("[data-still]").hidden = this.all.length < 2;
  }
}
