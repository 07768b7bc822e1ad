// Which addresses the worker touches, and which answers may be kept. Pure: no caches, no network.
const LANGUAGE = "[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?";
const SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*";
const TOWN_PAGE = new RegExp(`^/(?!api/)(${LANGUAGE})/(${SLUG})/(.*)$`);
const HASHED = /\.[0-9a-f]{8,}\.(?:css|js|svg|png|webp|woff2)$/;
const DATA = new RegExp(`^/api/v1/(?:lexicon\\.json|${SLUG}/(?:offline\\.json|map\\.geojson|areas\\.geojson))$`);

// Without times in them, so they stay true; the rest of a town is rendered anew from its package.
export const STATEMENTS = ["about", "privacy", "accessibility"];
export const SHELL = "offline";
// The question form and what waits on the phone: the same for everyone, without a key or a stamp (templates/asking/waiting.html).
export const LATER = "waiting";
// Everything else is left to the browser: what staff see, calendars, links out of mails. The safety page is never kept, but
// who asks for it without a network gets the numbers of the page of the shell.
const RENDERED = new RegExp(`^(?:|search|today|helper|(?:places|activities|collections|life-events)(?:/${SLUG})?)$`);
const EXPLAINED = /^(?:ask|report|safe|refer|question\/[^/]+)$/;

// { language, town, rest } of a page of a town, else null.
export function townPage(path) {
  const found = TOWN_PAGE.exec(path);
  if (!found) return null;
  const [, language, town, rest] = found;
  const known = RENDERED.test(rest) || EXPLAINED.test(rest) || STATEMENTS.includes(rest) || [SHELL, LATER].includes(rest);
  return known ? { language, town, rest } : null;
}

export const isHashed = (path) => HASHED.test(path);

export const isTile = (path) => path.startsWith("/tiles/");

// Only as the worker itself asks for it: a feed with filters is another document.
export function isTownData({ pathname, search }) {
  return DATA.test(pathname) && /^(?:\?lang=[A-Za-z0-9-]+)?$/.test(search);
}

export function addressesOf(town, language) {
  const data = `/api/v1/${town}`;
  return {
    package: `${data}/offline.json?lang=${language}`,
    data: [`${data}/map.geojson?lang=${language}`, "/api/v1/lexicon.json", `${data}/areas.geojson`],
    home: `/${language}/${town}/`,
    pages: [SHELL, LATER, ...STATEMENTS].map((rest) => `/${language}/${town}/${rest}`),
  };
}

// Where the top of a home page is kept, and where in the page it ends (templates/finding/home.html).
export const openingOf = (home) => `${home}?opening`;
const OPENING_ENDS = "<!-- the rest is of this moment -->";

// "" where a page has no such top.
export function topOf(html) {
  const end = html.indexOf(OPENING_ENDS);
  return end < 0 ? "" : html.slice(0, end);
}

// The files by which a page looks as it does: all carry a hash in their names.
export function partsOf(html) {
  const named = [...html.matchAll(/\b(?:href|src|data-icons)="(\/[^"#?]+)/g)].map(([, path]) => path);
  return [...new Set(named.filter(isHashed))];
}

const is = (response, type) => (response.headers.get("Content-Type") ?? "").includes(type);

// A gateway of a public network answers our addresses with a page of its own, which has no policy such as ours.
export function isOurs(response, type) {
  return is(response, type) && response.headers.has("Content-Security-Policy");
}

export function mayBeKept(response, type) {
  const noStore = /\bno-store\b/.test(response.headers.get("Cache-Control") ?? "");
  return response.status === 200 && !response.redirected && !noStore && isOurs(response, type);
}

const TYPES = { css: "text/css", js: "javascript", svg: "image/svg", png: "image/png", webp: "image/webp", woff2: "font" };

export const typeOfFile = (path) => TYPES[path.slice(path.lastIndexOf(".") + 1)];
