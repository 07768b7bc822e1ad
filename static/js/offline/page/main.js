// Draws a page of the town from what the phone keeps, for the address that was asked for. By DOM alone: a text of an
// editor can never become markup. What cannot be drawn leaves the page of the server, which says what is true.
import { element } from "../../map/dom.js";
import { nowBy } from "../clock.js";
import { told } from "../kept.js";
import { readAddress } from "./address.js";
import { collection, collections } from "./collections.js";
import { DangerLines } from "./danger.js";
import { detail } from "./detail.js";
import { event, events, helper, safe } from "./guiding.js";
import { Parts } from "./parts.js";
import { NearMe } from "../../near-me.js";
import { today } from "./day.js";
import { Town } from "./town.js";
import { home, list, search } from "./views.js";

const VIEWS = { home, list, search, today, item: detail, collections, collection, events, event, helper, safe };

class OfflinePage {
  constructor(root) {
    this.root = root;
    this.asked = readAddress(location);
  }

  async draw() {
    const view = VIEWS[this.asked.view];
    if (!view || !document.documentElement.dataset.kept) return;
    this.root.hidden = true; // its words are those of a page that cannot be drawn
    try {
      const town = await this.openTown();
      if (!town) return;
      const parts = this.parts(town);
      const drawn = view(town, parts, this.asked);
      this.show(drawn, parts);
      this.showDangers(town.dangers, drawn.danger);
      this.stamp(town.madeAt);
    } finally {
      this.root.hidden = false;
    }
  }

  async openTown() {
    const { lang } = document.documentElement;
    const kept = [`/api/v1/${this.root.dataset.town}/offline.json?lang=${lang}`, "/api/v1/lexicon.json"];
    const found = await Promise.all(kept.map((address) => caches.match(address)));
    if (found.includes(undefined)) return null;
    const [pack, lexicon] = await Promise.all(found.map((one) => one.json()));
    return new Town(pack, lexicon, Math.floor(nowBy(found[0].headers) / 1000));
  }

  parts({ now, terms, days, wording, zone }) {
    const { words, icons } = this.root.dataset;
    return new Parts({ icons, words: JSON.parse(words), terms, days, wording, zone, base: this.asked.base, now });
  }

  show({ title, titleLang, titleIcon, content, back, progress, listed }, parts) {
    const words = element("span", { lang: titleLang, dir: titleLang && "auto" }, title);
    const signs = titleIcon ? [parts.icon(titleIcon)] : [];
    const heading = element("h1", { class: titleIcon ? "page__title event__title" : "page__title" }, ...signs, words);
    const above = [...(back ? [element("p", { class: "back" }, back)] : []), ...(progress ? [progress] : [])];
    this.root.replaceChildren(...above, heading, ...content);
    for (const form of this.root.querySelectorAll('[data-module="near-me"]')) new NearMe(form).connect();
    this.showMap(listed);
    document.title = [title, ...document.title.split(" – ").slice(1)].join(" – ");
    this.keepLanguageLinks();
    this.markMenu();
  }

  // `danger`: what the page is about, without any words of it.
  showDangers(phrases, danger) {
    const links = document.querySelectorAll("footer a[href$='/safe']");
    new DangerLines(document.querySelector("[data-dangers]"), phrases, danger).connect(this.root, links);
  }

  // Without a point there is nothing to show; the feed under it is the one of the whole town, kept as well.
  showMap(listed) {
    const part = document.querySelector("[data-offline-map]");
    if (!part || !listed?.length) return;
    part.querySelector("[data-map]").listed = new Set(listed);
    part.hidden = false;
  }

  // The same page in the other language, as online.
  keepLanguageLinks() {
    const rest = location.pathname.split("/").slice(3).join("/") + location.search;
    for (const link of document.querySelectorAll(".languages a")) {
      link.href = link.pathname.split("/").slice(0, 3).join("/") + `/${rest}`;
    }
  }

  markMenu() {
    for (const link of document.querySelectorAll(".menu a")) {
      if (link.pathname === location.pathname) link.setAttribute("aria-current", "page");
    }
  }

  // When what is shown was made, not when the page around it was fetched.
  stamp(moment) {
    const notice = document.querySelector('[data-module="kept"]');
    const { sentence, zone } = notice.dataset;
    notice.querySelector("[data-kept-words]").textContent = sentence.replace("{time}", told(moment, zone));
  }
}

const root = document.querySelector("[data-offline]");
if (root) new OfflinePage(root).draw().catch((error) => console.error("The page could not be drawn:", error));
