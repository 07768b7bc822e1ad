// One place or activity: when, what is known of it, and the ways to ask for the rest.
import { dateLocale } from "../../dates.js";
import { element } from "../../map/dom.js";
import { pathOf } from "./address.js";
import { languageNotices } from "./standing.js";
import { hours, news } from "./times.js";

const MOST_TIMES = 14;

export function detail(town, parts, { type, slug }) {
  const item = town.item(type, slug);
  if (!item) return missing(parts, type);
  const kind = parts.kind(item);
  const list = `${parts.base}${pathOf(type)}`;
  const coming = item.slots.filter(({ end }) => end > parts.now).slice(0, MOST_TIMES);
  return {
    title: item.name,
    listed: item.point ? [item.id] : [],
    titleLang: item.lang,
    content: [
      head(parts, item, kind),
      ...languageNotices(parts, item),
      box(parts, "when", "clock", [
        ...(item.by_appointment ? [element("p", { class: "box__strong" }, parts.words.appointment)] : []),
        ...(coming.length ? [times(parts, coming)] : []),
        ...(coming.length || item.by_appointment ? [] : [element("p", {}, parts.words["unknown-times"])]),
        ...parts.text("p", "box__note", [item.hours_note, ""]),
      ]),
      ...where(parts, item, town),
      ...paragraphs(parts, item.description),
      ...paragraphs(parts, item.first_time),
      ...groups(parts, item),
      ...(item.accessibility ? [parts.section("access", parts.words.access, ...parts.facts(item.accessibility))] : []),
      ...contact(parts, item),
      checked(parts, item),
      ...held(parts, town, item),
      parts.ways(),
    ],
    back: parts.link(list, "arrow-left", parts.words[`all-${pathOf(type)}`]),
  };
}

function head(parts, item, kind) {
  return element(
    "header",
    { class: "detail-head", "data-theme": item.themes[0] },
    element(
      "p",
      { class: "detail-head__kind" },
      element("span", { class: "detail-head__icon" }, parts.icon(kind.icon ?? "map-pin")),
      element("span", {}, kind.label),
    ),
    element("p", { class: "detail-head__opening" }, parts.opening(item)),
    ...parts.text("p", "detail-head__summary", item.summary),
    ...parts.facts(item.facts),
    ...(item.contact.phone_url ? [element("p", { class: "more" }, call(parts, item.contact))] : []),
  );
}

const call = (parts, { phone_url: href }) =>
  element("a", { class: "button", href }, parts.icon("phone"), element("span", {}, parts.words.call));

function box(parts, key, name, content) {
  const id = `${key}-title`;
  const title = element("h2", { class: "box__title", id }, parts.icon(name), element("span", {}, parts.words[key]));
  return element("section", { class: "box", "aria-labelledby": id }, title, ...content);
}

function where(parts, item, town) {
  const place = item.heldIn && town.item("place", item.heldIn);
  const lines = (item.address ?? []).map((line) => element("span", { class: "address__line" }, line));
  if (!place && !lines.length && !item.getting_there) return [];
  const link = place && element("a", { class: "icon-link", href: parts.address(place), ...parts.own(place.lang) }, place.name);
  return [
    box(parts, "where", "map-pin", [
      ...(link ? [element("p", {}, link)] : []),
      ...(lines.length ? [element("address", { class: "address", ...parts.own("nl") }, ...lines)] : []),
      ...paragraphs(parts, item.getting_there),
    ]),
  ];
}

// [parts, language]
function paragraphs(parts, [texts, lang] = [[]]) {
  return texts.map((text) => element("p", { class: "prose", ...parts.own(lang) }, text));
}

function groups(parts, item) {
  const labels = item.groups.map((id) => parts.term("group", id)).filter(({ hidden }) => !hidden);
  if (!labels.length) return [];
  const facts = labels.map(({ label, icon }) => ({ icon: icon ?? "users", label }));
  return [parts.section("groups", parts.words.group, ...parts.facts(facts, "facts--large"))];
}

function contact(parts, { contact: told }) {
  const ways = [
    told.phone_url && parts.link(told.phone_url, "phone", told.phone),
    told.email && parts.link(`mailto:${told.email}`, "mail", told.email),
    told.website && parts.link(told.website, "external-link", told.website),
  ].filter(Boolean);
  if (!ways.length) return [];
  const list = element("ul", { class: "contact" }, ...ways.map((way) => element("li", {}, way)));
  const name = told.name ? [element("p", { class: "box__strong" }, told.name)] : [];
  return [box(parts, "contact", "message-circle", [...name, list])];
}

function checked(parts, item) {
  const date = new Intl.DateTimeFormat(dateLocale(document.documentElement.lang), { dateStyle: "long" });
  const told = item.checked
    ? parts.say("checked", { date: date.format(Date.parse(`${item.checked}T12:00Z`)) })
    : parts.words["not-checked"];
  const line = element("p", { class: "detail-foot__checked" }, parts.icon("info"), element("span", {}, told));
  const more = [
    ...(item.isStale ? [parts.notice("long-ago")] : []),
    ...(item.demo ? [element("p", {}, parts.words.demo)] : []),
    ...(item.attribution ? [element("p", {}, parts.say("source", { source: item.attribution }))] : []),
  ];
  return element("footer", { class: "detail-foot" }, line, ...more);
}

function held(parts, town, item) {
  const activities = item.type === "place" ? town.heldAt(item) : [];
  return activities.length ? [parts.section("held", parts.words.held, parts.cards(activities))] : [];
}

// What falls out is struck through and says why.
function times(parts, slots) {
  const rows = slots.map((slot) =>
    element(
      "li",
      { class: "slot" },
      element("span", { class: "slot__day" }, parts.days.dayOf(slot.start).full),
      element("span", { class: "slot__times" }, hours(parts, slot), ...news(parts, slot, "span")),
    ),
  );
  return element("ul", { class: "slots" }, ...rows);
}

// It may be new, or have no place on the map; the phone cannot know.
function missing(parts, type) {
  return {
    title: parts.words["not-kept"],
    content: [element("p", { class: "lead" }, parts.words["not-kept-why"]), parts.ways()],
    back: parts.link(`${parts.base}${pathOf(type)}`, "arrow-left", parts.words[`all-${pathOf(type)}`]),
  };
}
