// Searching a town by words: which of a list fit and how well, and the best of all together.
import { Fitting, ENOUGH, lexemesOf } from "./words/fitting.js";
import { Lexicon } from "./words/lexicon.js";
import { themesOf, understand } from "./words/understanding.js";
import { Vocabulary } from "./words/vocabulary.js";
import { byKey } from "./keys.js";
import { distanceM } from "./order.js";

const TIERS = 4;

export class Search {
  // `told`: the document of /api/v1/lexicon.json.
  constructor(pack, told) {
    this.lexicon = new Lexicon(told, pack.synonyms);
    this.vocabulary = new Vocabulary(pack.words);
    this.numbers = new Map(pack.lexemes.map((lexeme, number) => [lexeme, number]));
    this.lexemes = new WeakMap();
    this.themes = new Map(pack.terms.topic.map(({ id, theme }) => [`topic=${id}`, theme]));
    const offers = new RegExp(told.offers);
    const asks = new RegExp(told.asks);
    this.isOffer = (cleaned) => offers.test(cleaned) && !asks.test(cleaned);
    this.understood = { query: null, units: [] };
  }

  units(query) {
    if (this.understood.query !== query) {
      this.understood = { query, units: understand(query, this.lexicon, this.vocabulary, this.isOffer) };
    }
    return this.understood.units;
  }

  worths(things, query) {
    const fitting = new Fitting(this.units(query), this.numbers);
    const found = things.map((thing) => ({ thing, worth: fitting.worth(this.lexemesOf(thing)) }));
    return found.filter(({ worth }) => worth);
  }

  lexemesOf(thing) {
    if (!this.lexemes.has(thing)) this.lexemes.set(thing, lexemesOf(thing));
    return this.lexemes.get(thing);
  }

  // { fits: a Set of ids, tiers: a Map of id → 0 to 4 }: most of what the best one has.
  fit(things, query) {
    const found = this.worths(things, query);
    const coverage = most(found, "coverage");
    const score = most(found, "score") || 1;
    const enough = found.filter(({ worth }) => worth.coverage >= ENOUGH * coverage);
    return {
      fits: new Set(enough.map(({ thing }) => thing.id)),
      tiers: new Map(enough.map(({ thing, worth }) => [thing.id, Math.floor((TIERS * worth.score) / score)])),
    };
  }

  // The best of all in one list, [{ thing, metres, score }]: as webapp/answering/rules.py puts it in turn.
  best(things, query, { isOpen, origin, limit }) {
    const found = this.worths(things, query);
    const several = this.units(query).length > 1;
    const coverage = most(found, "coverage");
    const enough = found.filter(({ worth }) => !several || worth.coverage >= ENOUGH * coverage);
    const inTurn = enough.map(({ thing, worth: { score } }) => {
      const metres = origin && thing.point ? distanceM(thing.point, origin) : null;
      const role = thing.type === "activity" && thing.volunteer ? 1 : 0;
      const key = [-score, role, isOpen(thing) ? 0 : 1, metres ?? Infinity, -thing.ease, thing.slug];
      return { thing, metres, score, key };
    });
    inTurn.sort(byKey);
    return inTurn.slice(0, limit);
  }

  // Ids of themes that the words are about, most likely first.
  themesOf(query) {
    return themesOf(this.units(query), (term) => {
      if (term.startsWith("theme=")) return term.slice("theme=".length);
      return this.themes.get(term) ?? this.lexicon.themesOfGroups[term] ?? null;
    });
  }
}

const most = (found, name) => found.reduce((so, { worth }) => Math.max(so, worth[name]), 0);
