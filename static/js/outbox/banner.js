// On each page of a town: that something waits on this device, in words that tell a bystander nothing.
import { GONE, SENT } from "./item.js";
import { outbox } from "./outbox.js";

export class Banner {
  constructor(element) {
    this.element = element;
    this.told = element.querySelector("[data-outbox='told']");
  }

  connect() {
    outbox.news.listen(() => this.show());
    outbox.start();
    this.show();
  }

  async show() {
    const items = await outbox.list(this.element.dataset.town);
    this.element.hidden = items.length === 0 || document.querySelector("[data-module='outbox-list']") !== null;
    const sentence = this.sentenceFor(items);
    if (this.told.textContent !== sentence) this.told.textContent = sentence;
  }

  sentenceFor(items) {
    const { one, more, sent, gone } = this.element.dataset;
    const waiting = items.filter(({ state }) => state !== SENT && state !== GONE).length;
    if (waiting) return waiting === 1 ? one : more.replace("{n}", waiting);
    return items.some(({ state }) => state === SENT) ? sent : gone;
  }
}
