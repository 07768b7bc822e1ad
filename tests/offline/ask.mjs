// Asks the engine all questions of a file at once: node ask.mjs package.json lexicon.json questions.json > answers.json
import { readFileSync } from "node:fs";
import { Town } from "../../static/js/offline/engine/town.js";

const [pack, lexicon, questions] = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, "utf8")));
const town = new Town(pack, lexicon);

function best({ q, moment, origin, limit }) {
  return {
    slugs: town.best(q, { moment, origin, limit }).map(({ thing }) => thing.slug),
    themes: town.search.themesOf(q),
    units: town.search.units(q).map(({ words, terms, weight }) => ({ words, terms: [...terms].sort(), weight })),
  };
}

function list({ type, filters, moment, origin, page }) {
  const { things, total, marked, by, pages } = town.list({ type, filters, moment, origin, page });
  return {
    ids: things.map(({ thing }) => thing.id),
    labels: things.map(({ thing }) => town.openingOfCard(thing, moment)),
    metres: things.map(({ metres }) => metres),
    total,
    marked,
    by,
    pages,
  };
}

process.stdout.write(JSON.stringify(questions.map((question) => ("q" in question ? best(question) : list(question)))));
