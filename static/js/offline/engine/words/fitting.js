// How well a thing fits what was asked: webapp/search/fitting.py in the browser, on the lexemes of PostgreSQL.
import { stem } from "./letters.js";

const NARROW_AXES = new Set(["topic", "place_kind", "activity_kind"]);
const [IN_NAME, NARROW, WIDE, IN_SUMMARY, ANYWHERE, AT_ALL] = [4, 3, 2, 2, 1, 6];
export const ENOUGH = 0.6;
const WAYS = [(word) => stem(word, "nl"), (word) => stem(word, "en"), (word) => word];
const [IN_A, IN_AB, IN_ALL] = [1, 2, 4]; // how many of the weights A to D are looked at

// The lexemes of a thing, by number: in how far down the weights each stands first.
export function lexemesOf({ search = [] }) {
  const found = new Map();
  search.forEach((numbers, weight) => {
    for (const number of numbers) if (!found.has(number)) found.set(number, weight);
  });
  return found;
}

export class Fitting {
  // `numbers`: Map of lexeme → its number.
  constructor(units, numbers) {
    this.parts = units.map((one) => this.part(one, numbers));
  }

  part({ words, terms, weight }, numbers) {
    const number = (lexeme) => numbers.get(lexeme) ?? -1;
    const narrow = [...terms].filter((term) => NARROW_AXES.has(term.split("=")[0]));
    const wide = [...terms].filter((term) => !narrow.includes(term));
    return {
      weight,
      words: words.flatMap((word) => WAYS.map((way) => word.split(" ").map((one) => number(way(one))))),
      narrow: narrow.map(number),
      wide: wide.map(number),
    };
  }

  // { score, coverage } of a thing with these lexemes, null when nothing of it is there.
  worth(lexemes) {
    let score = 0;
    let coverage = 0;
    for (const part of this.parts) {
      const worth = worthOf(part, lexemes);
      score += worth;
      if (worth > 0) coverage += part.weight;
    }
    return coverage > 0 ? { score, coverage } : null;
  }
}

function worthOf({ weight, words, narrow, wide }, lexemes) {
  const anywhere = holdsWords(words, lexemes, IN_ALL);
  const meansNarrow = narrow.some((number) => lexemes.has(number));
  const meansWide = wide.some((number) => lexemes.has(number));
  if (!anywhere && !meansNarrow && !meansWide) return 0;
  const inName = holdsWords(words, lexemes, IN_A) ? IN_NAME : 0;
  const inSummary = holdsWords(words, lexemes, IN_AB) ? IN_SUMMARY + inName : 0;
  let sum = AT_ALL + (anywhere ? ANYWHERE + inSummary : 0);
  if (narrow.length) sum += meansNarrow ? NARROW : 0;
  if (wide.length) sum += meansWide ? WIDE : 0;
  return weight * sum;
}

// Any of the ways of any of the words, all of its parts within so many weights.
function holdsWords(ways, lexemes, within) {
  return ways.some((parts) => parts.every((number) => (lexemes.get(number) ?? IN_ALL) < within));
}
