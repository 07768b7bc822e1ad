// Asks the engine all questions of a file at once: node ask.mjs package.json questions.json > answers.json
import { readFileSync } from "node:fs";
import { Town } from "../../static/js/offline/engine/town.js";

const [pack, questions] = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, "utf8")));
const town = new Town(pack);

function answer({ type, filters, moment, origin, page }) {
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

process.stdout.write(JSON.stringify(questions.map(answer)));
