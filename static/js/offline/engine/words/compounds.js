// Long words taken apart: webapp/search/compounds.py in the browser. `isWord` says what is known.
import { withoutEnd } from "./letters.js";

export const SHORTEST_PART = 4;
const SHORTEST_GUESSED = 5;
const SHORTEST_BARE = 3;
const LINKS = ["", "s", "e", "en"];

export function isLinkedWord(piece, isWord) {
  return LINKS.some((link) => {
    if (!piece.endsWith(link)) return false;
    const bare = withoutEnd(piece, link);
    return bare.length >= SHORTEST_BARE && isWord(bare);
  });
}

// Its parts, as few as possible, each a word that is known; empty where it cannot be taken apart.
export function splitCompound(word, isWord) {
  const best = new Map([[0, []]]);
  for (let end = SHORTEST_PART - 1; end <= word.length; end += 1) {
    for (const start of [...best.keys()].sort((one, other) => one - other)) {
      const length = end - start;
      if (length < SHORTEST_BARE || length >= word.length) continue;
      const part = bareWord(word.slice(start, end), isWord, end === word.length);
      if (part && (!best.has(end) || best.get(start).length + 1 < best.get(end).length)) {
        best.set(end, [...best.get(start), part]);
      }
    }
  }
  const parts = best.get(word.length) ?? [];
  return parts.length > 1 ? parts : [];
}

function bareWord(piece, isWord, isLast) {
  for (const link of isLast ? ["", "en"] : LINKS) {
    const bare = withoutEnd(piece, link);
    if (piece.endsWith(link) && bare.length >= SHORTEST_BARE && isWord(bare)) return bare;
  }
  return null;
}

// Two parts of which one is known, the longest first, and whether that is the last: "computet" and "hulp".
export function halvesWithAnError(word, isWord) {
  const found = [];
  for (let known = word.length - SHORTEST_GUESSED; known >= SHORTEST_PART; known -= 1) {
    const rest = word.length - known;
    if (isWord(word.slice(0, known))) found.push([word.slice(0, known), word.slice(known), false]);
    if (isWord(word.slice(rest))) found.push([word.slice(0, rest), word.slice(rest), true]);
  }
  return found;
}
