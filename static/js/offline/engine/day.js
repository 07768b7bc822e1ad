// What there is on one day: webapp/finding/day_queries.py and days.py in the browser.
import { count, missedBy, NOTHING, OPENS, testsOf } from "./filters.js";
import { byKey } from "./keys.js";
import { distanceM } from "./order.js";
import { CANCELLED, OPEN } from "./slots.js";
import { clockTime } from "./time.js";

export const ENTRIES = 50; // dates, and as many doors, on one page
const LONGEST_SLOT_S = 26 * 3600;
const [NOW, LATER, CLOSED, OVER] = [0, 1, 2, 3];
const HOURS = [[6, "night"], [12, "morning"], [18, "afternoon"], [24, "evening"]];
const NEVER_OPEN = Object.fromEntries(OPENS.map((opens) => [opens, -Infinity]));

export class DayList {
  // `start` and `end` are midnights; `fits(things)` tells which of them hold the words of the filters, as a Set of ids.
  constructor({ number, start, end, moment, zone, filters, fits, origin }) {
    Object.assign(this, { number, start, end, moment, zone, origin });
    this.filters = { ...filters, open: "" }; // the day says when
    this.fits = fits;
  }

  // What begins on this day, and what began the day before and still goes on now.
  isOn({ start, end }) {
    if (start >= this.end) return false;
    return start >= this.start || (!this.number && start >= this.start - LONGEST_SLOT_S && end > this.moment);
  }

  rank({ start, end, status }) {
    if (end <= this.moment) return OVER;
    if (status === CANCELLED) return CLOSED;
    return status === OPEN && start <= this.moment ? NOW : LATER;
  }

  // { all, total, marked, by }: each date of an activity, one of them { thing, metres, slot, part }, in turn.
  dates(activities) {
    const found = activities.flatMap((thing) => thing.slots.filter((slot) => this.isOn(slot)).map((slot) => ({ thing, slot })));
    const isAhead = ({ slot }) => slot.end > this.moment && slot.status !== CANCELLED;
    const chosen = this.choose(activities, found, isAhead);
    for (const one of chosen.all) {
      one.part = this.partOf(one.slot);
      one.key = [
        one.slot.end <= this.moment ? 1 : 0,
        one.slot.start <= this.moment && one.slot.status !== CANCELLED ? 0 : 1,
        one.slot.start,
        one.metres ?? Infinity,
        one.thing.slug,
      ];
    }
    chosen.all.sort(byKey);
    return chosen;
  }

  // { all, total, marked, by }: each place that is on the map, as { thing, metres, slots, isOver }, in turn.
  doors(places) {
    const found = places
      .filter(({ point }) => point)
      .map((thing) => ({ thing, slots: thing.slots.filter((slot) => this.isOn(slot)) }))
      .filter(({ slots }) => slots.length);
    for (const one of found) one.rank = Math.min(...one.slots.map((slot) => this.rank(slot)));
    const chosen = this.choose(places, found, ({ rank }) => rank < CLOSED);
    for (const one of chosen.all) {
      one.isOver = one.rank === OVER;
      one.key = [one.rank, one.metres ?? Infinity, Math.min(...one.slots.map(({ start }) => start)), one.thing.slug];
    }
    chosen.all.sort(byKey);
    return chosen;
  }

  // The moment when something happens after this day, else null.
  nextDate(activities) {
    let next = Infinity;
    const tests = this.testsFor(activities);
    for (const thing of activities) {
      if (missedBy(thing, tests) !== NOTHING) continue;
      for (const { start, status } of thing.slots) {
        if (start >= this.end && status !== CANCELLED && start < next) next = start;
      }
    }
    return Number.isFinite(next) ? next : null;
  }

  testsFor(things) {
    return testsOf(this.filters, NEVER_OPEN, this.filters.q ? this.fits(things) : null);
  }

  choose(things, found, isMarked) {
    const tests = this.testsFor(things);
    const rows = found.map((one) => [one.thing, missedBy(one.thing, tests)]);
    const all = found.filter((_, at) => rows[at][1] === NOTHING);
    for (const one of all) one.metres = this.origin && one.thing.point ? distanceM(one.thing.point, this.origin) : null;
    return { ...count(rows, NEVER_OPEN), marked: all.filter(isMarked).length, all };
  }

  // What is cancelled does not go on now.
  partOf({ start, end, status }) {
    if (end <= this.moment) return "over";
    if (start <= this.moment && status !== CANCELLED) return "now";
    if (start === this.start && end >= this.end) return "all-day";
    const hour = start >= this.start ? Number.parseInt(clockTime(start, this.zone), 10) : 0;
    return HOURS.find(([before]) => hour < before)[1];
  }
}
