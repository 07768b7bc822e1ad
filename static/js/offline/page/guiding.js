// Life events and the four questions: templates/guiding in the browser.
import { element } from "../../map/dom.js";
import { ANY, QUESTIONS } from "../engine/guiding.js";
import { pathOf, withValues } from "./address.js";
import { HOME } from "./danger.js";
import { whereField } from "./filters.js";
import { originLine } from "./origin.js";

const HOME_EVENTS = 8;
const MANY = 8; // more options than this stand closer

// ---------------------------------------------------------------- the ways to them

function eventLinks(parts, shown) {
  const links = shown.map(({ id, icon, label: [words, lang] }) => {
    const said = element("span", parts.own(lang), words);
    const href = `${parts.base}life-events/${id}`;
    return element("li", {}, element("a", { class: "events__link", href }, parts.icon(icon), said));
  });
  return element("ul", { class: "events" }, ...links);
}

const helperButton = (parts) =>
  parts.link(`${parts.base}helper`, "signpost", parts.words["four-questions"], "button button--lamp ways__helper");

function moreLink(parts, href, text) {
  return element("a", { class: "more__link", href }, element("span", {}, text), parts.icon("arrow-right"));
}

// On the home page.
export function waysIn({ guided }, parts) {
  if (!guided) return [];
  const more = moreLink(parts, `${parts.base}life-events`, parts.words["more-events"]);
  const ways = element("div", { class: "ways" }, helperButton(parts), more);
  return [parts.section("changing", parts.words["life-events"], eventLinks(parts, guided.events.slice(0, HOME_EVENTS)), ways)];
}

// ---------------------------------------------------------------- life events

export function events({ guided }, parts) {
  if (!guided) return notKept(parts);
  const ask = moreLink(parts, `${parts.base}ask`, parts.words["ask-short"]);
  const other = element("p", { class: "ways__words" }, parts.words["something-else"]);
  return {
    title: parts.words["life-events"],
    content: [
      element("p", { class: "lead" }, parts.words["life-events-lead"]),
      eventLinks(parts, guided.events),
      element("div", { class: "ways" }, other, helperButton(parts), ask),
    ],
  };
}

export function event(town, parts, { slug }) {
  const back = parts.link(`${parts.base}life-events`, "arrow-left", parts.words["other-events"]);
  const found = town.guided?.events.find(({ id }) => id === slug);
  if (!found) return { ...notKept(parts), back };
  if (found.never_kept) return { ...neverKept(parts), back };
  const ask = parts.way(`${parts.base}ask`, "messages-square", parts.words["ask-situation"]);
  const steps = town.stepsOf(found).map((one) => step(parts, town, one));
  return {
    title: found.label[0],
    titleLang: found.label[1],
    titleIcon: found.icon,
    back,
    content: [
      ...parts.text("p", "lead", found.intro),
      element("ol", { class: "steps" }, ...steps),
      element("ul", { class: "nothing__ways" }, ask),
      ...phoneLines(parts, found.lines),
    ],
  };
}

export const safe = (_town, parts) => neverKept(parts);

// Of safety at home only who answers at once, whatever the page would say.
const neverKept = (parts) => ({ ...notKept(parts, "never-kept-why"), danger: HOME });

function notKept(parts, why = "not-kept-why") {
  return { title: parts.words["not-kept"], content: [element("p", { class: "lead" }, parts.words[why]), parts.ways()] };
}

function step(parts, { team }, { title, words, isElsewhere, picks, links }) {
  const lists = links.map(({ look: { type, ...filters }, label, count }) =>
    element("li", {}, moreLink(parts, `${parts.base}${pathOf(type)}${withValues(filters, {})}`, `${label} (${count})`)),
  );
  return element(
    "li",
    { class: "step" },
    ...parts.text("h2", "step__title", title),
    ...parts.text("p", "step__words", words),
    ...(isElsewhere ? [elsewhere(parts, team, picks)] : []),
    ...(picks.length ? [element("ul", { class: "picks" }, ...picks.map((one) => pick(parts, one, 3)))] : []),
    ...(lists.length ? [element("ul", { class: "step__links" }, ...lists)] : []),
  );
}

function elsewhere(parts, team, picks) {
  if (picks.length) return element("p", { class: "step__none" }, parts.words["nothing-but"]);
  const toTeam = team.name || team.phone;
  const [href, key] = toTeam ? ["#help", "ask-us"] : [`${parts.base}activities`, "look-at-all"];
  return element("p", { class: "step__none" }, parts.words["nothing-yet"], " ", element("a", { href }, parts.words[key]));
}

function phoneLines(parts, lines) {
  if (!lines.length) return [];
  const heading = element("h2", { class: "lines__title", id: "lines-title" }, parts.words["call-too"]);
  const shown = lines.map(({ name: [name, lang], phone, phone_url: href, words }) => {
    const told = element("span", {}, element("span", parts.own(lang), name), ...(name === phone ? [] : [": ", element("span", { class: "line__number" }, phone)]));
    const link = element("a", { class: "icon-link", href }, parts.icon("phone"), told);
    return element("li", { class: "line" }, link, ...parts.text("p", "", words));
  });
  const list = element("ul", { class: "lines__list" }, ...shown);
  return [element("section", { class: "lines", "aria-labelledby": heading.id }, heading, list)];
}

// ---------------------------------------------------------------- the four questions

export function helper(town, parts, { answers: told, filters }) {
  if (!town.guided) return notKept(parts);
  const guide = new Guide(town, parts, known(town.guided, told), filters);
  const open = QUESTIONS.findIndex((name) => !guide.answers[name]);
  return open < 0 ? guide.result() : guide.question(open);
}

