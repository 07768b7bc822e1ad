// Which lines stand beside which words: webapp/questions/crisis.py in the browser, with its lists.

export function plain(text) {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .replace(/['’‘`´]/g, "")
    .replace(/[^\p{L}\p{N}_]+/gu, " ")
    .trim();
}

// `phrases` by line; a `*` at the end of one means any ending.
export function linesFor({ phrases, themes = {} }, text, topic = "") {
  const words = ` ${plain(text)} `;
  const standsIn = (phrase) => words.includes(phrase.endsWith("*") ? ` ${phrase.slice(0, -1)}` : ` ${phrase} `);
  const told = Object.keys(phrases).filter((line) => phrases[line].some(standsIn));
  return new Set([...told, ...(themes[topic] ?? [])]);
}
