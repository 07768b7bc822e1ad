// From where the distances are measured, and the ways to change it: webapp/locating/presenting.py in the browser.
import { element } from "../../map/dom.js";
import { withValues } from "./address.js";

const WHOLE_POSTCODE = 6;

// `located`: as the town tells it, null where nothing was told; a list for whoever puts it into a page.
export function originLine(parts, located, filters) {
  if (!located) return [];
  const elsewhere = (where) => `${location.pathname}${withValues(filters, { near: "", postcode: "", where, page: "" })}`;
  if (!located.point) return [unknown(parts, located, elsewhere)];
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

// As online: the names of the town to choose from, where it has any.
function unknown(parts, { choices }, elsewhere) {
  const without = element("a", { class: "chip chip--clear", href: elsewhere("") }, parts.words["without-distances"]);
  const notice = parts.notice(choices.length ? "no-distance-choose" : "no-distance");
  return element("div", { class: "origin" }, notice, chips([...choices.map((name) => chip(name, elsewhere(name))), without]));
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
  const question = element("p", { class: "notice" }, parts.icon("info"), element("span", {}, parts.say("another-one", { place: taken.label })));
  return [question, chips(left.map(({ label }) => chip(label, elsewhere(label))))];
}

const chip = (label, href) => element("a", { class: "chip", href }, label);
const chips = (links) => element("ul", { class: "active__list" }, ...links.map((link) => element("li", {}, link)));
