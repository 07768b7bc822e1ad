// A town as its package tells it (webapp/shell/package.py): everything that is public, with the times of 14 days.
// Pure: the moment comes in as epoch seconds. Filters leave what the server's leave; words are looked for as they are.
import { metres } from "./distance.js";

const PAGE_SIZE = 20;
export const SWITCHES = ["free", "walkin", "wheelchair", "no_referral", "welcome", "online", "volunteer"];

export class Town {
  constructor({ items, generated_at: made, slots_until: until, timezone }, terms) {
    this.madeAt = new Date(made);
    this.until = Date.parse(until) / 1000;
    this.items = items.map((item) => ({ ...item, said: saidOf(item, terms) }));
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
    const ordered = this.ordered(found, now, filters.near);
    return {
      items: ordered.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE),
      total: found.length,
      pages: Math.max(1, Math.ceil(found.length / PAGE_SIZE)),
      counts: this.counts(own, tests, now),
    };
  }

  // Both types together, those with the words in their names first.
  search(q, { now }) {
    const found = this.ordered(this.items.filter(this.words(q)), now);
    const wanted = plain(q);
    const isNamed = (one) => plain(one.name).includes(wanted);
    return { items: [...found.filter(isNamed), ...found.filter((one) => !isNamed(one))], total: found.length };
  }

  // What happens at a place, soonest first.
  heldAt(slug, now) {
    const held = this.items.filter((one) => one.type === "activity" && one.at === slug);
    return this.ordered(held, now);
  }

  // The times of activities, and the places that are open, on one day (2026-11-22), in the order of the clock.
  day(date, { filters, now }) {
    const tests = Object.values(this.testsOf({ ...filters, open: "" }, now));
    const found = this.items.filter((one) => tests.every((test) => test(one)));
    const on = (spans) => spans.filter((span) => this.isOn(span, date));
    const times = found.flatMap((item) => [
      ...on(item.slots).map((slot) => ({ item, slot })),
      ...on(item.off).map((slot) => ({ item, slot, off: { reason: slot[2] } })),
    ]);
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

  isOpen({ slots }, now) {
    return slots.some(([start, end]) => start <= now && now < end);
  }

  // As the server's lists: open now, then a door before a phone line, then what was checked in time, then by name.
  // With a spot (`lat,lon`) a door comes first, and what is as open is in the order of its distance.
  ordered(items, now, near = "") {
    const spot = /^-?[\d.]+,-?[\d.]+$/.test(near) ? near.split(",").map(Number) : null;
    const keyed = items.map((one) => {
      const open = this.isOpen(one, now) ? 0 : 1;
      const door = one.point ? 0 : 1;
      const metresAway = spot && one.point ? metres(spot, one.point) : undefined;
      const first = spot ? [door, open] : [open, door];
      return { one: { ...one, metres: metresAway }, key: [...first, one.stale ? 1 : 0, metresAway ?? Infinity] };
    });
    keyed.sort((a, b) => {
      const at = a.key.findIndex((value, index) => value !== b.key[index]);
      return at < 0 ? compare(a.one.name, b.one.name) : a.key[at] - b.key[at];
    });
    return keyed.map(({ one }) => one);
  }

  testsOf(filters, now) {
    const { q, theme, topic, kind, group, spoken, open } = filters;
    const tests = {};
    if (q) tests.q = this.words(q);
    if (theme) tests.theme = (one) => one.themes.includes(theme);
    if (topic) tests.topic = (one) => one.topics.includes(topic);
    if (kind) tests.kind = (one) => one.kind === kind;
    if (group) tests.group = (one) => one.groups.includes(group);
    if (spoken) tests.spoken = (one) => one.spoken.includes(spoken);
    if (open) tests.open = (one) => this.fits(one, open, now);
    for (const name of SWITCHES.filter((name) => filters[name])) tests[name] = (one) => one.on.includes(name);
    return tests;
  }

  fits(one, open, now) {
    if (open === "now") return this.isOpen(one, now);
    const last = open === "today" ? this.dayOf(now) : this.dayOf(now + 6 * 86_400);
    return one.slots.some(([start, end]) => end > now && this.dayOf(start) <= last);
  }

  words(q) {
    const wanted = plain(q).split(/\s+/).filter(Boolean);
    return ({ said }) => wanted.every((word) => said.includes(word));
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
      switch: Object.fromEntries(SWITCHES.map((name) => [name, without(name).filter((one) => one.on.includes(name)).length])),
    };
  }
}

const compare = (one, other) => one.localeCompare(other, "nl");

export const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

// All words of one thing, with those of its kind and its themes.
function saidOf(item, terms) {
  const labels = [terms[`${item.type}_kind`][item.kind], ...item.themes.map((id) => terms.theme[id])];
  const texts = [item.summary?.[0], item.where?.[0], item.contact, ...(item.description?.[0] ?? [])];
  return plain([item.name, ...labels.map((term) => term?.label), ...texts].filter(Boolean).join(" "));
}
