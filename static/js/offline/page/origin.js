// From where the distances are measured, and the ways to change it: webapp/locating/presenting.py in the browser.
import { element } from "../../map/dom.js";
import { withValues } from "./address.js";

const WHOLE_POSTCODE = 6;

// `located`: as the town tells it, null where nothing was told; a list for whoever puts it into a page.
export function originLine(parts, located, filters) {
  if (!located) return [];
  const elsewhere = (where) => `${location.pathname}${withValues(filters, { near: "", postcode: "", where, page: "" })}`;
  if (!located.point) return [unknown(parts, elsewhere(""))];
  const sentence = sentenceOf(parts, located);
  const remove = element(
    "a",
    { class: "origin__remove", href: elsewhere("") },
    element("span", {}, parts.words["remove-origin"]),
    element("span", { class: "visually-hidden" }, `: ${sentence}`),
  );
  const from = element("p", { class: "origin__from" }, parts.icon("navigation"), element("span", {}, sentence), " ", remove);
  return [element("div", { class: "origin" }, from, ...others(parts, located, elsewhere))];
}

function unknown(parts, without) {
  const way = element("li", {}, element("a", { class: "chip chip--clear", href: without }, parts.words["without-distances"]));
  return element("div", { class: "origin" }, parts.notice("no-distance"), element("ul", { class: "active__list" }, way));
}

function sentenceOf(parts, { choice, postcode }) {
  if (choice) return parts.say("from-place", { place: labelsOf(choice)[0].label });
  if (!postcode) return parts.words["from-here"];
  return parts.say(postcode.length < WHOLE_POSTCODE ? "from-middle" : "from-place", { place: postcode });
}

// A name that stands for several says in what each of them lies.
function labelsOf({ taken, others: left }) {
  const spots = [taken, ...left];
  return spots.map((spot) => {
    const isShared = spots.filter(({ name }) => name === spot.name).length > 1;
    return { label: isShared && spot.within ? `${spot.name}, ${spot.within}` : spot.name };
  });
}

function others(parts, { choice }, elsewhere) {
  if (!choice?.others.length) return [];
  const [taken, ...left] = labelsOf(choice);
  const ways = left.map(({ label }) => element("li", {}, element("a", { class: "chip", href: elsewhere(label) }, label)));
  const question = element("p", { class: "notice" }, parts.icon("info"), element("span", {}, parts.say("another-one", { place: taken.label })));
  return [question, element("ul", { class: "active__list" }, ...ways)];
}
