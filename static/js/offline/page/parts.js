// The pieces that every page of the shell has, with the classes of the templates they stand in for.
import { element, filled, icon } from "../../map/dom.js";
import { shownDistance, walkingMinutes } from "../engine/distance.js";
import { pathOf } from "./address.js";

export class Parts {
  // `days` and `wording` of the engine; `now` in epoch seconds.
  constructor({ icons, words, terms, days, wording, zone, base, now }) {
    Object.assign(this, { icons, words, terms, days, wording, zone, base, now });
    this.walks = new Intl.PluralRules(document.documentElement.lang);
  }

  icon(name) {
    return icon(this.icons, name);
  }

  say(key, values = {}) {
    return filled(this.words[key], values);
  }

  // A name in another language than the page says so; its direction is its own.
  own(lang) {
    return { lang: lang === document.documentElement.lang ? "" : lang, dir: "auto" };
  }

  term(axis, id) {
    return this.terms[axis][id] ?? { label: id, icon: "map-pin" };
  }

  kind({ type, kind }) {
    return this.term(`${type}_kind`, kind);
  }

  address({ type, slug }) {
    return `${this.base}${pathOf(type)}/${slug}`;
  }

  link(href, name, text, className = "icon-link") {
    return element("a", { class: className, href }, this.icon(name), element("span", {}, text));
  }

  way(href, name, text) {
    return element("li", {}, this.link(href, name, text, ""));
  }

  // Open or not, as a lit window and a sentence.
  opening({ opening: { tone, label } }) {
    const lamp = element("span", { class: "opening__lamp" });
    return element("span", { class: `opening opening--${tone}` }, lamp, label);
  }

  // { icon, label, lang, strong } each
  facts(facts = [], large = "") {
    if (!facts.length) return [];
    const shown = facts.map(({ icon: name, label, lang, strong }) =>
      element(
        "li",
        { class: strong ? "fact fact--strong" : "fact" },
        this.icon(name),
        element("span", { lang, dir: lang && "auto" }, label),
      ),
    );
    return [element("ul", { class: `facts ${large}`.trim() }, ...shown)];
  }

  // [words, language]
  text(tag, className, [words, lang] = [], name = "") {
    if (!words) return [];
    const said = element("span", this.own(lang), words);
    return [element(tag, { class: className }, ...(name ? [this.icon(name)] : []), said)];
  }

  away({ metres }) {
    if (metres === null) return [];
    const distance = shownDistance(metres, document.documentElement.lang);
    const minutes = walkingMinutes(metres);
    const [name, told] =
      minutes === null
        ? ["navigation", distance]
        : ["footprints", this.say(`walk-${this.walks.select(minutes)}`, { distance, number: minutes })];
    return [element("p", { class: "card__where card__where--near" }, this.icon(name), element("span", {}, told))];
  }

  // News and why: "Cancelled: the heating is broken"; the why is [words, language] or nothing.
  because(told, why) {
    return [element("strong", {}, why ? `${told}:` : told), ...(why ? [" ", ...this.text("span", "", why)] : [])];
  }

  language(code) {
    return code && new Intl.DisplayNames([document.documentElement.lang], { type: "language" }).of(code);
  }

  notice(key) {
    return element("p", { class: "notice" }, this.icon("info"), element("span", {}, this.words[key]));
  }

  fold(key, name, ...content) {
    const signs = name ? [this.icon(name)] : [];
    const summary = element("summary", { class: "filters__summary" }, ...signs, element("span", {}, this.words[key]), this.icon("chevron-down"));
    return element("details", { class: "fold" }, summary, ...content);
  }

  card(item, level = 3) {
    const kind = this.kind(item);
    const link = element("a", { href: this.address(item), ...this.own(item.lang) }, item.name);
    return element(
      "li",
      { class: "card", "data-id": item.id, "data-theme": item.themes[0] },
      element("div", { class: "card__icon" }, this.icon(kind.icon ?? "map-pin")),
      element(
        "div",
        { class: "card__head" },
        element(`h${level}`, { class: "card__name" }, link),
        element("p", { class: "card__kind" }, kind.label),
      ),
      element(
        "div",
        { class: "card__body" },
        element("p", { class: "card__opening" }, this.opening(item)),
        ...this.text("p", "card__summary", item.summary),
        ...this.languageMark(item.note),
        ...this.text("p", "card__where", item.where, "map-pin"),
        ...this.away(item),
        ...this.facts(item.facts),
        ...(item.isStale ? [this.stale()] : []),
      ),
    );
  }

  // One of the few in a list that somebody put together or that answers chose; `words` stand beside its icon.
  pick(name, attributes, words) {
    return element(
      "li",
      { class: "pick", ...attributes },
      element("div", { class: "pick__icon" }, this.icon(name)),
      element("div", { class: "pick__words" }, ...words),
    );
  }

  // That words in a list are in another language; empty where they are not.
  languageMark(note) {
    return note ? [element("span", { class: "language-mark" }, this.icon("languages"), element("span", {}, note))] : [];
  }

  stale() {
    return element("p", { class: "card__stale" }, this.icon("circle-alert"), element("span", {}, this.words.stale));
  }

  cards(items, level = 3) {
    return element("ol", { class: "cards cards--column" }, ...items.map((item) => this.card(item, level)));
  }

  section(id, title, ...content) {
    const heading = element("h2", { class: "part__title", id: `${id}-title` }, title);
    return element("section", { class: "part", "aria-labelledby": heading.id }, heading, ...content);
  }

  helperWay() {
    return this.way(`${this.base}helper`, "signpost", this.words["think-along"]);
  }

  // Nothing found is never the end.
  ways(...first) {
    return element(
      "ul",
      { class: "nothing__ways" },
      ...first,
      this.way(`${this.base}places`, "map-pin", this.words["all-places"]),
      this.way(`${this.base}activities`, "calendar-days", this.words["all-activities"]),
      this.way(`${this.base}ask`, "messages-square", this.words.ask),
    );
  }
}
