// The pages of the shell: each gives its heading and its content for what the address asks.
import { element } from "../../map/dom.js";
import { OPEN } from "../engine/slots.js";
import { active } from "./active.js";
import { pathOf, withValues } from "./address.js";
import { collectionLinks } from "./collections.js";
import { waysIn } from "./guiding.js";
import { Filters, searchField, whereField } from "./filters.js";
import { originLine } from "./origin.js";
import { pages } from "./pages.js";

const HOME_CARDS = 6;
const HOME_COLLECTIONS = 4;
const LIST_COLLECTIONS = 3;

export function home(town, parts) {
  const open = ["activity", "place"].flatMap(
    (type) => town.list({ type, filters: { open: "now" } }).items.slice(0, HOME_CARDS / 2),
  );
  const later = startingToday(town, parts);
  const [places, activities] = ["place", "activity"].map((type) => town.list({ type, filters: {} }));
  return {
    title: parts.words.home,
    listed: [...places.listed, ...activities.listed],
    content: [
      ...parts.text("p", "lead", town.intro),
      searchForm(parts, ""),
      element("p", { class: "more" }, parts.link(`${parts.base}today`, "calendar-days", parts.words.today)),
      parts.section("themes", parts.words.about, tiles(parts, town.homeThemes, activities.counts.theme, places.counts.theme)),
      ...waysIn(town, parts),
      ...together(town, parts),
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

function together(town, parts) {
  const all = town.collections();
  if (!all.length) return [];
  const more = parts.link(`${parts.base}collections`, "arrow-right", parts.words["all-collections"], "more__link");
  const rest = all.length > HOME_COLLECTIONS ? [element("p", { class: "more" }, more)] : [];
  return [parts.section("collections", parts.words.together, collectionLinks(parts, all.slice(0, HOME_COLLECTIONS)), ...rest)];
}

// Activities that begin later today, soonest first.
function startingToday(town, { now }) {
  const { dates } = town.day(town.today, {});
  const coming = dates.filter(({ slot }) => slot.status === OPEN && slot.start > now);
  return [...new Map(coming.map(({ item }) => [item.id, item])).values()];
}

const searchForm = (parts, q, ...more) =>
  element("form", { action: `${parts.base}search`, method: "get", role: "search" }, searchField(parts, q), ...more);

// `chosen`: the ids that the town shows, in its order; without any, all. `activities` and `places`: how many, by theme.
function tiles(parts, chosen, activities, places) {
  const { theme: terms } = parts.terms;
  const order = chosen.some((id) => terms[id]) ? chosen.filter((id) => terms[id]) : Object.keys(terms);
  const shown = order.filter((id) => activities[id] || places[id]).map((id) => [id, terms[id]]);
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
  return {
    title: parts.say(key, { number: found.total }),
    listed: found.listed,
    content: [
      tabs(parts, type, filters),
      form.form(),
      ...active(parts, filters),
      ...aboutThis(town, parts, filters.theme),
      ...originLine(parts, town.located(filters), filters),
      ...(found.total ? [parts.cards(found.items, 2), pages(parts, found.pages, page, filters)] : [nothing(parts, type)]),
    ],
  };
}

// The collections about the theme that was chosen.
function aboutThis(town, parts, theme) {
  const shown = theme ? town.collections(theme).slice(0, LIST_COLLECTIONS) : [];
  if (!shown.length) return [];
  const heading = element("h2", { class: "visually-hidden", id: "collections-title" }, parts.words["about-this"]);
  const attributes = { class: "collections", "aria-labelledby": heading.id };
  return [element("section", attributes, heading, collectionLinks(parts, shown))];
}

function nothing(parts, type) {
  const all = `${parts.base}${pathOf(type)}`;
  return element(
    "div",
    { class: "nothing" },
    element("h2", { class: "nothing__title" }, parts.words["nothing-fits"]),
    parts.ways(parts.way(all, "list", parts.words.everything), parts.helperWay()),
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

export function search(town, parts, { filters }) {
  const { q } = filters;
  const form = searchForm(parts, q, whereField(parts, filters.where || filters.postcode));
  if (!q) return { title: parts.words["search-in"], content: [form, parts.ways()] };
  const items = town.search(filters);
  const found = items.length ? parts.cards(items, 2) : parts.ways(parts.helperWay());
  const content = [form, ...originLine(parts, town.located(filters), filters), found];
  return { title: parts.say(items.length ? "found-for" : "nothing-for", { words: q }), content };
}
