// The few things that come first for who does not know what to look for: webapp/guiding in the browser.
import { shownDistance } from "./distance.js";
import { byKey } from "./keys.js";
import { distanceM } from "./order.js";
import { OPEN, OPENINGS_A_CARD } from "./slots.js";

export const QUESTIONS = ["about", "who", "how", "when"];
export const ANY = "any";
const SHOWN = 3;
const SOON_S = 14 * 86_400;
const FRESH_DAYS = 365;
const DAY_MS = 86_400_000;
const WIDENING = [[], ["when"], ["when", "how"], ["when", "how", "who"], QUESTIONS];
const NARROWS = [["theme", "themes"], ["topic", "topics"], ["group", "groups"]]; // each with a list of ids

const isSaid = (value) => (value && value !== ANY ? value : "");
const said = (answers, without = []) =>
  Object.fromEntries(QUESTIONS.map((name) => [name, without.includes(name) ? "" : isSaid(answers[name])]));

export class Guiding {
  // `told`: guiding of the package; `town`: the engine's.
  constructor(told, town) {
    this.told = told;
    this.town = town;
    this.points = { type: "place", kind: told.kinds.information_point };
  }

  // { chosen: [{ thing, metres, why }], dropped: the questions whose answers gave way }; three, or all that the town has.
  pick(answers, moment, origin = null) {
    const ordered = inTurn(this.candidates(moment, origin), (one) => this.rank(one, answers));
    const chosen = ordered.filter((one) => answers.about === ANY && holds(this.points, one)).slice(0, 1);
    let dropped = [];
    for (const ignored of WIDENING) {
      const kept = said(answers, ignored);
      const more = ordered.filter((one) => !chosen.includes(one) && this.fits(one, kept, moment)).slice(0, SHOWN - chosen.length);
      if (more.length) dropped = ignored.filter((name) => isSaid(answers[name]));
      chosen.push(...more);
    }
    return { chosen: chosen.map((one) => this.shown(one, answers, moment)), dropped };
  }

  // [{ title, words, isElsewhere, picks: [{ thing, why }], links: [{ look, label, count }] }]
  steps({ steps }, moment) {
    const all = this.candidates(moment, null);
    const points = this.best(all, [this.points]).slice(0, 1);
    const seen = new Set();
    return steps.map(({ title, words, see }) => {
      const found = this.best(all, see);
      const fresh = found.filter((one) => !seen.has(one));
      const chosen = (fresh.length ? fresh : found).slice(0, SHOWN);
      for (const one of chosen) seen.add(one);
      const picks = (chosen.length ? chosen : points).map((one) => this.shown(one, {}, moment));
      return { title, words, isElsewhere: !chosen.length, picks, links: this.links(see, all, chosen) };
    });
  }

  // The lists that hold more than is shown; the first one that holds anything always.
  links(see, all, chosen) {
    const size = (look, found) => found.filter((one) => holds(look, one)).length;
    const filled = see.map((look) => ({ look, count: size(look, all), seen: size(look, chosen) })).filter(({ count }) => count);
    const wanted = filled.filter(({ count, seen }, at) => at === 0 || count > seen);
    return wanted.map(({ look, count }) => ({ look, label: this.listLabel(look), count }));
  }

  listLabel(look) {
    const { terms } = this.town.pack;
    const named = (axis, id) => id && terms[axis].find((term) => term.id === id).label;
    const parts = [["topic", look.topic], ["theme", look.theme], [`${look.type}_kind`, look.kind], ["group", look.group]];
    const subject = parts.map(([axis, id]) => named(axis, id)).filter(Boolean).join(", ");
    return this.say(look.type === "place" ? "All places: %(subject)s" : "All activities: %(subject)s", { subject });
  }

  candidates(moment, origin) {
    return [...this.town.places, ...this.town.activities].map((thing) => this.candidate(thing, moment, origin));
  }

  candidate(thing, moment, origin) {
    const { kinds } = this.told;
    const isPlace = thing.type === "place";
    const noReferral = isPlace || thing.no_referral;
    const next = thing.slots.find(({ end, status }) => end > moment && status === OPEN)?.start ?? Infinity;
    return {
      thing,
      isPlace,
      noReferral,
      isCollective: !kinds.individual.includes(thing.kind),
      isEasy: noReferral && thing.walkin && !thing.by_appointment,
      isFromHome: thing.online || kinds.from_home.includes(thing.kind),
      isStale: this.isStale(thing, moment),
      nextAt: next < moment + SOON_S ? next : Infinity,
      metres: origin && thing.point ? distanceM(thing.point, origin) : null,
    };
  }

