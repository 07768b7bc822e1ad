// Everyday words and what they mean: webapp/search/lexicon.py in the browser, made from the same phrases.
import { asFirstPart, distance, mostErrors, sound, stem, wordsOf } from "./letters.js";

export const LONGEST_PHRASE = 4;
const LONGEST_WHOLE = 8;
const LONGEST_MISTYPED = 45;
const MOST_CLOSE = 5;
const SHORTEST_HEARD = 6;
const MOST_BEGUN = 4;

export class Lexicon {
  // `told` is the document of /api/v1/lexicon.json, `synonyms` the town's own: [words, term, is meant].
  constructor(told, synonyms = []) {
    this.functionWords = Object.fromEntries(Object.entries(told.function_words).map(([kind, words]) => [kind, new Set(words)]));
    this.phrases = new Map(told.languages.map((language) => [language, new Map()]));
    this.sounds = new Map();
    this.words = new Map();
    this.firsts = new Set();
    this.whole = new Map();
    this.themesOfGroups = told.themes_of_groups;
    for (const [term, language, phrases] of told.phrases) for (const phrase of phrases) this.add(phrase, language, term);
    for (const [words, term, isMeant] of synonyms) {
      for (const language of this.phrases.keys()) {
        if (isMeant) this.add(words, language, term);
        else this.forget(words, language, term);
      }
    }
  }

  is(word, kind) {
    return this.functionWords[kind].has(word);
  }

  telling(phrase) {
    const words = wordsOf(phrase);
    const left = words.filter((word) => !this.is(word, "dropped"));
    return left.length ? left : words;
  }

  add(phrase, language, term) {
    const written = wordsOf(phrase);
    if (this.isOnlyWhole(written)) {
      put(this.whole, written.join(" "), term);
      return;
    }
    const words = this.telling(phrase);
    const key = keyOf(words, language);
    put(this.phrases.get(language), key, term);
    put(this.sounds, sound(key), term);
    if (words.length !== 1) return;
    put(this.words, words[0], term);
    const first = language === "nl" ? asFirstPart(words[0]) : null;
    if (first) this.firsts.add(first);
  }

  forget(phrase, language, term) {
    const words = this.telling(phrase);
    const key = keyOf(words, language);
    take(this.whole, wordsOf(phrase).join(" "), term);
    take(this.phrases.get(language), key, term);
    take(this.sounds, sound(key), term);
    take(this.words, words.join(""), term);
  }

  // Whether too little is left of it without its function words.
  isOnlyWhole(words) {
    const left = words.filter((word) => !this.is(word, "dropped"));
    return words.length > 1 && left.length < 2 && left.every((word) => this.is(word, "broad"));
  }

  // A set of terms: exactly these words, in any language, written apart or as one.
  meaning(words) {
    const found = new Set();
    for (const [language, phrases] of this.phrases) {
      for (const way of [words, [words.join("")]]) addAll(found, phrases.get(keyOf(way, language)));
    }
    return found;
  }

  longestWhole(words) {
    for (let length = Math.min(LONGEST_WHOLE, words.length); length > 1; length -= 1) {
      const terms = this.whole.get(words.slice(0, length).join(" "));
      if (terms) return [length, terms];
    }
    return [0, new Set()];
  }

  // Of words with typing errors, or written as they sound. `errorsIn` is the only one that may hold any.
  likelyMeaning(words, errorsIn = "") {
    if (words.length === 1 && this.is(words[0], "broad")) return new Set();
    const keys = new Map([...this.phrases.keys()].map((language) => [language, keyOf(words, language)]));
    if ([...keys.values()].some((key) => key.length > LONGEST_MISTYPED)) return new Set();
    const heard = new Set();
    for (const key of keys.values()) addAll(heard, this.sounds.get(sound(key)));
    if (heard.size) return heard;
    const typed = new Set();
    const most = errorsIn ? mostErrors(errorsIn) : null;
    for (const [language, key] of keys) addAll(typed, this.closest(language, key, most ?? mostErrors(key)));
    if (errorsIn || typed.size) return typed;
    for (const key of new Set(keys.values())) addAll(typed, this.closestSound(key));
    return typed;
  }

  // Whoever mistypes a word seldom mistypes its first letter.
  closest(language, key, most) {
    if (!most) return null;
    const close = closestOf(this.phrases.get(language), key, most).slice(0, MOST_CLOSE);
    const meant = close.find(([other]) => other[0] === key[0]);
    return meant ? this.phrases.get(language).get(meant[0]) : null;
  }

  closestSound(key) {
    const heard = sound(key);
    if (heard.length < SHORTEST_HEARD) return null;
    const [best] = closestOf(this.sounds, heard, 1);
    return best ? this.sounds.get(best[0]) : null;
  }

  // Of words that somebody is still typing; nothing where they could mean too much.
  beginningWith(start) {
    const found = new Set();
    for (const [word, terms] of this.words) if (word.startsWith(start)) addAll(found, terms);
    return found.size <= MOST_BEGUN ? found : new Set();
  }
}

// Stems without spaces between: "schuld hulp" and "schuldhulp" are the same to most people.
export const keyOf = (words, language) => words.map((word) => stem(word, language)).join("");

function closestOf(table, key, most) {
  const found = [];
  for (const other of table.keys()) {
    const errors = distance(key, other, most);
    if (errors <= most) found.push([other, errors]);
  }
  return found.sort(([, one], [, other]) => one - other);
}

function put(table, key, term) {
  const terms = table.get(key);
  if (terms) terms.add(term);
  else table.set(key, new Set([term]));
}

function take(table, key, term) {
  const terms = table.get(key);
  if (terms?.delete(term) && terms.size === 0) table.delete(key);
}

export function addAll(set, others) {
  for (const one of others ?? []) set.add(one);
}
