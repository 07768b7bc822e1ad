// A town as the map feed tells it: everything with a place on the map, its times of 14 days, and what can be filtered.
// Pure: the moment comes in as epoch seconds. `zone` is where the days of the town begin.
const PAGE_SIZE = 20;
const SWITCHES = ["free", "walkin", "wheelchair", "volunteer"];
const WHEELS = ["yes", "limited"];

export class FeedTown {
  constructor({ features, generated_at: made, slots_until: until, timezone }) {
    this.madeAt = new Date(made);
    this.until = Date.parse(until) / 1000;
    this.items = features.map(({ id, geometry, properties }) => ({ id, point: geometry.coordinates, ...properties }));
    this.date = new Intl.DateTimeFormat("sv-SE", { timeZone: timezone }); // 2026-11-22, to compare days
  }

  item(type, slug) {
    return this.items.find((one) => one.type === type && one.slug === slug);
  }

  // { items, total, pages, counts }: counts[axis][value] is what a tap on that value gives.
  list({ type, filters, now, page = 1 }) {
    const tests = this.testsOf(filters, now);
    const own = this.items.filter((one) => one.type === type);
    const found = own.filter((one) => Object.values(tests).every((test) => test(one)));
    const ordered = this.ordered(found, now);
    return {
      items: ordered.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE),
      total: found.length,
      pages: Math.max(1, Math.ceil(found.length / PAGE_SIZE)),
      counts: this.counts(own, tests, now),
    };
  }

  // Both types together, those with the words in their names first.
  search(q, { now }) {
    const found = this.items.filter(this.words(q));
    return { items: this.ordered(found, now), total: found.length };
  }

  // The times of activities, and the places that are open, on one day (2026-11-22), in the order of the clock.
  day(date, { filters, now }) {
    const tests = Object.values(this.testsOf({ ...filters, open: "" }, now));
    const found = this.items.filter((one) => tests.every((test) => test(one)));
    const times = found.flatMap((item) => item.slots.filter((slot) => this.isOn(slot, date)).map((slot) => ({ item, slot })));
    times.sort((one, other) => one.slot[0] - other.slot[0] || compare(one.item.name, other.item.name));
    return {
      times: times.filter(({ item }) => item.type === "activity"),
      doors: times.filter(({ item }) => item.type === "place"),
    };
  }

  dayOf(seconds) {
    return this.date.format(seconds * 1000);
  }

  isOn([start, end], date) {
    return this.dayOf(start) <= date && date <= this.dayOf(end - 1);
  }

  isOpen({ slots, closed }, now) {
    return closed === undefined && slots.some(([start, end]) => start <= now && now < end);
  }

  // What is open first, then what comes soonest, then by name.
  ordered(items, now) {
    const next = (one) => {
      if (this.isOpen(one, now)) return 0;
      return Math.min(...one.slots.filter(([start]) => start > now).map(([start]) => start), Infinity);
    };
    const keyed = items.map((one) => [next(one), one]);
    keyed.sort(([a, one], [b, other]) => (a === b ? compare(one.name, other.name) : a - b));
    return keyed.map(([, one]) => one);
  }

  testsOf(filters, now) {
    const { q, theme, kind, group, spoken, open } = filters;
    const tests = {};
    if (q) tests.q = this.words(q);
    if (theme) tests.theme = (one) => one.themes.includes(theme);
    if (kind) tests.kind = (one) => one.kind === kind;
    if (group) tests.group = (one) => one.groups.includes(group);
    if (spoken) tests.spoken = (one) => one.spoken.includes(spoken);
    if (open) tests.open = (one) => this.fits(one, open, now);
    for (const name of SWITCHES.filter((name) => filters[name])) tests[name] = (one) => isOn(one, name);
    return tests;
  }

  fits(one, open, now) {
    if (open === "now") return this.isOpen(one, now);
    const last = open === "today" ? this.dayOf(now) : this.dayOf(now + 6 * 86_400);
    return one.slots.some(([start, end]) => end > now && this.dayOf(start) <= last);
  }

  words(q) {
    const wanted = plain(q).split(/\s+/).filter(Boolean);
    return (one) => {
      const said = plain([one.name, one.words ?? ""].join(" "));
      return wanted.every((word) => said.includes(word));
    };
  }

  counts(items, tests, now) {
    const without = (axis) => {
      const others = Object.entries(tests).filter(([name]) => name !== axis).map(([, test]) => test);
      return items.filter((one) => others.every((test) => test(one)));
    };
    const tally = (axis, values) => {
      const told = {};
      for (const one of without(axis)) for (const value of values(one)) told[value] = (told[value] ?? 0) + 1;
      return told;
    };
    return {
      theme: tally("theme", (one) => one.themes),
      kind: tally("kind", (one) => [one.kind]),
      group: tally("group", (one) => one.groups),
      spoken: tally("spoken", (one) => one.spoken),
      open: tally("open", (one) => ["now", "today", "week"].filter((open) => this.fits(one, open, now))),
      switch: Object.fromEntries(SWITCHES.map((name) => [name, without(name).filter((one) => isOn(one, name)).length])),
    };
  }
}

const isOn = (one, name) => (name === "wheelchair" ? WHEELS.includes(one.wheelchair) : Boolean(one[name]));

const compare = (one, other) => one.localeCompare(other, "nl");

export const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
