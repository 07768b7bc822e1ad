// One opening of a thing, and what its openings mean at a moment: webapp/schedule/answers.py in the browser.
export const OPEN = "open";
export const CANCELLED = "cancelled";
export const APPOINTMENT = "appointment";

export function readSlot([start, end, status, reason, note, change, elsewhere]) {
  return { start, end, status: status || OPEN, reason: reason || null, note: note || null, change: change || "", elsewhere: elsewhere || null };
}

// A card of the server reads no more openings than it tells; a page reads all.
export const OPENINGS_A_CARD = 4;

// { state, until, next, note, reason, movedTo } as OpeningStatus; `slots` in order, `most` openings of them.
export function statusAt(slots, moment, days, most = Infinity) {
  const coming = slots.filter((slot) => slot.end > moment);
  const opening = coming.filter((slot) => slot.status === OPEN).slice(0, most);
  const asking = coming.filter((slot) => slot.status === APPOINTMENT);
  const cancelled = cancelledToday(coming, opening, moment, days);
  if (opening.length && opening[0].start <= moment) {
    return { state: "open", until: lastEnd(opening), note: opening[0].note };
  }
  if (asking.length && asking[0].start <= moment) {
    return { state: "appointment", until: asking[0].end, next: opening[0]?.start, note: asking[0].note };
  }
  const later = opening.length
    ? { state: "later", next: opening[0].start, until: opening[0].end, note: opening[0].note }
    : { state: asking.length ? "appointment" : "unknown" };
  if (!cancelled) return later;
  return { ...later, state: "closed", reason: cancelled.reason, movedTo: cancelled.elsewhere ?? undefined };
}

// The one that a visitor would have come for: it should be open now, or later today before anything else is.
function cancelledToday(coming, opening, moment, days) {
  const first = coming.find((slot) => slot.status === CANCELLED);
  if (!first || (opening.length && opening[0].start < first.start)) return null;
  return first.start <= moment || days.between(moment, first.start) === 0 ? first : null;
}

// Slots that touch (one by day, one past midnight) are one opening to a visitor.
function lastEnd(opening) {
  let { end } = opening[0];
  for (const slot of opening.slice(1)) {
    if (slot.start > end) break;
    end = Math.max(end, slot.end);
  }
  return end;
}
