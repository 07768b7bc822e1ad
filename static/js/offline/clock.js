// What time it is for a phone whose own clock is wrong: how far it was off stands in what it keeps, as the answer of our
// server carries a Date and the worker adds when it came. A clock that was put right since then is told wrong until the
// next time with a connection.
export const KEPT = "Dichtbij-Kept"; // when the answer was fetched, in ms by the clock of this device
const LEAST_MS = 5 * 60_000; // less is an answer on its way, and changes no sentence by much

// ms since 1970
export function nowBy(headers) {
  const kept = Number(headers.get(KEPT));
  const ahead = Date.parse(headers.get("Date") ?? "") - kept;
  return kept && Math.abs(ahead) >= LEAST_MS ? Date.now() + ahead : Date.now();
}
