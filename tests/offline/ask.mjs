// Asks the engine all questions of a file at once: node ask.mjs package.json lexicon.json questions.json > answers.json
import { readFileSync } from "node:fs";
import { linesFor } from "../../static/js/crisis.js";
import { similarity, wordSimilarity } from "../../static/js/offline/engine/where/threes.js";
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

function day(asked) {
  const told = town.day(asked);
  if (!told) return null;
  const { dates, doors, counts, ...rest } = told;
  return {
    ...rest,
    dates: dates.map(({ thing, slot, part, metres }) => ({ id: thing.id, start: slot.start, end: slot.end, status: slot.status, part, metres })),
    doors: doors.map(({ thing, slots, isOver, metres }) => ({ id: thing.id, starts: slots.map(({ start }) => start), isOver, metres })),
    counts: { dates: counts.dates.by, doors: counts.doors.by },
    doorsAhead: counts.doors.marked,
  };
}

function locate({ where }) {
  const found = town.locate(where);
  if (!found) return { choices: pack.spots.choices };
  const told = (spot) => [spot.kind, spot.name, spot.within];
  return { point: found.point, taken: found.choice && told(found.choice.taken), others: found.choice?.others.map(told) ?? [] };
}

function collection({ collection: slug, moment }) {
  const found = town.collections.find(slug, moment);
  if (!found) return null;
  const told = ({ thing, why, next }) => ({
    id: thing.id,
    why: why ?? null,
    next: next && [next.start, next.end, next.status],
    label: town.openingOfCard(thing, moment),
  });
  const sections = found.sections.map(({ title = null, words = null, items }) => ({ title, words, items: items.map(told) }));
  const { slug: present, title, intro = null, ladder = false, themes = [], notices = [], newer = null } = found;
  return { slug: present, title, intro, ladder, themes, notices, newer, sections };
}

function guide({ answers, moment, origin }) {
  const { chosen, dropped } = town.guiding.pick(answers, moment, origin);
  return { chosen: chosen.map(({ thing, metres, why }) => ({ id: thing.id, metres, why })), dropped };
}

function lifeEvent({ event, moment }) {
  const steps = town.guiding.steps(pack.guiding.events.find(({ id }) => id === event), moment);
  return steps.map(({ title, words, isElsewhere, picks, links }) => ({
    title,
    words,
    isElsewhere,
    picks: picks.map(({ thing, why }) => ({ id: thing.id, why })),
    links: links.map(({ look, label, count }) => ({ look, label, count })),
  }));
}

function answer(question) {
  if ("answers" in question) return guide(question);
  if ("event" in question) return lifeEvent(question);
  if ("collections" in question) return town.collections.list(question.collections).map(({ slug }) => slug);
  if ("collection" in question) return collection(question);
  if ("danger" in question) return [...linesFor({ phrases: lexicon.dangers }, question.danger)].sort();
  if ("where" in question) return locate(question);
  if ("typed" in question) return [similarity(question.name, question.typed), wordSimilarity(question.typed, question.name)];
  if ("date" in question) return day(question);
  return "q" in question ? best(question) : list(question);
}

process.stdout.write(JSON.stringify(questions.map(answer)));
