// Reads the page aloud with the voices of the device itself. A voice that works over the network would send the text
// to another company, so only local voices count, and a text is never given to a voice of another language.
import { sentences } from "./sentences.js";

// Either an element itself, or each child of a text.
const READABLE = "[data-read-aloud], [data-read-aloud-each] > :not([data-module])";
const NOW = "is-read";

export class ReadAloud {
  constructor(element) {
    this.element = element;
    this.button = element.querySelector("button");
    this.label = element.querySelector("[data-read-aloud-label]");
    this.message = element.querySelector('[role="status"]');
    this.speech = window.speechSynthesis;
    this.onPress = () => (this.queue ? this.stop("stopped") : this.start());
    this.onKey = (event) => event.key === "Escape" && this.queue && this.stop("stopped");
    this.onLeave = () => this.stop();
    this.onVoices = this.offer.bind(this);
  }

  connect() {
    if (!this.speech || !window.SpeechSynthesisUtterance) return;
    this.button.addEventListener("click", this.onPress);
    document.addEventListener("keydown", this.onKey);
    window.addEventListener("pagehide", this.onLeave);
    this.speech.addEventListener?.("voiceschanged", this.onVoices); // absent in Safari before 16
    this.offer();
  }

  disconnect() {
    this.stop();
    this.element.hidden = true;
    this.button.removeEventListener("click", this.onPress);
    document.removeEventListener("keydown", this.onKey);
    window.removeEventListener("pagehide", this.onLeave);
    this.speech?.removeEventListener?.("voiceschanged", this.onVoices);
  }

  // Voices come late. The button is there when some of the page can be read.
  offer() {
    const can = this.parts().length > 0;
    if (!can && this.queue) this.stop();
    this.element.hidden = !can;
  }

  voice(language) {
    const same = ({ lang, localService }) => localService && base(lang) === base(language);
    const voices = this.speech.getVoices().filter(same);
    return voices.find((voice) => voice.default) ?? voices[0];
  }

  // One part a sentence: Chrome stops in the middle of what takes longer than some 15 seconds.
  parts() {
    const blocks = [...document.querySelectorAll(READABLE)].filter((block) => block.getClientRects().length);
    return blocks.flatMap((block) => {
      const language = block.closest("[lang]").lang;
      const voice = this.voice(language);
      return voice ? sentences(block.innerText, language).map((text) => ({ block, text, voice })) : [];
    });
  }

  start() {
    this.speech.cancel(); // another page may have left something behind
    this.queue = this.parts();
    this.label.textContent = this.element.dataset.stop;
    this.message.textContent = "";
    this.next();
  }

  next() {
    const part = this.queue?.shift();
    if (!part) return this.stop("done");
    this.mark(part.block);
    const said = new SpeechSynthesisUtterance(part.text);
    Object.assign(said, { voice: part.voice, lang: part.voice.lang });
    this.said = said; // Chrome forgets to tell the end of what nobody holds
    said.onend = () => this.said === said && this.next();
    said.onerror = () => this.said === said && this.stop("failed");
    return this.speech.speak(said);
  }

  // `why` names the sentence that is told to those who listen; without one nothing is told.
  stop(why) {
    if (!this.queue) return;
    this.queue = this.said = undefined;
    this.speech.cancel();
    this.mark();
    this.label.textContent = this.element.dataset.start;
    this.message.textContent = this.element.dataset[why] ?? "";
  }

  mark(block) {
    const before = document.querySelector(`.${NOW}`);
    if (before === (block ?? null)) return; // the next sentence of the same block: whoever scrolled away may stay there
    before?.classList.remove(NOW);
    block?.classList.add(NOW);
    block?.scrollIntoView({ block: "nearest", behavior: "instant" }); // nothing glides
  }
}

// nl of nl-NL, nl_BE
function base(language) {
  return language.toLowerCase().split(/[-_]/)[0];
}
