// The collections of the town, and one of them: templates/collecting in the browser.
import { element } from "../../map/dom.js";
import { languageNotices } from "./standing.js";
import { hours, news } from "./times.js";

export function collections(town, parts) {
  const all = town.collections();
  const list = element("ul", { class: "picks picks--large" }, ...all.map((one) => listed(parts, one)));
  return {
    title: parts.words.collections,
    content: [
      element("p", { class: "lead" }, parts.words["collections-lead"]),
      all.length ? list : element("p", { class: "empty" }, parts.words["no-collections"]),
      parts.ways(),
    ],
  };
}

function listed(parts, { slug, themes = [], title, intro }) {
  const [words, lang] = title;
  const link = element("a", { href: addressOf(parts, slug), ...parts.own(lang) }, words);
  return parts.pick( "book-open", { "data-theme": themes[0] }, [
    element("h2", { class: "pick__name" }, link),
    ...parts.text("p", "pick__summary", intro),
  ]);
}

const addressOf = (parts, slug) => `${parts.base}collections/${slug}`;

// The links to some of them, as on the home page and in a list.
export function collectionLinks(parts, shown) {
  const links = shown.map(({ slug, title: [words, lang] }) => {
    const link = parts.link(addressOf(parts, slug), "book-open", words, "events__link");
    link.lastChild.lang = lang;
    link.lastChild.dir = "auto";
    return element("li", {}, link);
  });
  return element("ul", { class: "events collections__list" }, ...links);
}

export function collection(town, parts, { slug }) {
  const back = parts.link(`${parts.base}collections`, "arrow-left", parts.words.collections);
  const found = town.collection(slug);
  if (!found) return { title: parts.words["not-kept"], back, content: [element("p", { class: "lead" }, parts.words["not-kept-why"]), parts.ways()] };
  const { title, intro, themes = [], ladder, sections } = found;
  const shown = new Page(parts, town.team);
  const steps = ladder ? sections.filter((one) => one.title) : [];
  const others = sections.filter((one) => !steps.includes(one));
  const isEmpty = sections.every(({ items }) => !items.length);
  return {
    title: title[0],
    titleLang: title[1],
    titleIcon: "book-open",
    back,
    content: [
      ...parts.text("p", "lead", intro),
      ...languageNotices(parts, found),
      ...(isEmpty ? [parts.notice("nothing-to-go-to")] : []),
      ...others.map((one) => element("section", { class: "collection__part" }, ...shown.section(one))),
      ...(steps.length ? [element("ol", { class: "steps" }, ...steps.map((one) => element("li", { class: "step" }, ...shown.section(one))))] : []),
      ...shown.themes(themes),
    ],
  };
}

class Page {
  // `team`: { phone, phone_url }
  constructor(parts, team) {
    this.parts = parts;
    this.team = team;
  }

  section({ title, words, items }) {
    const heading = this.parts.text("h2", "step__title", title);
    return [...heading, ...this.parts.text("p", "step__words", words), ...this.inside(title, items)];
  }

  // A heading without anything under it still leads to somebody.
  inside(title, items) {
    const { parts, team } = this;
    if (items.length) {
      return [element("ul", { class: "picks picks--large" }, ...items.map((item) => this.item(item, title ? 3 : 2)))];
    }
    if (!title) return [];
    if (!team.phone) return [element("p", {}, parts.words["ask-about-this"])];
    const call = parts.link(team.phone_url, "phone", parts.say("call-about-this", { phone: team.phone }), "more__link");
    return [element("p", {}, call)];
  }

  item({ item, why, next }, level) {
    const { parts } = this;
    const link = element("a", { href: parts.address(item), ...parts.own(item.lang) }, item.name);
    return parts.pick( parts.kind(item).icon ?? "map-pin", { "data-id": item.id, "data-theme": item.themes[0] }, [
      element(`h${level}`, { class: "pick__name" }, link),
      ...(why ? parts.text("p", "pick__why", why) : parts.text("p", "pick__summary", item.summary)),
      ...parts.languageMark(item.name_note),
      element("p", { class: "collection__next" }, parts.icon("calendar-days"), this.when(item, next)),
      ...parts.text("p", "pick__where", item.where, "map-pin"),
      ...parts.facts(item.facts),
      ...this.phone(item.contact),
    ]);
  }

  when(item, next) {
    const { parts } = this;
    if (!next || item.type !== "activity") return element("span", {}, item.opening.label);
    const day = element("strong", {}, parts.days.dayOf(next.start).full);
    return element("span", {}, day, ", ", hours(parts, next), ...news(parts, next, "span"));
  }

  phone({ phone, phone_url: href }) {
    if (!phone) return [];
    const link = element("a", { href, dir: "ltr" }, phone);
    return [element("p", { class: "pick__where collection__phone" }, this.parts.icon("phone"), link)];
  }

  themes(ids) {
    const { parts } = this;
    const links = ids.map((id) => {
      const words = element("span", {}, parts.say("all-of", { subject: parts.term("theme", id).label }));
      return element("li", {}, element("a", { class: "more__link", href: `${parts.base}activities?theme=${id}` }, words, parts.icon("arrow-right")));
    });
    return links.length ? [element("ul", { class: "step__links collection__more" }, ...links)] : [];
  }
}
