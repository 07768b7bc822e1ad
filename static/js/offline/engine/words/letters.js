// What somebody types as words: cleaned, stemmed, as it sounds. webapp/search/rules.py in the browser.
import { stemmer as dutch } from "@orama/stemmers/dutch";
import { stem as english } from "porter2";

const MOST_WORDS = 12;
const LONGEST_WORD = 60;
const LONGEST_PART = 24;
const STEMMERS = { nl: dutch, en: english };
const LETTERS = { ø: "o", đ: "d", ł: "l", ß: "ss", æ: "ae", œ: "oe", ð: "d", þ: "th", ı: "i" };
const SOUNDS = [
  ["sch", "sg"], ["tie", "sie"], ["eau", "o"], ["ch", "g"], ["ck", "k"], ["qu", "kw"], ["ph", "f"], ["th", "t"],
  ["ij", "ei"], ["y", "ei"], ["ouw", "au"], ["ou", "au"], ["auw", "au"], ["dt", "t"], ["c", "k"], ["x", "ks"],
  ["z", "s"], ["v", "f"], ["d", "t"], ["ie", "i"], ["oe", "u"],
];
const LIMITS = [[4, 0], [8, 1], [13, 2]];
export const VOWELS = "aeiou";

// Lower case, without accents, letters and digits only; one space between words.
export function clean(text) {
  const lower = text.toLowerCase().replace(/[øđłßæœðþı]/g, (letter) => LETTERS[letter]);
  return lower.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

export function wordsOf(text) {
  return clean(text).split(" ").filter(Boolean).slice(0, MOST_WORDS).map((word) => word.slice(0, LONGEST_WORD));
}

const stems = { nl: new Map(), en: new Map() };

// The word itself in a language without a stemmer.
export function stem(word, language) {
  const known = stems[language];
  if (!known) return word;
  if (!known.has(word)) known.set(word, STEMMERS[language](word));
  return known.get(word);
}

const heard = new Map();

// How a word sounds to somebody who writes Dutch by ear: equal for "sgulden" and "schulden".
export function sound(word) {
  if (!heard.has(word)) {
    const spoken = SOUNDS.reduce((so, [written, told]) => so.replaceAll(written, told), word);
    heard.set(word, spoken.replace(/(.)\1+/gu, "$1"));
  }
  return heard.get(word);
}

// How many letters may be wrong before it is another word: none in a short one.
export function mostErrors(word) {
  return (LIMITS.find(([letters]) => word.length < letters) ?? [0, 3])[1];
}

// Optimal string alignment: letters added, left out, changed or swapped with the next. More than `most` is most + 1.
export function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + same);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
      row.push(cost);
      if (cost < least) least = cost;
    }
    if (least > most && Math.min(...last) > most) return most + 1;
    before = last;
    last = row;
  }
  return Math.min(last[other.length], most + 1);
}

export function isMistyped(word, meant) {
  return distance(word, meant, mostErrors(word)) <= mostErrors(word) || sound(word) === sound(meant);
}

// 0 to 1: how many of their groups of three letters two words share, as pg_trgm counts it.
export function likeness(one, other) {
  const [ours, theirs] = [threes(one), threes(other)];
  const shared = [...ours].filter((three) => theirs.has(three)).length;
  return shared / (ours.size + theirs.size - shared);
}

function threes(word) {
  const padded = `  ${word} `;
  return new Set(Array.from({ length: padded.length - 2 }, (_, at) => padded.slice(at, at + 3)));
}

// All pieces of which the word may be made up.
export function beginningsAndEnds(word, shortest) {
  const found = new Set();
  for (let start = 0; start < word.length; start += 1) {
    const last = Math.min(start + LONGEST_PART, word.length);
    for (let end = start + shortest; end <= last; end += 1) found.add(word.slice(start, end));
  }
  return found;
}

export const withoutEnd = (word, end) => (end && word.endsWith(end) ? word.slice(0, -end.length) : word);

const fromEnd = (word, place) => word[word.length - place]; // not at(), which older phones lack

const SMALL = [["nkje", "ng"], ["etje", ""], ["pje", ""], ["tje", ""], ["je", ""]];

// What the word may be when it is not small, likeliest first: "fietsjes" is "fiets", "balletje" is "bal".
export function grown(word) {
  const small = withoutEnd(word, "s");
  const found = SMALL.filter(([end]) => small.endsWith(end)).map(([end, before]) => withoutEnd(small, end) + before);
  const single = found
    .filter((one) => one.length > 3 && fromEnd(one, 1) === fromEnd(one, 2) && !VOWELS.includes(fromEnd(one, 1)))
    .map((one) => one.slice(0, -1));
  return [...new Set([...single, ...found])].filter((one) => one.length >= 3);
}

const HARD = { z: "s", v: "f" };

// How a word on -en begins a compound: "zwemmen" is in "zwemles", "koken" in "kookclub"; null when it is no such word.
export function asFirstPart(word) {
  let bare = withoutEnd(word, "en");
  if (bare === word || bare.length < 3) return null;
  bare = bare.slice(0, -1) + (HARD[fromEnd(bare, 1)] ?? fromEnd(bare, 1));
  const [third, second, first] = [fromEnd(bare, 3), fromEnd(bare, 2), fromEnd(bare, 1)];
  if (first === second) return VOWELS.includes(first) ? null : bare.slice(0, -1);
  const isOpen = !VOWELS.includes(first) && "aeou".includes(second) && !VOWELS.includes(third);
  const syllables = [...bare].filter((letter) => VOWELS.includes(letter)).length;
  return isOpen && syllables === 1 ? bare.slice(0, -1) + second + first : bare;
}
