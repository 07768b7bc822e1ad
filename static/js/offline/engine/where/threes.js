// How alike two names are by their groups of three letters: similarity and word_similarity of PostgreSQL's pg_trgm, to
// the bit, as its order and its threshold decide which names come into question.

// In order, some more than once: each word with two spaces before and one behind.
function threesOf(text) {
  const found = [];
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    const letters = [..."  ", ...word, " "];
    for (let at = 0; at < letters.length - 2; at += 1) found.push(letters.slice(at, at + 3).join(""));
  }
  return found;
}

const shared = (both, one, other) => (one + other - both ? Math.fround(both / (one + other - both)) : 0);

export function similarity(one, other) {
  const [ours, theirs] = [new Set(threesOf(one)), new Set(threesOf(other))];
  return shared([...ours].filter((three) => theirs.has(three)).length, ours.size, theirs.size);
}

// How alike `words` is to the stretch of `text` that is most like it.
export function wordSimilarity(words, text) {
  const wanted = new Set(threesOf(words));
  return new Stretch(wanted, threesOf(text)).best();
}

// The stretch moves over the text: its end to every wanted group, its start to where it is most alike.
class Stretch {
  constructor(wanted, threes) {
    Object.assign(this, { wanted, threes });
    this.last = new Map(); // group → its last place in the stretch
    this.start = -1;
    this.different = 0; // groups in the stretch, each once
    this.both = 0; // of these the wanted ones
  }

  best() {
    let most = 0;
    for (let end = 0; end < this.threes.length; end += 1) {
      const isWanted = this.wanted.has(this.threes[end]);
      if (this.start >= 0 || isWanted) this.add(end, isWanted);
      if (isWanted) most = Math.max(most, this.shorten(end));
    }
    return most;
  }

  add(end, isWanted) {
    const three = this.threes[end];
    if (this.start < 0) this.start = end;
    if (!this.last.has(three)) {
      this.different += 1;
      if (isWanted) this.both += 1;
    }
    this.last.set(three, end);
  }

  shorten(end) {
    let best = { likeness: shared(this.both, this.wanted.size, this.different), start: this.start, both: this.both, different: this.different };
    let { both, different } = this;
    for (let at = this.start; at <= end; at += 1) {
      const likeness = shared(both, this.wanted.size, different);
      if (likeness > best.likeness) best = { likeness, start: at, both, different };
      if (this.last.get(this.threes[at]) !== at) continue;
      different -= 1;
      if (this.wanted.has(this.threes[at])) both -= 1;
    }
    for (let at = this.start; at < best.start; at += 1) {
      if (this.last.get(this.threes[at]) === at) this.last.delete(this.threes[at]);
    }
    Object.assign(this, { start: best.start, both: best.both, different: best.different });
    return best.likeness;
  }
}
