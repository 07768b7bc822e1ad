// A page out of the phone's own store says so, and since when: the worker put `data-kept` (ms) on it.
// Once the server answers again a press brings what is new; nothing moves by itself under somebody who reads.
import { dateLocale } from "../dates.js";
import { isReachable } from "../outbox/reach.js";

const ASK_MS = 30_000; // a server that is back tells nobody

export class Kept {
  constructor(element) {
    this.element = element;
    this.words = element.querySelector("[data-kept-words]");
    this.onOnline = this.ask.bind(this);
  }

  connect() {
    const { kept } = document.documentElement.dataset;
    if (!kept) return;
    this.say(new Date(Number(kept)));
    addEventListener("online", this.onOnline);
    this.timer = setInterval(this.onOnline, ASK_MS);
  }

  disconnect() {
    removeEventListener("online", this.onOnline);
    clearInterval(this.timer);
  }

  say(moment) {
    const { sentence, zone } = this.element.dataset;
    this.words.textContent = sentence.replace("{time}", told(moment, zone));
    this.element.hidden = false;
  }

  // A network alone says little: it may have a gateway, or our server may be down.
  async ask() {
    if (document.hidden || !(await isReachable())) return;
    this.disconnect();
    this.words.textContent = this.element.dataset.back;
  }
}

export function told(moment, timeZone) {
  const parts = { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const { lang } = document.documentElement;
  return new Intl.DateTimeFormat(dateLocale(lang), { ...parts, timeZone }).format(moment);
}
