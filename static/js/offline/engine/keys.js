// The order of things that carry a key: its first part decides, then the next one.
export function byKey({ key: one }, { key: other }) {
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return one[at] < other[at] ? -1 : 1;
  return 0;
}
