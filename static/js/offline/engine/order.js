// In which order a list stands: webapp/finding/queries.py in the browser.
import { byKey } from "./keys.js";

const EQUATOR_RADIUS_M = 6_378_137;
const ECCENTRICITY_SQUARED = 0.006_694_379_990_14;
const RADIANS = Math.PI / 180;

// Metres along the ellipsoid (WGS 84), as if the earth between both were flat; points are [lat, lon] in degrees.
export function distanceM([lat, lon], [otherLat, otherLon]) {
  const middle = ((lat + otherLat) / 2) * RADIANS;
  const flattened = 1 - ECCENTRICITY_SQUARED * Math.sin(middle) ** 2;
  const east = (EQUATOR_RADIUS_M / Math.sqrt(flattened)) * Math.cos(middle) * (lon - otherLon) * RADIANS;
  const north = ((EQUATOR_RADIUS_M * (1 - ECCENTRICITY_SQUARED)) / (flattened * Math.sqrt(flattened))) * (lat - otherLat) * RADIANS;
  return Math.hypot(east, north);
}

// How little stands in the way: together and free before all, then walk in.
export function easeOf(thing, together) {
  return (together.includes(thing.kind) && thing.free ? 2 : 0) + (thing.walkin ? 1 : 0);
}

// What fits the words best, then what is open now, then what has a door, then what was checked in time, then nearest,
// then (of a search) what is easiest to come to, then by name. With an origin a door comes before being open.
export function inOrder(things, { filters, moment, today, origin, tiers }) {
  const keyed = things.map((thing) => {
    const noDoor = thing.point ? 0 : 1;
    const shut = filters.open === "now" || thing.opens <= moment ? 0 : 1;
    const metres = origin && thing.point ? distanceM(thing.point, origin) : Infinity;
    const stale = !thing.staleFrom || thing.staleFrom <= today ? 1 : 0;
    const tier = tiers ? -tiers.get(thing.id) : 0;
    const ease = tiers ? -thing.ease : 0;
    const first = origin ? [noDoor, shut] : [shut, noDoor];
    return { thing, metres, key: [tier, ...first, stale, metres, ease, thing.place] };
  });
  return keyed.sort(byKey);
}
