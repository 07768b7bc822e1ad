// The pieces that every page of the shell has, with the classes of the templates they stand in for.
import { element, filled, icon } from "../../map/dom.js";
import { pathOf } from "./address.js";

const SOON_S = 2 * 3600;

export class Parts {
  constructor({ icons, words, terms, openings, base, now }) {
    Object.assign(this, { icons, words, terms, openings, base, now });
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
  opening(item) {
    const sentence = this.openings.sentence(item, this.now) || this.words["unknown-times"];
    const lamp = element("span", { class: "opening__lamp" });
    return element("span", { class: `opening opening--${this.tone(item)}` }, lamp, sentence);
  }

  tone(item) {
    if (item.closed !== undefined) return "closed";
    if (this.openings.isOpen(item, this.now)) return "open";
    const next = item.slots.map(([start]) => start).filter((start) => start > this.now);
    if (!next.length) return "unknown";
    return Math.min(...next) - this.now <= SOON_S ? "soon" : "later";
  }

  facts(item) {
    const told = [
      item.free && ["euro", "free"],
      item.walkin && ["door-open", "walkin"],
      item.wheelchair === "yes" && ["accessibility", "wheelchair"],
      item.volunteer && item.type === "activity" && ["heart-handshake", "volunteer"],
    ].filter(Boolean);
    if (!told.length) return [];
    const shown = told.map(([name, key]) =>
      element("li", { class: "fact" }, this.icon(name), element("span", {}, this.words[key])),
    );
    return [element("ul", { class: "facts" }, ...shown)];
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
        ...this.facts(item),
      ),
    );
  }

  cards(items, level = 3) {
    return element("ol", { class: "cards cards--column" }, ...items.map((item) => this.card(item, level)));
  }

  section(id, title, ...content) {
    const heading = element("h2", { class: "part__title", id: `${id}-title` }, title);
    return element("section", { class: "part", "aria-labelledby": heading.id }, heading, ...content);
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
