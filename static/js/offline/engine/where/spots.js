// Which street or neighbourhood somebody means: webapp/locating/rules.py and queries.py in the browser.
import { byKey } from "../keys.js";
import { clean, isMistyped } from "../words/letters.js";
import { similarity, wordSimilarity } from "./threes.js";

const NEIGHBOURHOOD = "neighbourhood";
const STREET = "street";
const MOST_OTHERS = 5;
const MOST_CANDIDATES = 12; // of each kind
const LIKE_ENOUGH = Math.fround(0.3);
const SHORTEST_BEGINNING = 4;
// Of cleaned words. Nothing here looks behind itself: phones of before 2023 could not read the whole script.
const HOUSE_NUMBER = / [0-9]+[a-z]{0,3}(?![\p{L}\p{N}_])/gu;
const BEFORE_A_NAME = /^(?:(?:in|de|het|t|the|wijk|buurt) )+(?=\S)/;
const CBS_NUMBER = /^(?:wijk|buurt) [0-9]+ (?=\S)/;
const POSTCODE_AT_THE_START = /^([1-9][0-9]{3})[\s-]?([A-Za-z]{2})?(?=[\s,]|$)/;
const POSTCODE_INSIDE = /[\s,]([1-9][0-9]{3})\s?([A-Z]{2})(?=[\s,]|$)/; // only in capitals: "Plein 1945 te Brinkdam"
const [NONE, MISTYPED, PART, EXACT, FULL] = [0, 1, 2, 3, 4];

// The postcode in an address as it is stored, else empty.
export function postcodeIn(text) {
  const found = POSTCODE_AT_THE_START.exec(text.trim()) ?? POSTCODE_INSIDE.exec(text);
  return found ? found[1] + (found[2] ?? "").toUpperCase() : "";
}

export class Spots {
  // `told`: [name, within, lat, lon] of each, in the order of the server.
  constructor({ neighbourhoods, streets }, town) {
    this.town = clean(town);
    this.neighbourhoods = neighbourhoods.map((one) => readSpot(NEIGHBOURHOOD, one));
    this.streets = streets.map((one) => readSpot(STREET, one));
  }

  // { taken, others }, spots { kind, name, within, point }; null when no name is meant.
  choose(text) {
    const typed = readName(text, this.town);
    const spots = [...likest(this.neighbourhoods, typed), ...likest(this.streets, typed)];
    const fits = spots.map((spot) => ({ spot, fit: fitOf(spot, typed) }));
    const best = Math.max(NONE, ...fits.map(({ fit }) => fit));
    if (best === NONE) return null;
    const first = typed.hasNumber ? STREET : NEIGHBOURHOOD;
    const keyed = fits
      .filter(({ fit }) => fit === best)
      .map(({ spot }) => ({ spot, key: [spot.kind === first ? 0 : 1, -spot.likeness, spot.name, spot.within] }));
    const [taken, ...others] = keyed.sort(byKey).map(({ spot }) => spot);
    return { taken, others: others.slice(0, MOST_OTHERS) };
  }
}

function readSpot(kind, [name, within, lat, lon]) {
  return { kind, name, within, point: [lat, lon], cleaned: clean(name), full: squeezed(clean(within ? `${name}, ${within}` : name)) };
}

// { variants, hasNumber }: the names that may be meant, the fullest first.
function readName(text, town) {
  const [whole, address] = [clean(text), clean(text.split(",")[0])];
  const hasNumber = address.search(HOUSE_NUMBER) >= 0;
  const variants = [whole, address];
  const more = (change) => variants.push(...variants.map(change));
  more((part) => (part.endsWith(` ${town}`) ? part.slice(0, -town.length - 1) : part));
  more((part) => part.replace(HOUSE_NUMBER, ""));
  more((part) => part.split(HOUSE_NUMBER)[0]);
  more((part) => part.replace(BEFORE_A_NAME, ""));
  return { variants: [...new Set(variants.filter(Boolean))], hasNumber };
}

function likest(spots, { variants }) {
  const alike = spots.map((spot) => ({ ...spot, likeness: Math.max(0, ...variants.map((typed) => likenessOf(spot, typed))) }));
  const inTurn = alike.sort((one, other) => other.likeness - one.likeness).slice(0, MOST_CANDIDATES);
  return inTurn.filter(({ likeness }) => likeness >= LIKE_ENOUGH);
}

function likenessOf({ kind, name, cleaned }, typed) {
  const whole = similarity(cleaned, typed);
  return kind === STREET ? whole : Math.max(whole, wordSimilarity(typed, name));
}

function fitOf({ cleaned, within, full }, { variants }) {
  if (within && full === squeezed(variants[0] ?? "")) return FULL;
  const name = cleaned.replace(CBS_NUMBER, "");
  return Math.max(NONE, ...variants.map((variant) => fitOfName(name, variant)));
}

function fitOfName(name, variant) {
  const [written, meant] = [squeezed(variant), squeezed(name)];
  if (written === meant) return EXACT;
  if (written.length >= SHORTEST_BEGINNING && meant.startsWith(written)) return PART;
  const words = new Set(name.split(" "));
  if (variant.split(" ").every((word) => words.has(word))) return PART;
  return isMistyped(written, meant) ? MISTYPED : NONE;
}

const squeezed = (name) => name.replaceAll(" ", "");
