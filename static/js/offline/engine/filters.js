// Which things a filter leaves, and how many each choice would: webapp/finding/conditions.py and count_queries.py.
export const SWITCHES = ["free", "walkin", "wheelchair", "no_referral", "welcome", "online", "volunteer"];
export const OPENS = ["now", "today", "week"];
const LISTS = { theme: "themes", group: "groups", spoken: "spoken" };
const WELCOME = "welkom";

// What the switches of a thing are, decided once.
export function switchesOf(thing, held, lines) {
  const welcome = thing.attributes.includes(WELCOME);
  const { free, walkin } = thing;
  const wheelchair = thing.wheelchair === "yes";
  if (thing.type === "activity") {
    const online = thing.online || lines.has(thing.heldAt);
    return { free, walkin, wheelchair, no_referral: thing.no_referral, welcome, online, volunteer: thing.volunteer };
  }
  const online = lines.has(thing.kind);
  const no_referral = walkin || online || held.some((one) => one.no_referral);
  return { free, walkin, wheelchair, no_referral, welcome, online, volunteer: held.some((one) => one.volunteer) };
}

// The names of the filters in force that a thing does not meet.
export function missedBy(thing, filters, opensBefore, fits) {
  const missed = [];
  for (const [name, list] of Object.entries({ ...LISTS, topic: "topics" })) {
    if (filters[name] && !thing[list].includes(filters[name])) missed.push(name);
  }
  if (filters.kind && thing.kind !== filters.kind) missed.push("kind");
  for (const name of SWITCHES) if (filters[name] && !thing.switches[name]) missed.push(name);
  if (filters.open && !(thing.opens < opensBefore[filters.open])) missed.push("open");
  if (filters.q && !fits.has(thing.id)) missed.push("q");
  return missed;
}

// { total, marked, by }: as Counts; `rows` are [thing, missed].
export function count(rows, opensBefore) {
  const by = { any: { theme: 0, group: 0, spoken: 0, kind: 0, open: 0 }, open: {}, switch: {}, kind: {}, theme: {}, group: {}, spoken: {} };
  for (const name of OPENS) by.open[name] = 0;
  for (const name of SWITCHES) by.switch[name] = 0;
  let total = 0;
  let marked = 0;
  for (const [thing, missed] of rows) {
    const missesOnly = (axis) => missed.length === 0 || (missed.length === 1 && missed[0] === axis);
    if (missed.length === 0) {
      total += 1;
      if (thing.point) marked += 1;
    }
    for (const [axis, list] of Object.entries({ ...LISTS, kind: null })) {
      const adds = missesOnly(axis) ? 1 : 0;
      by.any[axis] += adds;
      for (const id of list ? thing[list] : [thing.kind]) by[axis][id] = (by[axis][id] ?? 0) + adds;
    }
    const addsOpen = missesOnly("open") ? 1 : 0;
    by.any.open += addsOpen;
    for (const name of OPENS) if (thing.opens < opensBefore[name]) by.open[name] += addsOpen;
    for (const name of SWITCHES) if (thing.switches[name] && missesOnly(name)) by.switch[name] += 1;
  }
  return { total, marked, by };
}