  isStale({ checked, staleFrom }, moment) {
    const today = this.town.days.dayOf(moment).date;
    return !checked || staleFrom <= today || (Date.parse(today) - Date.parse(checked)) / DAY_MS > FRESH_DAYS;
  }

  fits(one, { about, who, how, when }, moment) {
    const { themes, groups } = one.thing;
    const isForThem = !who || !groups.length || groups.includes(who) || groups.includes(this.told.kinds.everyone);
    return (!about || themes.includes(about)) && isForThem && this.fitsHow(one, how) && this.fitsWhen(one, when, moment);
  }

  fitsHow({ thing, isCollective, isFromHome }, how) {
    if (how === "together") return isCollective && !isFromHome && !thing.volunteer;
    if (how === "one-to-one") return !isCollective && !thing.volunteer;
    if (how === "from-home") return isFromHome;
    return how !== "for-others" || thing.volunteer || thing.themes.includes(this.told.kinds.volunteering);
  }

  fitsWhen({ thing, nextAt }, when, moment) {
    if (when === "evening") return thing.attributes.includes(this.told.kinds.evening);
    return !when || nextAt < this.town.days.endOf(when, moment);
  }

  // Smaller comes first. What may no longer be true comes last, whatever else it promises.
  rank(one, answers) {
    const { thing } = one;
    const { about, who } = said(answers);
    const wantsToHelp = answers.how === "for-others" || answers.about === this.told.kinds.volunteering;
    return [
      one.isStale,
      this.told.kinds.on_the_way.includes(thing.kind) || (thing.volunteer && !wantsToHelp),
      2 * !thing.free + !one.isCollective,
      !one.isEasy,
      one.nextAt === Infinity,
      Boolean(who) && !thing.groups.includes(who),
      Boolean(about) && thing.themes[0] !== about,
      one.metres ?? Infinity,
      one.isPlace,
      one.nextAt,
      thing.slug,
    ];
  }

  // All that these lists hold: fresh before stale, then in the order of the lists, then as everywhere here.
  best(all, looks) {
    const held = all.filter((one) => looks.some((look) => holds(look, one)));
    return inTurn(held, (one) => [one.isStale, looks.findIndex((look) => holds(look, one)), ...this.rank(one, {})]);
  }

  shown(one, answers, moment) {
    const facts = this.facts(one, answers, moment).join(", ");
    return { thing: one.thing, metres: one.metres, why: facts && `${facts[0].toUpperCase()}${facts.slice(1)}.` };
  }

  // Those that hold for this one.
  facts(one, { about = "", who = "" }, moment) {
    const { thing } = one;
    const told = [];
    if (holds(this.points, one) && !isSaid(about)) told.push(this.say("they think along with any question"));
    if (isSaid(who) && thing.groups.includes(who)) told.push(this.told.for_whom[who]);
    if (thing.free && !thing.volunteer) told.push(this.say("free"));
    if (one.isEasy) told.push(this.say("no appointment needed"));
    else if (!one.noReferral) told.push(this.say("ask the municipality first"));
    told.push(...this.time(thing, moment));
    const away = one.metres !== null && shownDistance(one.metres, this.town.pack.lang);
    if (away) told.push(this.say("%(distance)s away", { distance: away }));
    if (one.isStale) told.push(this.say("not checked for over a year, so call before you go"));
    return told;
  }

  // Only a time to go to: what is cancelled or unknown is no reason to choose it.
  time(thing, moment) {
    const { state, next } = this.town.status(thing, moment, OPENINGS_A_CARD);
    if (state === "open" || (state === "later" && next < moment + SOON_S)) {
      const { label } = this.town.openingOfCard(thing, moment);
      return [`${label[0].toLowerCase()}${label.slice(1)}`];
    }
    return state === "appointment" ? [this.say("at a time that you agree on")] : [];
  }

  say(english, values = {}) {
    return this.told.sentences[english].replace(/%\((\w+)\)s/g, (_, name) => values[name]);
  }
}

// Whether a list, { type, theme, topic, kind, group }, holds it.
function holds(look, { thing }) {
  const hasAll = NARROWS.every(([name, list]) => !look[name] || thing[list].includes(look[name]));
  return thing.type === look.type && hasAll && (!look.kind || thing.kind === look.kind);
}

function inTurn(all, keyOf) {
  const keyed = all.map((one) => ({ one, key: keyOf(one) }));
  return keyed.sort(byKey).map(({ one }) => one);
}
