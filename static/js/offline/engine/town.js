// A town out of its package, asked as the server is asked. Without a document: what draws pages is elsewhere.
import { DayList, ENTRIES } from "./day.js";
import { Collections } from "./collections.js";
import { Guiding } from "./guiding.js";
import { count, missedBy, NOTHING, OPENS, switchesOf, testsOf } from "./filters.js";
import { easeOf, inOrder } from "./order.js";
import { OPEN, OPENINGS_A_CARD, readSlot, statusAt } from "./slots.js";
import { Days } from "./time.js";
import { Search } from "./search.js";
import { postcodeIn, Spots } from "./where/spots.js";
import { Wording } from "./wording.js";

export const PAGE_SIZE = 20;
const DIGITS = 4; // of a postcode; with the two letters it is a street
const NEEDED = ["town", "lang", "generated_at", "timezone", "terms", "sentences", "days", "places", "activities", "spots", "lexemes", "words"];
const LISTS = ["themes", "topics", "groups", "spoken", "attributes", "slots"];
const FLAGS = ["free", "walkin", "online", "volunteer", "no_referral", "by_appointment"];

export class PackageError extends Error {}

export class Town {
  // Throws PackageError when it is not whole: half a town would hide help that is there.
  // `lexicon` is the document of /api/v1/lexicon.json; without it nothing can be searched for in words.
  constructor(pack, lexicon = null) {
    for (const name of NEEDED) if (!pack?.[name]) throw new PackageError(`the package has no ${name}`);
    this.pack = pack;
    this.days = new Days(pack.days);
    this.wording = new Wording(pack, this.days);
    this.lexicon = lexicon;
    this.places = pack.places.map((told, place) => readThing("place", told, place));
    this.activities = pack.activities.map((told, place) => readThing("activity", told, place));
    this.byAddress = new Map([...this.places, ...this.activities].map((thing) => [`${thing.type}/${thing.slug}`, thing]));
    this.collections = new Collections(pack.collections ?? [], this);
    this.guiding = pack.guiding ? new Guiding(pack.guiding, this) : null; // of a server that is older than this script
    this.prepare();
  }

  prepare() {
    this.held = new Map(this.places.map(({ slug }) => [slug, []]));
    for (const one of this.activities) this.held.get(one.heldIn)?.push(one);
    const lines = new Set(this.pack.lines);
    for (const thing of [...this.places, ...this.activities]) {
      thing.switches = switchesOf(thing, thing.type === "place" ? this.heldAt(thing) : [], lines);
      thing.ease = easeOf(thing, this.pack.together[thing.type]);
    }
  }

  // Made when the first words are asked for: that takes a moment, and most look without words.
  get search() {
    this.searching ??= new Search(this.pack, this.lexicon);
    return this.searching;
  }

  // [{ thing, metres, score }] of places and activities together.
  best(query, { moment, origin = null, limit = 6 }) {
    const isOpen = ({ slots }) => slots.some(({ start, end, status }) => status === OPEN && start <= moment && moment < end);
    return this.search.best([...this.places, ...this.activities], query, { isOpen, origin, limit });
  }

  listed(type) {
    return type === "place" ? this.places : this.activities;
  }

  item(type, slug) {
    return this.byAddress.get(`${type}/${slug}`) ?? null;
  }

  heldAt(place) {
    return this.held.get(place.slug);
  }

  // The postcode, or the four digits of it that are known; else empty: it is in no table of this town.
  knownOf(postcode) {
    return [postcode, postcode.slice(0, DIGITS)].find((code) => this.pack.postcodes[code]) ?? "";
  }

  // Where a street, a neighbourhood, an address or a postcode is that somebody typed: { point, choice, postcode }, with the
  // choice of where/spots.js or the postcode that is known; null when it is not found.
  locate(where) {
    const typed = postcodeIn(where);
    const postcode = typed && this.knownOf(typed);
    if (typed) return postcode ? { point: this.pack.postcodes[postcode], choice: null, postcode } : null;
    this.spots ??= new Spots(this.pack.spots, this.pack.town.name);
    const choice = this.spots.choose(where);
    return choice && { point: choice.taken.point, choice, postcode: "" };
  }

