// One place or activity: when, what is known of it, and the ways to ask for the rest.
import { element } from "../../map/dom.js";
import { pathOf } from "./address.js";
import { hoursOf } from "./views.js";

const MOST_TIMES = 14;

export function detail(town, parts, { type, slug }) {
  const item = town.item(type, slug);
  if (!item) return missing(parts, type);
  const kind = parts.kind(item);
  const list = `${parts.base}${pathOf(type)}`;
  const coming = item.slots.filter(([, end]) => end > parts.now).slice(0, MOST_TIMES);
  const head = element(
    "header",
    { class: "detail-head", "data-theme": item.themes[0] },
    element(
      "p",
      { class: "detail-head__kind" },
      element("span", { class: "detail-head__icon" }, parts.icon(kind.icon ?? "map-pin")),
      element("span", {}, kind.label),
    ),
    element("p", { class: "detail-head__opening" }, parts.opening(item)),
    ...parts.facts(item),
  );
  const when = element(
    "section",
    { class: "box", "aria-labelledby": "when-title" },
    element("h2", { class: "box__title", id: "when-title" }, parts.icon("clock"), element("span", {}, parts.words.when)),
    coming.length ? times(parts, coming) : element("p", {}, parts.words["unknown-times"]),
  );
  const groups = item.groups.map((id) => element("li", { class: "fact" }, element("span", {}, parts.term("group", id).label)));
  return {
    title: item.name,
    titleLang: item.lang,
    content: [
      head,
      when,
      ...(groups.length
        ? [parts.section("groups", parts.words.group, element("ul", { class: "facts facts--large" }, ...groups))]
        : []),
      element("p", { class: "notice" }, parts.icon("info"), element("span", {}, parts.words["more-online"])),
      parts.ways(),
    ],
    back: parts.link(list, "arrow-left", parts.words[`all-${pathOf(type)}`]),
  };
}

function times(parts, slots) {
  const rows = slots.map((slot) =>
    element(
      "li",
      { class: "slot" },
      element("span", { class: "slot__day" }, parts.openings.day.format(slot[0] * 1000)),
      element("span", { class: "slot__times" }, element("span", { class: "hours", dir: "ltr" }, hoursOf(parts, slot))),
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
