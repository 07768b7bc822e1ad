// The words of the town: webapp/search/vocabulary.py in the browser.
import { distance, likeness, mostErrors, sound } from "./letters.js";

const SHORTEST_HELD = 3;
const SHORTEST_ALIKE = 4;
const LIKE_ENOUGH = 0.3;
const MOST_HOLDING = 30;
const MOST_ALIKE = 10;

export class Vocabulary {
  constructor(words) {
    this.words = words;
    this.known = new Set(words);
  }

  // { holding, similar, parts }: Maps of a word to words, and the pieces that are words.
  lookUp(asked, unknown, pieces) {
    const holding = new Map();
    for (const word of asked) if (word.length >= SHORTEST_HELD) holding.set(word, this.holding(word));
    const missing = unknown.filter((word) => word.length >= SHORTEST_ALIKE && !(holding.get(word) ?? []).includes(word));
    const similar = new Map(missing.map((word) => [word, this.similar(word)]));
    return { holding, similar, parts: new Set([...pieces].filter((piece) => this.known.has(piece))) };
  }

  holding(word) {
    const found = this.words.filter((other) => other.includes(word));
    return found.sort((one, other) => one.length - other.length || (one < other ? -1 : 1)).slice(0, MOST_HOLDING);
  }

  similar(word) {
    const most = mostErrors(word);
    const heard = sound(word);
    const alike = [];
    for (const other of this.words) {
      if (distance(word, other, most) > most && sound(other) !== heard) continue;
      const much = likeness(word, other);
      if (much >= LIKE_ENOUGH) alike.push([other, much]);
    }
    alike.sort(([one, much], [other, more]) => more - much || (one < other ? -1 : 1));
    return alike.slice(0, MOST_ALIKE).map(([other]) => other);
  }
}
