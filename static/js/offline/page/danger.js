// Who answers at once, by words of danger: as online the way to the safety page, which no phone keeps. So here the numbers
// themselves, below the search that the words are typed in; calm, as somebody else may be looking.
import { linesFor } from "../../crisis.js";

const PAUSE_MS = 400;
export const HOME = "home"; // what the safety page is about

export class DangerLines {
  // `template` holds one section a danger; `phrases` by danger; `danger` is one that is shown at once.
  constructor(template, phrases, danger) {
    this.phrases = phrases;
    this.place = document.createElement("div");
    this.place.setAttribute("role", "status");
    this.sections = [...template.content.cloneNode(true).children];
    this.asked = new Set(danger ? [danger] : []);
    this.onInput = this.later.bind(this);
    this.onAsk = this.show.bind(this);
  }

  // `links` lead to the safety page online.
  connect(root, links) {
    const search = root.querySelector("[role='search']");
    this.field = search?.querySelector("[name='q']");
    const before = search ?? (this.asked.size ? root.querySelector(".lead") : null);
    if (before) before.after(this.place);
    else root.prepend(this.place);
    this.field?.addEventListener("input", this.onInput);
    this.links = [...links];
    for (const link of this.links) link.addEventListener("click", this.onAsk);
    this.look();
  }

  disconnect() {
    clearTimeout(this.timer);
    this.field?.removeEventListener("input", this.onInput);
    for (const link of this.links) link.removeEventListener("click", this.onAsk);
    this.place.remove();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), PAUSE_MS);
  }

  look() {
    const found = linesFor({ phrases: this.phrases }, this.field?.value ?? "");
    const shown = this.sections.filter(({ dataset: { danger } }) => found.has(danger) || this.asked.has(danger));
    const isSame = shown.length === this.place.children.length && shown.every((one) => one.parentNode === this.place);
    if (!isSame) this.place.replaceChildren(...shown); // a reader would say it again otherwise
  }

  show(event) {
    event.preventDefault();
    this.asked.add(HOME);
    this.look();
    const title = this.sections.find(({ dataset }) => dataset.danger === HOME).querySelector("h2");
    title.tabIndex = -1;
    title.focus();
  }
}
