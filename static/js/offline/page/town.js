// The town of the engine, which answers as the server does, in the shape that the pages are drawn from.
import { OPEN } from "../engine/slots.js";
import { PAGE_SIZE, Town as Engine } from "../engine/town.js";

const SPOT = /^-?[\d.]+,-?[\d.]+$/;
const SEARCHED = 40;

export class Town {
  // `now` in epoch seconds: all of a page is reckoned for one moment.
  constructor(pack, lexicon, now) {
    this.engine = new Engine(pack, lexicon);
    this.dangers = lexicon.dangers;
    this.now = now;
    this.terms = termsById(pack.terms);
    this.madeAt = new Date(pack.generated_at);
    this.until = Date.parse(pack.slots_until) / 1000;
    this.days = this.engine.days;
    this.wording = this.engine.wording;
    this.zone = pack.timezone;
    this.intro = pack.town.intro ?? undefined;
    this.team = pack.team ?? {};
    this.homeThemes = pack.home_themes ?? [];
    this.today = this.days.dayOf(now).date;
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

  // { point, choice, postcode } of where somebody says to be; point null where it was not found, and then `choices` are the
  // names to choose from. null where nothing was told.
  located({ near, postcode, where }) {
    if (near && SPOT.test(near)) return { point: near.split(",").map(Number), choice: null, postcode: "" };
    const typed = postcode || where;
    if (!typed) return null;
    const { choices } = this.engine.pack.spots;
    return this.engine.locate(typed) ?? { point: null, choice: null, postcode: "", choices };
  }

  // [lat, lon], else null
  originOf(filters) {
    return this.located(filters)?.point ?? null;
  }

  // Both types together, what fits best first.
  search(filters) {
    const origin = this.originOf(filters);
    return this.engine.best(filters.q, { moment: this.now, origin, limit: SEARCHED }).map(({ thing, metres }) => this.shaped(thing, metres));
  }

  // What happens at a place, soonest first.
  heldAt(place) {
    const held = this.engine.heldAt(place).map((thing) => this.shaped(thing));
    const next = ({ slots }) => slots.find(({ end, status }) => end > this.now && status === OPEN)?.start ?? Infinity;
    return held.sort((one, other) => next(one) - next(other) || one.name.localeCompare(other.name));
  }

  collections(theme) {
    return this.engine.collections.list(theme);
  }

  // Each of `items` of its sections is { item, why, next }; null when it is not there.
  collection(slug) {
    const found = this.engine.collections.find(slug, this.now);
    if (!found) return null;
    const shaped = ({ thing, ...told }) => ({ item: this.shaped(thing), ...told });
    return { ...found, sections: found.sections.map((one) => ({ ...one, items: one.items.map(shaped) })) };
  }

  // The questions, events and sentences of the package; null where it has none.
  get guided() {
    return this.engine.guiding?.told ?? null;
  }

  // { picks: [{ item, why }], dropped }
  guide(answers, filters) {
    const { chosen, dropped } = this.engine.guiding.pick(answers, this.now, this.originOf(filters));
    return { picks: chosen.map((one) => this.picked(one)), dropped };
  }

  // As the engine tells, with items.
  stepsOf(event) {
    const steps = this.engine.guiding.steps(event, this.now);
    return steps.map((step) => ({ ...step, picks: step.picks.map((one) => this.picked(one)) }));
  }

  picked({ thing, metres, why }) {
    return { item: this.shaped(thing, metres), why };
  }

  // The days from today that the phone holds whole, in order.
  heldDays() {
    const { days } = this.engine.pack;
    const first = this.days.indexOf(this.now);
    return days.slice(first, -1).filter((_, at) => days[first + at + 1].midnight <= this.until);
  }

  // The times of activities, and the doors, on one of these days; as the engine tells, each with its item.
  day(date, filters, page = 1) {
    const found = this.engine.day({ date, filters, moment: this.now, origin: this.originOf(filters), page });
    const { midnight } = this.engine.pack.days.find((day) => day.date === date);
    const withItem = (entry) => ({ ...entry, item: this.shaped(entry.thing, entry.metres) });
    const dates = found.dates.map((entry) => ({
      ...withItem(entry),
      slot: { ...entry.slot, beganBefore: entry.slot.start < midnight },
    }));
    return { ...found, dates, doors: found.doors.map(withItem) };
  }

  shaped(thing, metres = null) {
    const { name, contact = {} } = thing;
    return {
      ...thing,
      name: name[0],
      lang: name[1],
      metres,
      opening: this.engine.openingOfCard(thing, this.now),
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
