// One question that waits on this device, as a value. Pure: no storage, no network; moments are in ms since 1970.
export const [WAITING, REFUSED, SENT, GONE] = ["waiting", "refused", "sent", "gone"];
const DAY_MS = 86_400_000;
export const KEPT_MS = 7 * DAY_MS; // of a question, and of the code that came for it
export const LONGER_MS = 30 * DAY_MS; // of a code, for who asks for that
export const SENDING_MS = 60_000; // nothing is on its way longer than this: its tab was closed
const LONGEST_WAIT_MS = 3_600_000; // whatever a server asks, and however a clock was set

// Without crypto.randomUUID, which older phones lack.
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

// `body` is the question as the API takes it. `isUnsure`: an attempt may have arrived without our hearing of it.
export function newItem({ town, key, body, isUnsure = false }, now) {
  const id = newKey();
  const told = { errors: null, notBefore: 0, sendingAt: 0, isUnsure };
  return { id, town, key, body, state: WAITING, keptAt: now, endsAt: now + KEPT_MS, ...told };
}

export function changed(item, body) {
  return { ...item, body, state: WAITING, errors: null, notBefore: 0 };
}

export function isSending(item, now) {
  const since = now - item.sendingAt;
  return item.state === WAITING && since >= 0 && since < SENDING_MS;
}

// Once an attempt may have arrived, other words could become a second question.
export function mayChange(item, now) {
  return item.state === REFUSED || (item.state === WAITING && !item.isUnsure && !isSending(item, now));
}

// A wait longer than any that we take over is a clock that was set back.
export function waitOf(item, now) {
  const wait = item.notBefore - now;
  return wait > 0 && wait <= LONGEST_WAIT_MS ? wait : 0;
}

// `isAlone`: nobody else can be sending now, so a mark that somebody is was left behind by a closed tab.
export function mayTry(item, now, isAlone) {
  return item.state === WAITING && waitOf(item, now) === 0 && (isAlone || !isSending(item, now));
}

export function isOver(item, now) {
  return now >= item.endsAt;
}

// What is left after the last day: that there was something, not what. It goes by itself a week later.
export function ended(item, now) {
  const { id, town, keptAt, isUnsure } = item;
  return { id, town, keptAt, isUnsure, state: GONE, endsAt: now + KEPT_MS };
}

export function onItsWay(item, now) {
  return { ...item, sendingAt: now, isUnsure: true };
}

// What the answer (answer.js) makes of it. The words go at the moment on which the town has them.
export function answered(item, meaning, before, now) {
  const back = { ...item, sendingAt: 0 };
  if (meaning.kind === "sent") {
    const { id, town, keptAt } = item;
    return { id, town, keptAt, state: SENT, sentAt: now, endsAt: now + KEPT_MS, receipt: meaning.receipt };
  }
  if (meaning.kind === "refused") return { ...back, state: REFUSED, errors: meaning.errors, isUnsure: false };
  if (meaning.kind === "other words") return { ...back, key: newKey(), isUnsure: false };
  const isUnsure = meaning.isStored === false ? false : meaning.isSafe ? before.isUnsure : true;
  const notBefore = meaning.wait ? now + Math.min(meaning.wait, LONGEST_WAIT_MS) : 0;
  return { ...back, isUnsure, notBefore, errors: meaning.errors ?? null };
}