  // { things: [{ thing, metres }] of the page, all of the list in order, total, marked, by, page, pages }; `moment` in
  // seconds, `origin` [lat, lon].
  list({ type, filters = {}, moment, origin = null, page = 1, size = PAGE_SIZE }) {
    const things = this.listed(type);
    const opensBefore = Object.fromEntries(OPENS.map((opens) => [opens, this.days.endOf(opens, moment)]));
    for (const thing of things) thing.opens = firstOpening(thing, moment);
    const found = filters.q ? this.search.fit(things, filters.q) : null;
    const tests = testsOf(filters, opensBefore, found?.fits);
    const rows = things.map((thing) => [thing, missedBy(thing, tests)]);
    const left = rows.filter(([, missed]) => missed === NOTHING).map(([thing]) => thing);
    const today = this.days.dayOf(moment).date;
    const ordered = inOrder(left, { filters, moment, today, origin, tiers: found?.tiers ?? null });
    const shown = ordered.slice((page - 1) * size, page * size).map(({ thing, metres }) => ({
      thing,
      metres: Number.isFinite(metres) ? metres : null,
    }));
    const all = ordered.map(({ thing }) => thing);
    return { ...count(rows, opensBefore), things: shown, all, page, pages: Math.max(1, Math.ceil(left.length / size)) };
  }

  // What there is on a day (2026-11-24), null when this package does not hold the whole of it: { dates, doors, total,
  // ahead, doorTotal, nextDate, page, pages, counts: { dates, doors } }; the entries are those of day.js. `nextDate`, in
  // seconds, only where nothing is ahead. Of today also what is over, since the midnight before the package was made.
  day({ date, filters = {}, moment, origin = null, page = 1 }) {
    const { days, timezone: zone } = this.pack;
    const at = days.findIndex((day) => day.date === date);
    const number = at - this.days.indexOf(moment);
    const [start, end] = [days[at]?.midnight, days[at + 1]?.midnight];
    if (number < 0 || !(end <= Date.parse(this.pack.slots_until) / 1000)) return null;
    const fits = (things) => this.search.fit(things, filters.q).fits;
    const list = new DayList({ number, start, end, moment, zone, filters, fits, origin });
    const [{ all: dates, ...ofDates }, { all: doors, ...ofDoors }] = [list.dates(this.activities), list.doors(this.places)];
    const shown = (entries) => entries.slice((page - 1) * ENTRIES, page * ENTRIES);
    return {
      dates: shown(dates),
      doors: shown(doors),
      total: ofDates.total,
      ahead: ofDates.marked,
      doorTotal: ofDoors.total,
      nextDate: ofDates.marked ? null : list.nextDate(this.activities),
      page,
      pages: Math.max(1, Math.ceil(Math.max(dates.length, doors.length) / ENTRIES)),
      counts: { dates: ofDates, doors: ofDoors },
    };
  }

  status(thing, moment, most) {
    return statusAt(thing.slots, moment, this.days, most);
  }

  // { tone, label } as on its page
  opening(thing, moment, most) {
    return this.wording.opening(this.status(thing, moment, most), thing.type === "activity", moment);
  }

  // { tone, label } as in a list
  openingOfCard(thing, moment) {
    return this.opening(thing, moment, OPENINGS_A_CARD);
  }
}

// `place` is its number in the order of the names.
function readThing(type, told, place) {
  const thing = { ...told, type, place, point: told.point ?? null, staleFrom: told.stale_from ?? null };
  for (const name of LISTS) thing[name] = told[name] ?? [];
  for (const name of FLAGS) thing[name] = told[name] ?? false;
  thing.heldIn = told.place ?? null;
  thing.heldAt = told.held_at ?? null;
  thing.slots = thing.slots.map(readSlot);
  return thing;
}

// When it is open next, or since when it is; Infinity when never.
function firstOpening(thing, moment) {
  for (const { start, end, status } of thing.slots) if (end > moment && status === OPEN) return start;
  return Infinity;
}
