// A page out of the phone's own store says so, and since when: the worker put `data-kept` (ms) on it.
// Once the connection is back a press brings what is new; nothing moves by itself under somebody who reads.
export class Kept {
  constructor(element) {
    this.element = element;
    this.words = element.querySelector("[data-kept-words]");
    this.onOnline = this.offerNew.bind(this);
  }

  connect() {
    const { kept } = document.documentElement.dataset;
    if (!kept) return;
    this.say(new Date(Number(kept)));
    addEventListener("online", this.onOnline);
  }

  disconnect() {
    removeEventListener("online", this.onOnline);
  }

  say(moment) {
    const { sentence, zone } = this.element.dataset;
    this.words.textContent = sentence.replace("{time}", told(moment, zone));
    this.element.hidden = false;
  }

  offerNew() {
    this.words.textContent = this.element.dataset.back;
  }
}

export function told(moment, timeZone) {
  const parts = { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat(document.documentElement.lang, { ...parts, timeZone }).format(moment);
}
