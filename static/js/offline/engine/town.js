// A town out of its package, asked as the server is asked. Without a document: what draws pages is elsewhere.
import { count, missedBy, NOTHING, OPENS, switchesOf, testsOf } from "./filters.js";
import { easeOf, inOrder } from "./order.js";
import { OPEN, OPENINGS_A_CARD, readSlot, statusAt } from "./slots.js";
import { Days } from "./time.js";
import { Search } from "./search.js";
import { Wording } from "./wording.js";

export const PAGE_SIZE = 20;
const NEEDED = ["town", "lang", "generated_at", "timezone", "terms", "sentences", "days", "places", "activities", "lexemes", "words"];
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

  // [lat, lon], else null: it is in no table of this town.
  pointOf(postcode) {
    const { postcodes } = this.pack;
    return postcodes[postcode] ?? postcodes[postcode.slice(0, 4)] ?? null;
  }

  // { things: [{ thing, metres }] of the page, all of the list in order, total, marked, by, page, pages }; `moment` in seconds, `origin` [lat, lon].
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
