// The day list: templates/finding/today.html in the browser, from the engine's answer for one day.
import { element } from "../../map/dom.js";
import { APPOINTMENT, CANCELLED } from "../engine/slots.js";
import { active } from "./active.js";
import { withValues } from "./address.js";
import { Filters } from "./filters.js";
import { originLine } from "./origin.js";
import { pages } from "./pages.js";
import { hours, news, startsAndEnds } from "./times.js";

const WEEK = 7;
const PARTS = ["now", "all-day", "night", "morning", "afternoon", "evening"];
const OF_TODAY = ["morning", "afternoon", "evening"]; // told otherwise today
const BY_APPOINTMENT = ["calendar-clock", "door-open"]; // facts that one date may tell otherwise

export function today(town, parts, { filters: asked, page }) {
  const days = town.heldDays();
  const number = Math.max(0, days.findIndex(({ date }) => date === asked.day));
  const filters = { ...asked, day: number ? days[number].date : "", open: "" };
  const isKnown = !asked.day || days[number].date === asked.day;
  const found = town.day(days[number].date, filters, page);
  const [ahead, over] = [found.dates.filter(({ part }) => part !== "over"), found.dates.filter(({ part }) => part === "over")];
  return {
    title: titleOf(parts, days[number], number),
    content: [
      ...(number < 2 ? [element("p", { class: "page__day" }, days[number].full)] : []),
      choice(parts, days, number, filters),
      search(parts, days, number, filters, found.counts),
      ...(isKnown ? [] : [parts.notice("no-day")]),
      ...originLine(parts, town.located(filters), filters),
      ...(found.ahead ? [] : [nothing(parts, town, found, filters)]),
      ...PARTS.map((part) => section(parts, part, number, ahead)),
      ...folded(parts, "already-over", over.length ? [dates(parts, over)] : []),
      doors(parts, found.doors, number),
      pages(parts, found.pages, page, filters),
    ].filter(Boolean),
  };
}

function titleOf(parts, day, number) {
  if (number === 0) return parts.words.today;
  return number === 1 ? parts.words.tomorrow : parts.say("what-on", { day: day.full });
}

// ---------------------------------------------------------------- the days to go to, and the filters

function choice(parts, days, number, filters) {
  const first = number - (number % WEEK);
  const to = (at, text, attributes = {}) => {
    const href = `${parts.base}today${withValues(filters, { day: at ? days[at].date : "", page: "" })}`;
    return element("li", {}, element("a", { class: "pill", href, ...attributes }, text));
  };
  const week = days.slice(first, first + WEEK).map((day, at) => {
    const isHere = first + at === number;
    return to(first + at, dayLabel(parts, day, first + at, at === 0), { "aria-current": isHere && "date" });
  });
  const before = first ? [to(first - WEEK, parts.words["week-before"], { rel: "prev" })] : [];
  const after = days[first + WEEK] ? [to(first + WEEK, parts.words["week-after"], { rel: "next" })] : [];
  const list = element("ul", { class: "day-choice__list" }, ...before, ...week, ...after);
  return element("nav", { class: "day-choice", "aria-label": parts.words.days }, list);
}

// The month only at the first and where it begins: seven days have to fit on a phone.
function dayLabel(parts, { date, short }, number, isFirst) {
  if (number < 2) return parts.words[number ? "day-tomorrow" : "day-today"];
  return isFirst || date.endsWith("-01") ? short : short.split(" ").slice(0, 2).join(" ");
}

function search(parts, days, number, filters, { dates: ofDates, doors: ofDoors }) {
  const counts = plus(ofDates.by, ofDoors.by);
  const form = new Filters(parts, { type: "", filters, counts, action: `${parts.base}today` });
  const inside = element("div", { class: "day-more" }, dayField(parts, days, number, filters), form.form());
  const chosen = active(parts, filters);
  const fold = parts.fold("search-day", "sliders-horizontal", inside);
  fold.open = chosen.length > 0;
  return element("div", {}, fold, ...chosen);
}

function plus({ open: _open, ...one }, other) {
  const sum = (axis) => {
    const all = { ...one[axis] };
    for (const [id, number] of Object.entries(other[axis] ?? {})) all[id] = (all[id] ?? 0) + number;
    return [axis, all];
  };
  return Object.fromEntries(Object.keys(one).map(sum));
}

