// The filters in force, each with the address without it.
import { element } from "../../map/dom.js";
import { SWITCHES } from "../engine/filters.js";
import { withValues } from "./address.js";

// [{ name, label, lang }]
function labelsOf(parts, filters) {
  const { words, terms } = parts;
  const term = (id, ...axes) => axes.map((axis) => terms[axis]?.[id]).find(Boolean) ?? { label: id };
  const found = [];
  const add = (name, told) => filters[name] && found.push({ name, ...told });
  add("q", { label: words.quoted.replace("{words}", filters.q) });
  add("theme", term(filters.theme, "theme"));
  add("topic", term(filters.topic, "topic"));
  add("kind", term(filters.kind, "activity_kind", "place_kind"));
  add("group", term(filters.group, "group"));
  add("open", { label: words[`open-${filters.open}`] });
  add("spoken", { label: parts.language(filters.spoken) });
  for (const name of SWITCHES) add(name, { label: words[name] });
  return found;
}

export function active(parts, filters) {
  const chosen = labelsOf(parts, filters);
  if (!chosen.length) return [];
  const path = location.pathname;
  const chip = (href, ...content) => element("li", {}, element("a", { class: "chip", href }, ...content));
  const chips = chosen.map(({ name, label, lang }) =>
    chip(
      `${path}${withValues(filters, { [name]: "", page: "" })}`,
      element("span", { class: "visually-hidden" }, parts.words.remove),
      " ",
      element("span", { lang, dir: lang && "auto" }, label),
      parts.icon("x"),
    ),
  );
  const all = chip(`${path}${withValues({}, { day: filters.day })}`, parts.words["remove-all"]);
  all.firstChild.classList.add("chip--clear");
  const list = element("ul", { class: "active__list" }, ...chips, ...(chosen.length > 1 ? [all] : []));
  return [element("div", { class: "active" }, element("h2", { class: "active__title" }, parts.words["you-chose"]), list)];
}
