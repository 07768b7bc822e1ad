// A search becomes units that are known without the words of the town, and words that are not: the first half of
// webapp/search/understanding.py in the browser. A unit is { words, terms (a Set), weight }.
import { beginningsAndEnds, clean, grown, wordsOf } from "./letters.js";
import { SHORTEST_PART, splitCompound } from "./compounds.js";
import { addAll, LONGEST_PHRASE } from "./lexicon.js";

export const [SURE, LIKELY, LITTLE] = [1, 0.6, 0.3];
const FOR_WHOM = 0.6;
const ABOUT_WHOM = new Set(["group", "is", "attribute"]);
const WORD = "word=";

export const unique = (list) => [...new Set(list)];

// What is another word for it goes to the words.
export function unit(words, terms, weight = SURE) {
  const others = [...terms].filter((term) => term.startsWith(WORD)).sort().map((term) => term.slice(WORD.length));
  const left = new Set([...terms].filter((term) => !term.startsWith(WORD)));
  return { words: unique([...words, ...others]), terms: left, weight };
}

export class Reading {
  constructor(query, lexicon, isOffer) {
    this.lexicon = lexicon;
    this.known = new Map();
    this.unknown = new Map();
    const all = wordsOf(query);
    this.isOffer = isOffer(clean(all.join(" ")));
    this.read(all);
  }

  // The longest phrases first, from left to right.
  read(all) {
    const [words, meant] = this.tellingWords(all);
    let at = 0;
    while (at < words.length) {
      const [length, found] = this.firstUnit(words.slice(at));
      if (meant.has(at) && length === 1) this.known.set(at, this.knownUnit([words[at]], meant.get(at)));
      else if (found) this.known.set(at, found);
      else this.unknown.set(at, words[at]);
      at += length;
    }
  }

  // Neighbours written as one, by the position of the first.
  get pairs() {
    const words = new Map(this.unknown);
    for (const [at, { words: [first] }] of this.known) if (!first.includes(" ")) words.set(at, first);
    const found = new Map();
    for (const [at, word] of words) if (words.has(at + 1)) found.set(at, word + words.get(at + 1));
    return found;
  }

  // What to look up among the words of the town.
  get asked() {
    const unknown = [...this.unknown.values()];
    const single = [...this.known.values()].flatMap(({ words }) => words.filter((word) => !word.includes(" ")));
    return [...unknown, ...unknown.flatMap(grown), ...this.pairs.values(), ...single];
  }

  get pieces() {
    return new Set([...this.unknown.values()].flatMap((word) => [...beginningsAndEnds(word, SHORTEST_PART)]));
  }

  // With how many words begins what, if anything is known of it.
  firstUnit(words) {
    const { lexicon } = this;
    const [length, terms] = this.longestPhrase(words);
    if (length === 1 && this.longestPhrase(words.slice(1))[0] === 1) {
      const pair = this.likelyPair(words.slice(0, 2));
      if (pair.size) return [2, { ...this.knownUnit(words.slice(0, 2), pair), weight: LIKELY }];
    }
    if (terms.size) {
      const phrase = words.slice(0, length);
      return [length, this.knownUnit(phrase, this.withMeaningOfParts(phrase, terms))];
    }
    const bigger = grown(words[0]).find((one) => lexicon.meaning([one]).size);
    if (!bigger) return [1, null];
    const found = this.knownUnit([bigger], lexicon.meaning([bigger]));
    return [1, { ...found, words: [words[0], ...found.words] }];
  }

  // Where a phrase is only known by other words, what it is about is what its words are about.
  withMeaningOfParts(words, terms) {
    if (words.length === 1 || ![...terms].every((term) => term.startsWith(WORD))) return terms;
    const found = new Set(terms);
    for (const word of words) if (!this.lexicon.is(word, "weak")) addAll(found, this.lexicon.meaning([word]));
    return found;
  }

  // Without those that say nothing, unless there are no others; and by position what a word means within a phrase that
  // is only known whole.
  tellingWords(words) {
    const meant = this.meantWithin(words);
    let places = words.map((_, at) => at).filter((at) => meant.has(at) || !this.lexicon.is(words[at], "dropped"));
    const left = this.withoutFillers(places.map((at) => words[at]));
    const without = places.filter((at, number) => left.has(number) || meant.has(at));
    if (without.length) places = without;
    if (!places.length) return [words, new Map()];
    const own = new Map(places.map((at, number) => [number, meant.get(at)]).filter(([, terms]) => terms));
    return [places.map((at) => words[at]), own];
  }

  meantWithin(words) {
    const found = new Map();
    let at = 0;
    while (at < words.length) {
      const [length, terms] = this.lexicon.longestWhole(words.slice(at));
      if (length) {
        const places = Array.from({ length }, (_, number) => at + number);
        const telling = places.filter((place) => !this.lexicon.is(words[place], "dropped"));
        for (const place of telling.length ? telling : [at]) found.set(place, terms);
      }
      at += length || 1;
    }
    return found;
  }

  // The positions of the others than "hier" and the like, and of these where a phrase holds them.
  withoutFillers(words) {
    const places = words.map((_, at) => at);
    return new Set(places.filter((at) => !this.lexicon.is(words[at], "fillers") || this.isInPhrase(words, at)));
  }

  // Whether a phrase of two words or more runs over this one.
  isInPhrase(words, at) {
    for (let start = Math.max(0, at - LONGEST_PHRASE + 1); start <= at; start += 1) {
      const last = Math.min(words.length, start + LONGEST_PHRASE);
      for (let end = Math.max(at + 1, start + 2); end <= last; end += 1) {
        if (this.lexicon.meaning(words.slice(start, end)).size) return true;
      }
    }
    return false;
  }

  longestPhrase(words) {
    for (let length = Math.min(LONGEST_PHRASE, words.length); length > 0; length -= 1) {
      const terms = this.lexicon.meaning(words.slice(0, length));
      if (terms.size) return [length, terms];
    }
    return [1, new Set()];
  }

  // Two words of which one says nothing alone, together a phrase with a typing error: "make freinds".
  likelyPair(words) {
    const unknown = words.filter((word) => !this.lexicon.meaning([word]).size);
    if (words.length < 2 || !unknown.length) return new Set();
    return this.lexicon.likelyMeaning(words, unknown.length === 1 ? unknown[0] : "");
  }

  knownUnit(words, terms) {
    const isWeak = words.every((word) => this.lexicon.is(word, "weak"));
    const onlyForWhom = [...terms].every((term) => ABOUT_WHOM.has(term.split("=")[0]));
    const together = words.length > 1 ? [words.join(" "), words.join("")] : words;
    const weight = isWeak ? LITTLE : onlyForWhom ? FOR_WHOM : SURE;
    return unit([...together, ...this.tellingParts(words, terms)], terms, weight);
  }

  // Those parts that mean the same by themselves: the "coffee" of "cup of coffee", not the "huis" of "buurt huis".
  tellingParts(words, terms) {
    const { lexicon } = this;
    const isWord = (piece) => lexicon.words.has(piece) || lexicon.firsts.has(piece) || lexicon.is(piece, "weak");
    const parts = words.length > 1 ? words : splitCompound(words[0], isWord);
    const sharesMeaning = (part) => [...lexicon.meaning([part])].some((term) => terms.has(term));
    return parts.filter((part) => sharesMeaning(part) && !lexicon.is(part, "weak"));
  }
}
