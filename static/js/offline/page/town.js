// The town of the engine, which answers as the server does, in the shape that the pages are drawn from.
import { CANCELLED, OPEN } from "../engine/slots.js";
import { PAGE_SIZE, Town as Engine } from "../engine/town.js";

const SPOT = /^-?[\d.]+,-?[\d.]+$/;
const SEARCHED = 40;

export class Town {
  // `now` in epoch seconds: all of a page is reckoned for one moment.
  constructor(pack, lexicon, now) {
    this.engine = new Engine(pack, lexicon);
    this.now = now;
    this.terms = termsById(pack.terms);
    this.madeAt = new Date(pack.generated_at);
    this.until = Date.parse(pack.slots_until) / 1000;
    this.date = new Intl.DateTimeFormat("sv-SE", { timeZone: pack.timezone }); // 2026-11-22, to compare days
    this.today = this.dayOf(now);
  }

  item(type, slug) {
    const thing = this.engine.item(type, slug);
    return thing && this.shaped(thing);
  }

  // { items, total, pages, counts }: counts[axis][value] is what a tap on that value gives.
  list({ type, filters, page = 1, size = PAGE_SIZE }) {
    const origin = this.originOf(filters);
    const found = this.engine.list({ type, filters, moment: this.now, origin, page, size });
    const listed = found.all.filter(({ point }) => point).map(({ id }) => id);
    const items = found.things.map(({ thing, metres }) => this.shaped(thing, metres));
    return { items, total: found.total, pages: found.pages, counts: found.by, isMeasured: origin !== null, listed };
  }

  // [lat, lon], else null
  originOf({ near, postcode, where }) {
    if (near && SPOT.test(near)) return near.split(",").map(Number);
    const code = (postcode || where || "").replace(/\s/g, "").toUpperCase();
    return /^[1-9]\d{3}(?:[A-Z]{2})?$/.test(code) ? this.engine.pointOf(code) : null;
  }

  // Both types together, what fits best first.
  search(q) {
    return this.engine.best(q, { moment: this.now, limit: SEARCHED }).map(({ thing, metres }) => this.shaped(thing, metres));
  }

  // What happens at a place, soonest first.
  heldAt(place) {
    const held = this.engine.heldAt(place).map((thing) => this.shaped(thing));
    const next = ({ slots }) => slots.find(([, end]) => end > this.now)?.[0] ?? Infinity;
    return held.sort((one, other) => next(one) - next(other) || one.name.localeCompare(other.name));
  }

  // The times of activities, and the places that are open, on one day (2026-11-22), in the order of the clock.
  day(date, filters) {
    const timesOf = (type) => {
      const { items } = this.list({ type, filters: { ...filters, open: "" }, size: Infinity });
      const times = items.flatMap((item) => [
        ...item.slots.map((slot) => ({ item, slot })),
        ...item.off.map((slot) => ({ item, slot, off: { reason: slot[2] } })),
      ]);
      const onDay = times.filter(({ slot }) => this.isOn(slot, date));
      return onDay.sort((one, other) => one.slot[0] - other.slot[0] || one.item.name.localeCompare(other.item.name));
    };
    return { times: timesOf("activity"), doors: timesOf("place") };
  }

  dayOf(seconds) {
    return this.date.format(seconds * 1000);
  }

  isOn([start, end], date) {
    return this.dayOf(start) <= date && date <= this.dayOf(end - 1);
  }

  shaped(thing, metres = null) {
    const { name, contact = {}, slots } = thing;
    return {
      ...thing,
      name: name[0],
      lang: name[1],
      metres,
      opening: this.engine.openingOfCard(thing, this.now),
      slots: slots.filter(({ status }) => status === OPEN).map(({ start, end }) => [start, end]),
      off: slots.filter(({ status }) => status === CANCELLED).map(({ start, end, reason }) => [start, end, reason?.[0]]),
      isStale: Boolean(thing.checked) && thing.staleFrom <= this.today,
      contact,
    };
  }
}

// Of each axis, in the order of the taxonomy.
function termsById(terms) {
  const byId = (listed) => Object.fromEntries(listed.map((term) => [term.id, term]));
  return Object.fromEntries(Object.entries(terms).map(([axis, listed]) => [axis, byId(listed)]));
}
