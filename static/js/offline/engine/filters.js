// Which things a filter leaves, and how many each choice would: webapp/finding/conditions.py and count_queries.py.
export const SWITCHES = ["free", "walkin", "wheelchair", "no_referral", "welcome", "online", "volunteer"];
export const OPENS = ["now", "today", "week"];
const AXES = [["theme", "themes"], ["group", "groups"], ["spoken", "spoken"]]; // each with a list of ids
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

// [name, whether a thing meets it] for each filter in force.
export function testsOf(filters, opensBefore, fits) {
  const tests = [];
  for (const [name, list] of [...AXES, ["topic", "topics"]]) {
    if (filters[name]) tests.push([name, (thing) => thing[list].includes(filters[name])]);
  }
  if (filters.kind) tests.push(["kind", (thing) => thing.kind === filters.kind]);
  for (const name of SWITCHES) if (filters[name]) tests.push([name, (thing) => thing.switches[name]]);
  if (filters.open) tests.push(["open", (thing) => thing.opens < opensBefore[filters.open]]);
  if (filters.q) tests.push(["q", (thing) => fits.has(thing.id)]);
  return tests;
}

// What of the filters a thing does not meet: NOTHING, the name of the only one, or SEVERAL.
export const NOTHING = "";
const SEVERAL = "several";

export function missedBy(thing, tests) {
  let missed = NOTHING;
  for (const [name, isMet] of tests) {
    if (isMet(thing)) continue;
    if (missed) return SEVERAL;
    missed = name;
  }
  return missed;
}

// { total, marked, by }: as Counts; `rows` are [thing, missed].
export function count(rows, opensBefore) {
  const tally = { any: zeros(["theme", "group", "spoken", "kind", "open"]), open: zeros(OPENS), switch: zeros(SWITCHES) };
  const by = { ...tally, kind: {}, theme: {}, group: {}, spoken: {} };
  let total = 0;
  let marked = 0;
  for (const [thing, missed] of rows) {
    const adds = (axis) => (missed === NOTHING || missed === axis ? 1 : 0);
    total += adds(NOTHING);
    if (thing.point) marked += adds(NOTHING);
    for (const [axis, list] of AXES) {
      by.any[axis] += adds(axis);
      for (const id of thing[list]) by[axis][id] = (by[axis][id] ?? 0) + adds(axis);
    }
    by.any.kind += adds("kind");
    by.kind[thing.kind] = (by.kind[thing.kind] ?? 0) + adds("kind");
    by.any.open += adds("open");
    for (const name of OPENS) if (thing.opens < opensBefore[name]) by.open[name] += adds("open");
    for (const name of SWITCHES) if (thing.switches[name]) by.switch[name] += adds(name);
  }
  return { total, marked, by };
}

const zeros = (names) => Object.fromEntries(names.map((name) => [name, 0]));