// An answer that no question offers is asked for again.
function known({ questions }, told) {
  const offers = ({ name, options }) => told[name] === ANY || options.some(({ value }) => value === told[name]);
  return Object.fromEntries(questions.map((one) => [one.name, offers(one) ? told[one.name] : ""]));
}

class Guide {
  constructor(town, parts, answers, filters) {
    const { near, postcode, where } = filters;
    Object.assign(this, { town, parts, answers, filters, place: { near, postcode, where } });
  }

  address(answers) {
    return `${this.parts.base}helper${withValues({ ...answers, ...this.place }, {})}`;
  }

  without(name) {
    return this.address({ ...this.answers, [name]: "" });
  }

  question(number) {
    const { parts, town } = this;
    const { name, title, hint, skip, options } = town.guided.questions[number];
    const to = (value) => this.address({ ...this.answers, [name]: value });
    const links = options.map(({ value, label, lang, icon }) => {
      const said = element("span", { lang, dir: lang && "auto" }, label);
      const link = element("a", { class: "options__link", href: to(value) }, parts.icon(icon), said);
      return element("li", { "data-theme": name === "about" && value }, link);
    });
    const list = element("ul", { class: `options ${options.length > MANY ? "options--many" : ""}`.trim() }, ...links);
    const button = `button button--${number ? "quiet" : "lamp"} button--large`;
    const back = number ? [this.without(QUESTIONS[number - 1]), "previous-question"] : [parts.base, "first-page"];
    return {
      title,
      back: parts.link(back[0], "arrow-left", parts.words[back[1]]),
      progress: this.progress(number + 1),
      content: [
        element("p", { class: "question__hint", id: "hint" }, hint),
        list,
        element("p", { class: "skip-question" }, parts.link(to(ANY), skip.icon, skip.label, button)),
        element("p", { class: "quiet" }, parts.words["kept-nothing"]),
      ],
    };
  }

  progress(number) {
    const total = QUESTIONS.length;
    const words = element("span", { class: "progress__words" }, this.parts.say("question-of", { number, total }));
    const bar = element("progress", { class: "progress__bar", value: String(number), max: String(total), "aria-hidden": "true" });
    return element("p", { class: "progress" }, words, " ", bar);
  }

  result() {
    const { parts, town, answers, filters } = this;
    const { picks, dropped } = town.guide(answers, filters);
    const widened = QUESTIONS.find((name) => dropped.includes(name));
    const box = widened && element("p", { class: "notice" }, parts.icon("info"), element("span", {}, town.guided.widened[widened]));
    const title = ["nothing-on-map", "start-with-this"][picks.length] ?? "start-with-one";
    const list = element("ol", { class: "picks picks--large" }, ...picks.map((one) => pick(parts, one, 2)));
    return {
      title: parts.words[title],
      back: parts.link(this.without(QUESTIONS[QUESTIONS.length - 1]), "arrow-left", parts.words["previous-question"]),
      content: [
        ...this.answered(),
        ...(box ? [box] : []),
        ...originLine(parts, town.located(filters), { ...answers, ...this.place }),
        ...(picks.length ? [list] : []),
        this.near(),
        this.ways(),
      ],
    };
  }

  // What was said, each with the way to say it again; what was passed by is not repeated.
  answered() {
    const { parts, town, answers } = this;
    const chips = town.guided.questions.flatMap(({ name, options }) => {
      const chosen = options.find(({ value }) => value === answers[name]);
      if (!chosen) return [];
      const change = element("span", { class: "visually-hidden" }, parts.words.change);
      const label = element("span", { lang: chosen.lang, dir: chosen.lang && "auto" }, chosen.label);
      const link = element("a", { class: "chip", href: this.without(name) }, change, " ", label, parts.icon("pencil"));
      return [element("li", {}, link)];
    });
    if (!chips.length) return [];
    const heading = element("h2", { class: "active__title" }, parts.words["you-chose"]);
    return [element("div", { class: "active" }, heading, element("ul", { class: "active__list" }, ...chips))];
  }

  near() {
    const { parts, answers, filters } = this;
    const carried = QUESTIONS.map((name) => element("input", { type: "hidden", name, value: answers[name] }));
    const button = element("button", { class: "button", type: "submit" }, parts.icon("search"), element("span", {}, parts.words["show-near"]));
    const attributes = { class: "near", action: `${parts.base}helper`, method: "get" };
    return element("form", attributes, ...carried, whereField(parts, filters.where || filters.postcode), button);
  }

  ways() {
    const { parts, answers } = this;
    const about = answers.about === ANY ? "" : answers.about;
    const all = about ? parts.say("see-about", { subject: parts.term("theme", about).label }) : parts.words["see-all"];
    return element(
      "ul",
      { class: "nothing__ways" },
      parts.way(`${parts.base}activities${withValues({ ...this.place, theme: about }, {})}`, "list", all),
      parts.way(this.address({}), "rotate-ccw", parts.words["start-again"]),
      parts.way(`${parts.base}life-events`, "sparkles", parts.words["life-events"]),
    );
  }
}

// One of the few, and why. The link covers all of it.
function pick(parts, { item, why }, level) {
  const isLarge = level === 2;
  const link = element("a", { href: parts.address(item), ...parts.own(item.lang) }, item.name);
  return parts.pick(parts.kind(item).icon ?? "map-pin", { "data-id": item.id, "data-theme": item.themes[0] }, [
    element(`h${level}`, { class: "pick__name" }, link),
    ...(why ? [element("p", { class: "pick__why" }, why)] : []),
    ...(isLarge ? parts.text("p", "pick__summary", item.summary) : []),
    ...parts.languageMark(isLarge ? item.note : item.name_note),
    ...parts.text("p", "pick__where", item.where, "map-pin"),
  ]);
}
