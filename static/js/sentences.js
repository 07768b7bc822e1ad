// A text in pieces that a voice can say in one breath.
const LONGEST = 180; // characters, about 12 seconds

export function sentences(text, language) {
  const lines = text.split(/\n+/).flatMap((line) => inSentences(readable(line), language));
  return lines.flatMap(inBreaths).map((piece) => piece.trim()).filter((piece) => /[\p{L}\p{N}]/u.test(piece));
}

// "09:00–12:00" and "078 - 202 11 11" are said with a short silence, not as a sum.
function readable(line) {
  return line.replace(/\s+/g, " ").replace(/(\d)(?:\s?[–—]\s?| - )(?=\d)/g, "$1, ");
}

function inSentences(line, language) {
  if (window.Intl?.Segmenter) {
    return [...new Intl.Segmenter(language, { granularity: "sentence" }).segment(line)].map(({ segment }) => segment);
  }
  return line.replace(/([.!?…]) /g, "$1\n").split("\n"); // a cut too many ("bijv.") is a short silence
}

// At the last comma or space before the limit; a word without an end is cut.
function inBreaths(piece) {
  const breaths = [];
  let rest = piece;
  while (rest.length > LONGEST) {
    const start = rest.slice(0, LONGEST);
    const at = Math.max(start.lastIndexOf(", ") + 1, start.lastIndexOf("; ") + 1) || start.lastIndexOf(" ") || LONGEST;
    const cut = at > 0 ? at : LONGEST;
    breaths.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  return [...breaths, rest];
}
