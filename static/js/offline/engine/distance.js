// How a distance is told: webapp/core/formats.py and core/geo.py in the browser.
const METRES_PER_MINUTE = 80;
const DETOUR = 1.3; // a walk through a town, of the straight line
const LONGEST_WALK_MIN = 45;

// To 50 m below a kilometre, else to 100 m.
export function shownDistance(metres, language) {
  if (metres < 975) return `${Math.max(50, Math.round(metres / 50) * 50)} m`;
  const kilometres = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  return `${kilometres.format(Math.round(metres / 100) / 10)} km`;
}

// At least 1; null for a walk that is too long to help anybody.
export function walkingMinutes(metres) {
  const minutes = Math.max(1, Math.round((metres * DETOUR) / METRES_PER_MINUTE));
  return minutes <= LONGEST_WALK_MIN ? minutes : null;
}
