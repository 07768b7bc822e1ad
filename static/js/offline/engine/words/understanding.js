// What a search asks for, once the words of the town are known: the second half of webapp/search/understanding.py.
import { grown, isMistyped, sound, stem } from "./letters.js";
import { halvesWithAnError, isLinkedWord, SHORTEST_PART, splitCompound } from "./compounds.js";
import { LIKELY, LITTLE, Reading, SURE, unique, unit } from "./reading.js";

const SHORTEST_START = 5;
const MOST_ALTERNATIVES = 8;
const MOST_UNITS = 6;
const OFFERED = 2;
const MOST_GUESSES = 2;
const VOLUNTEER = "is=volunteer";

// Units in the order of the search; words that nobody knows are left out.
export function understand(query, lexicon, vocabulary, isOffer) {
  const reading = new Reading(query, lexicon, isOffer);
  const town = vocabulary.lookUp(reading.asked, [...reading.unknown.values()], reading.pieces);
  return new Understanding(reading, lexicon, town).units;
}

class Understanding {
  constructor(reading, lexicon, town) {
    this.reading = reading;
    this.lexicon = lexicon;
    this.town = town;
    this.isWord = (piece) =>
      lexicon.words.has(piece) || lexicon.firsts.has(piece) || town.parts.has(piece) || lexicon.is(piece, "weak");
  }

  get units() {
    const { known, unknown, pairs, isOffer } = this.reading;
    const last = Math.max(0, ...known.keys(), ...unknown.keys());
    const units = new Map([...known].map(([at, one]) => [at, [this.inTown(one)]]));
    for (const [at, word] of unknown) units.set(at, this.explain(word, at === last));
    for (const [at, pair] of pairs) {
      if (!(this.town.holding.get(pair) ?? []).includes(pair)) continue;
      units.set(at, [{ words: [pair], terms: this.lexicon.meaning([pair]), weight: SURE }]);
      units.set(at + 1, []);
    }
    const found = [...units].sort(([one], [other]) => one - other).flatMap(([, list]) => list);
    if (isOffer) found.push({ words: [], terms: new Set([VOLUNTEER]), weight: OFFERED });
    const strong = found.filter(({ weight }) => weight > LITTLE);
    return (strong.length ? strong : found).slice(0, MOST_UNITS);
  }

  // A word of the town, as written, when not small or as it sounds; a compound; a beginning; a typing error.
  explain(word, isLast) {
    const { lexicon, town } = this;
    if (lexicon.is(word, "weak")) return [unit([word], new Set(), LITTLE)];
    if (this.isInTown(word)) return [unit(this.alternatives(word), new Set())];
    const bigger = grown(word).find((one) => this.isInTown(one));
    if (bigger) return [{ words: [word, ...this.alternatives(bigger)], terms: new Set(), weight: SURE }];
    const heard = (town.similar.get(word) ?? []).filter((other) => sound(other) === sound(word));
    if (heard.length) return [unit([word, ...heard], lexicon.meaning(heard.slice(0, 1)), LIKELY)];
    const parts = splitCompound(word, this.isWord);
    if (parts.length) return parts.map((part) => this.part(part, parts.length, word));
    const compounds = this.alternatives(word).slice(1);
    if (compounds.length) return [{ words: [word, ...compounds], terms: new Set(), weight: SURE }];
    const started = isLast ? this.started(word) : null;
    return started ? [started] : this.mistyped(word);
  }

  // With the compounds of the town: who types "spelletjes" means the "spelletjesavond" too.
  inTown(one) {
    return { ...one, words: [...one.words, ...one.words.flatMap((word) => this.alternatives(word).slice(1))] };
  }

  isInTown(word) {
    return (this.town.holding.get(word) ?? []).some((other) => isTheSame(word, other));
  }

  // The word and the compounds of the town in which it is a part.
  alternatives(word) {
    const compounds = (this.town.holding.get(word) ?? []).filter((other) => this.isPart(word, other));
    return [word, ...compounds.slice(0, MOST_ALTERNATIVES)];
  }

  isPart(word, compound) {
    if (word.length < SHORTEST_PART || word === compound) return false;
    if (compound.startsWith(word)) {
      return word.length >= SHORTEST_START || isLinkedWord(compound.slice(word.length), this.isWord);
    }
    return compound.endsWith(word) && isLinkedWord(compound.slice(0, -word.length), this.isWord);
  }

  part(part, number, whole) {
    if (this.lexicon.is(part, "weak")) return { words: [part, whole], terms: new Set(), weight: LITTLE };
    const terms = this.lexicon.meaning([part]);
    return unit([part, whole], terms, (terms.size ? SURE : LIKELY) / number ** 0.5);
  }

  // What may become of a word that somebody is still typing.
  started(word) {
    if (word.length < 3) return null;
    const starting = (this.town.holding.get(word) ?? []).filter((other) => other.startsWith(word)).slice(0, MOST_ALTERNATIVES);
    const terms = this.lexicon.beginningWith(word);
    return starting.length || terms.size ? unit([word, ...starting], terms, LIKELY) : null;
  }

  // What it is like, with all that this means; else a compound of which one part is mistyped.
  mistyped(word) {
    const similar = (this.town.similar.get(word) ?? []).filter((other) => isMistyped(word, other)).slice(0, MOST_ALTERNATIVES);
    const likely = this.lexicon.likelyMeaning([word]);
    const terms = likely.size || !similar.length ? likely : this.lexicon.meaning(similar.slice(0, 1));
    if (similar.length || terms.size) return [unit([word, ...similar], terms, LIKELY)];
    return this.mistypedCompound(word);
  }

  // "Computethulp" is help with a computer; the part that is right is not enough.
  mistypedCompound(word) {
    for (const [first, last, lastIsKnown] of halvesWithAnError(word, this.isWord).slice(0, MOST_GUESSES)) {
      const [right, wrong] = lastIsKnown ? [last, first] : [first, last];
      const terms = this.lexicon.likelyMeaning([wrong]);
      if (!terms.size) continue;
      const part = this.part(right, 2, word);
      return [unit([word], terms, LIKELY), ...(part.weight > LITTLE ? [part] : [])];
    }
    return [];
  }
}

function isTheSame(word, other) {
  return word === other || ["nl", "en"].some((language) => stem(word, language) === stem(other, language));
}

// What the search is about, most likely first; of equals what was said first. `themeOf` a term, or null.
export function themesOf(units, themeOf) {
  const weights = new Map();
  for (const { terms, weight } of units) {
    const themes = unique([...terms].map(themeOf).filter(Boolean)).sort();
    for (const theme of themes) weights.set(theme, (weights.get(theme) ?? 0) + weight / themes.length ** 0.5);
  }
  return [...weights].sort(([, one], [, other]) => other - one).map(([theme]) => theme);
}