function dayField(parts, days, number, filters) {
  const [min, max] = [days[0].date, days[days.length - 1].date];
  const carried = Object.entries({ ...filters, day: "" }).filter(([, value]) => value);
  return element(
    "form",
    { class: "day-field", action: `${parts.base}today`, method: "get" },
    ...carried.map(([name, value]) => element("input", { type: "hidden", name, value: value === true ? "1" : value })),
    element("label", { class: "field__label", for: "day" }, parts.words.day),
    element(
      "div",
      { class: "search" },
      element("input", { class: "input input--short", id: "day", name: "day", type: "date", value: days[number].date, min, max }),
      element("button", { class: "button button--quiet", type: "submit" }, parts.words["show-day"]),
    ),
  );
}

function nothing(parts, town, found, filters) {
  const all = `${parts.base}today${withValues({}, { day: filters.day })}`;
  const isFiltered = active(parts, filters).length > 0;
  const title = found.total ? "nothing-more-that-day" : isFiltered ? "nothing-fits-that-day" : "nothing-that-day";
  const next = found.nextDate && town.days.dayOf(found.nextDate);
  const isHeld = next && town.heldDays().some(({ date }) => date === next.date);
  const ways = [
    ...(next && isHeld ? [[`${parts.base}today${withValues(filters, { day: next.date, page: "" })}`, "calendar-days", parts.say("something-on", { day: next.full })]] : []),
    ...(found.doors.some(({ isOver }) => !isOver) ? [["#doors-title", "door-open", parts.words["see-doors"]]] : []),
    ...(isFiltered ? [[all, "list", parts.words["everything-that-day"]]] : []),
    [`${parts.base}ask`, "messages-square", parts.words.ask],
  ];
  return element(
    "div",
    { class: "nothing" },
    element("h2", { class: "nothing__title" }, parts.words[title]),
    element("ul", { class: "nothing__ways" }, ...ways.map((way) => parts.way(...way))),
  );
}

// ---------------------------------------------------------------- dates

function section(parts, part, number, ahead) {
  const entries = ahead.filter((one) => one.part === part);
  const key = !number && OF_TODAY.includes(part) ? `part-this-${part}` : `part-${part}`;
  return entries.length ? parts.section(part, parts.words[key], dates(parts, entries)) : "";
}

const dates = (parts, entries) => element("ol", { class: "cards" }, ...entries.map((entry) => dateCard(parts, entry)));

function dateCard(parts, { item, slot }) {
  const card = parts.card({ ...item, facts: slot.status === CANCELLED ? [] : factsOf(parts, item, slot), isStale: false });
  card.classList.add("card--date");
  card.querySelector(".card__icon").replaceWith(element("p", { class: "card__icon card__time" }, startsAndEnds(parts, slot)));
  card.querySelector(".card__opening").remove();
  card.querySelector(".card__summary")?.remove();
  card.querySelector(".card__body").prepend(...news(parts, slot, "p"));
  return card;
}

// What people ask first; this date decides whether it is by appointment, not the activity as a whole.
function factsOf(parts, { facts = [] }, slot) {
  const strong = facts.filter((fact) => fact.strong);
  if (slot.status !== APPOINTMENT) return strong;
  const others = strong.filter(({ icon }) => !BY_APPOINTMENT.includes(icon));
  return [...others, { icon: BY_APPOINTMENT[0], label: parts.words["by-appointment"], strong: true }];
}

// ---------------------------------------------------------------- doors

function doors(parts, found, number) {
  if (!found.length) return "";
  const [open, over] = [found.filter(({ isOver }) => !isOver), found.filter(({ isOver }) => isOver)];
  const shown = open.length ? [doorList(parts, open, number)] : [];
  const were = folded(parts, "were-open", over.length ? [doorList(parts, over, number)] : []);
  return parts.section("doors", parts.words.doors, ...shown, ...were);
}

const folded = (parts, key, content) => (content.length ? [parts.fold(key, "", ...content)] : []);

const doorList = (parts, entries, number) =>
  element("ul", { class: "doors" }, ...entries.map((entry) => door(parts, entry, number)));

// Closed when nothing is left of its hours; the first reason is that of the day.
function door(parts, { item, slots }, number) {
  const isClosed = slots.every(({ status }) => status === CANCELLED);
  const reason = slots.map((slot) => slot.reason ?? slot.note).find(Boolean);
  const closed = parts.words[number ? "closed-that-day" : "closed-today"];
  const link = element("a", { class: "icon-link", href: parts.address(item), ...parts.own(item.lang) }, item.name);
  const times = slots.map((slot) => element("span", { class: "week__slot" }, hours(parts, slot), ...(isClosed ? [] : news(parts, slot, "span"))));
  return element(
    "li",
    { class: "door" },
    element("div", { class: "door__name" }, element("h3", { class: "door__title" }, link), ...parts.away(item)),
    element("p", { class: "door__times" }, ...(isClosed ? parts.because(closed, reason) : []), ...times),
  );
}
