// What the address asks for: which page, of what, with which filters. Pure.
import { SWITCHES } from "../engine/filters.js";
import { QUESTIONS } from "../engine/guiding.js";

const TEXTS = ["q", "theme", "topic", "kind", "group", "spoken", "open", "near", "postcode", "where", "day"];
const OPEN = ["now", "today", "week"];
// By the first part of the path: without and with one more.
const VIEWS = {
  "": ["home"],
  today: ["today"],
  search: ["search"],
  places: ["list", "item"],
  activities: ["list", "item"],
  collections: ["collections", "collection"],
  "life-events": ["events", "event"],
  helper: ["helper"],
  safe: ["safe"],
};
const LISTS = { places: "place", activities: "activity" };

// { view, type, slug, page, filters, answers: { about, who, how, when }, base }; `view` is one of VIEWS, else "other".
export function readAddress({ pathname, search }) {
  const [, language, town, first = "", slug = ""] = pathname.split("/");
  const told = new URLSearchParams(search);
  const filters = Object.fromEntries(TEXTS.map((name) => [name, (told.get(name) ?? "").trim()]));
  for (const name of SWITCHES) filters[name] = told.get(name) === "1";
  if (!OPEN.includes(filters.open)) filters.open = "";
  const page = Math.max(1, Number.parseInt(told.get("page") ?? "1", 10) || 1);
  const type = LISTS[first];
  const view = VIEWS[first]?.[slug ? 1 : 0] ?? "other";
  const answers = Object.fromEntries(QUESTIONS.map((name) => [name, (told.get(name) ?? "").trim()]));
  return { view, type, slug, page, filters, answers, base: `/${language}/${town}/` };
}

export const pathOf = (type) => (type === "place" ? "places" : "activities");

// The same address with other values; an empty one takes its name away.
export function withValues(filters, values) {
  const all = { ...filters, ...values };
  const told = new URLSearchParams();
  for (const [name, value] of Object.entries(all)) if (value) told.set(name, value === true ? "1" : value);
  return told.size ? `?${told}` : "";
}
