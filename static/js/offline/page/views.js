// The pages of the shell: each gives its heading and its content for what the address asks.
import { element } from "../../map/dom.js";
import { pathOf, withValues } from "./address.js";
import { Filters, searchField } from "./filters.js";

const HOME_CARDS = 6;

export function home(town, parts) {
  const open = ["activity", "place"].flatMap(
    (type) => town.list({ type, filters: { open: "now" } }).items.slice(0, HOME_CARDS / 2),
  );
  const today = town.dayOf(parts.now);
  const { times } = town.day(today, {});
  const later = [...new Set(times.filter(({ slot, off }) => !off && slot[0] > parts.now).map(({ item }) => item))];
  const [places, activities] = ["place", "activity"].map((type) => town.list({ type, filters: {} }));
  return {
    title: parts.words.home,
    listed: [...places.listed, ...activities.listed],
    content: [
      searchForm(parts, ""),
      element("p", { class: "more" }, parts.link(`${parts.base}today`, "calendar-days", parts.words.today)),
      parts.section("themes", parts.words.about, tiles(parts, activities.counts.theme, places.counts.theme)),
      parts.section(
        "open",
        parts.words["open-now"],
        open.length ? parts.cards(open) : element("p", { class: "empty" }, parts.words["nothing-open"]),
      ),
      ...(later.length ? [parts.section("later", parts.words.later, parts.cards(later.slice(0, HOME_CARDS)))] : []),
      parts.ways(),
    ],
  };
}

const searchForm = (parts, q) =>
  element("form", { action: `${parts.base}search`, method: "get", role: "search" }, searchField(parts, q));

// `activities` and `places`: how many, by theme
function tiles(parts, activities, places) {
  const shown = Object.entries(parts.terms.theme).filter(([id]) => activities[id] || places[id]);
  const made = shown.map(([id, { label, icon }]) => {
    const href = `${parts.base}${activities[id] ? "activities" : "places"}?theme=${id}`;
    const tile = element("a", { class: "tile__link", href });
    tile.append(element("span", { class: "tile__icon" }, parts.icon(icon ?? "map-pin")));
    tile.append(element("span", { class: "tile__name" }, label));
    return element("li", { class: "tile", "data-theme": id }, tile);
  });
  return element("ul", { class: "tiles" }, ...made);
}

export function list(town, parts, { type, filters, page }) {
  const found = town.list({ type, filters, page });
  const form = new Filters(parts, { type, filters, counts: found.counts, action: `${parts.base}${pathOf(type)}` });
  const key = found.total ? `${pathOf(type)}-found` : `no-${pathOf(type)}`;
  const isMeant = filters.postcode || filters.where || filters.near;
  const note = isMeant && !found.isMeasured ? [notice(parts, "no-distance")] : [];
  return {
    title: parts.say(key, { number: found.total }),
    listed: found.listed,
    content: [
      tabs(parts, type, filters),
      form.form(),
      ...note,
      ...(found.total ? [parts.cards(found.items, 2), pages(parts, found.pages, page, filters)] : [nothing(parts, type)]),
    ],
  };
}

const notice = (parts, key) =>
  element("p", { class: "notice" }, parts.icon("info"), element("span", {}, parts.words[key]));

function nothing(parts, type) {
  const all = `${parts.base}${pathOf(type)}`;
  return element(
    "div",
    { class: "nothing" },
    element("h2", { class: "nothing__title" }, parts.words["nothing-fits"]),
    parts.ways(parts.way(all, "list", parts.words.everything)),
  );
}

function tabs(parts, type, filters) {
  const links = ["place", "activity"].map((one) => {
    const href = `${parts.base}${pathOf(one)}${withValues(filters, { kind: "" })}`;
    const name = one === "place" ? "map-pin" : "calendar-days";
    const link = parts.link(href, name, parts.words[pathOf(one)], "tabs__link");
    if (one === type) link.setAttribute("aria-current", "page");
    return element("li", {}, link);
  });
  return element("nav", { class: "tabs", "aria-label": parts.words.lists }, element("ul", { class: "tabs__list" }, ...links));
}

function pages(parts, all, page, filters) {
  if (all < 2) return "";
  const to = (number, key, rel) => {
    const href = `${location.pathname}${withValues(filters, { page: number > 1 ? String(number) : "" })}`;
    return element("a", { class: "button button--quiet", href, rel }, parts.words[key]);
  };
  return element(
    "nav",
    { class: "pages", "aria-label": parts.words.pages },
    ...(page > 1 ? [to(page - 1, "previous", "prev")] : []),
    element("p", { class: "pages__here" }, parts.say("page", { page, pages: all })),
    ...(page < all ? [to(page + 1, "next", "next")] : []),
  );
}

export function search(town, parts, { filters: { q } }) {
  const form = searchForm(parts, q);
  if (!q) return { title: parts.words["search-in"], content: [form, parts.ways()] };
  const items = town.search(q);
  const content = items.length ? parts.cards(items, 2) : parts.ways();
  return { title: parts.say(items.length ? "found-for" : "nothing-for", { words: q }), content: [form, content] };
}

export function today(town, parts, { filters }) {
  const first = town.dayOf(parts.now);
  const day = /^\d{4}-\d\d-\d\d$/.test(filters.day) ? filters.day : first;
  const { times, doors } = town.day(day, filters);
  const coming = times.filter(({ slot }) => slot[1] > parts.now);
  const sections = [
    coming.length ? parts.section("times", parts.words.activities, slots(parts, coming)) : notice(parts, "nothing-that-day"),
    ...(doors.length ? [parts.section("doors", parts.words.doors, slots(parts, doors))] : []),
  ];
  return {
    title: parts.say("what-on", { day: parts.openings.day.format(noon(day)) }),
    content: [dayForm(parts, day, first, town.dayOf(town.until)), ...sections, parts.ways()],
  };
}

const noon = (day) => Date.parse(`${day}T12:00Z`);

function dayForm(parts, day, min, max) {
  return element(
    "form",
    { class: "day-field", action: `${parts.base}today`, method: "get" },
    element("label", { class: "field__label", for: "day" }, parts.words.day),
    element(
      "div",
      { class: "search" },
      element("input", { class: "input input--short", id: "day", name: "day", type: "date", value: day, min, max }),
      element("button", { class: "button button--quiet", type: "submit" }, parts.words["show-day"]),
    ),
  );
}

function slots(parts, entries) {
  const made = entries.map(({ item, slot, off }) => {
    const card = parts.card(item);
    card.classList.add("card--date");
    const hours = element(off ? "s" : "span", { class: "card__hours", dir: "ltr" }, hoursOf(parts, slot));
    card.querySelector(".card__icon").replaceWith(element("p", { class: "card__icon card__time" }, hours));
    const opening = card.querySelector(".card__opening");
    if (off) opening.replaceWith(element("p", { class: "date-news" }, element("strong", {}, cancelled(parts, off))));
    else opening.remove();
    return card;
  });
  return element("ol", { class: "cards" }, ...made);
}

export const cancelled = (parts, { reason }) => [parts.words.cancelled, reason].filter(Boolean).join(": ");

export function hoursOf(parts, [start, end]) {
  const { clock } = parts.openings;
  return `${clock.format(start * 1000)}–${clock.format(end * 1000)}`;
}
