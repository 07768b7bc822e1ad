// What time it is for a phone whose own clock is wrong: an answer of our server carries a Date. Of one that is kept the
// worker adds when it came; a clock that was put right since then is told wrong until the next time with a connection.
export const KEPT = "Dichtbij-Kept"; // when the answer was fetched, in ms by the clock of this device
const LEAST_MS = 5 * 60_000; // less is an answer on its way, and changes no sentence by much
const LEAST_UNKEPT_MS = 15 * 60_000; // out of the browser's own store it may be eleven minutes old: webapp/finding/feed.py

// How many ms the clock of this device is behind; below zero it is ahead.
export function behindBy(headers) {
  const kept = Number(headers.get(KEPT));
  const behind = Date.parse(headers.get("Date") ?? "") - (kept || Date.now());
  return Math.abs(behind) >= (kept ? LEAST_MS : LEAST_UNKEPT_MS) ? behind : 0;
}

// ms since 1970
export const nowBy = (headers) => Date.now() + behindBy(headers);
