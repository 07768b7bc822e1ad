// One cache for each version: its files, the pages made with them, and the towns. A version is taken whole or not at
// all, so what is old and what is new never meet. Hashed files may be looked up in every version's cache.
import { KEPT } from "../offline/clock.js";
import { addressesOf, isTownData, mayBeKept, openingOf, partsOf, topOf, typeOfFile } from "./rules.js";

const PREFIX = "dichtbij-";
const FRESH_MS = 5 * 60_000;
const MOST_TOWNS = 4; // town and language together count as one
const LONGEST_MS = 30 * 86_400_000;

export class Shelf {
  constructor({ version, files }) {
    this.name = PREFIX + version;
    this.files = files;
    this.busy = new Map();
  }

  // Throws when a file is missing: the browser then keeps the version before, and tries again later.
  async fill() {
    const before = await this.latestOther();
    try {
      const cache = await caches.open(this.name);
      await Promise.all(this.files.map((path) => this.keepPart(cache, path)));
      for (const { town, language } of before ? await townsIn(await caches.open(before)) : []) {
        await this.keepTown(town, language).catch(unlessGone);
      }
    } catch (error) {
      await caches.delete(this.name).catch(() => false);
      throw error;
    }
  }

  // A page of the version before may still be open, and asks for its files until it is gone.
  async takeOver(isPageOpen) {
    const spared = isPageOpen ? await this.latestOther() : undefined;
    const old = (await ourCaches()).filter((name) => name !== this.name && name !== spared);
    await Promise.all(old.map((name) => caches.delete(name)));
  }

  async latestOther() {
    return (await ourCaches()).filter((name) => name !== this.name).pop();
  }

  // undefined where it is not kept, or where storage is forbidden
  async find(address) {
    try {
      const cache = await caches.open(this.name);
      return await cache.match(address);
    } catch {
      return undefined;
    }
  }

  async findFile(path) {
    try {
      return await caches.match(path, { ignoreVary: true });
    } catch {
      return undefined;
    }
  }

  async drop(address) {
    try {
      const cache = await caches.open(this.name);
      await cache.delete(address);
    } catch {
      // storage is forbidden: then it was not kept either
    }
  }

  // One at a time for each town, and not again within some minutes.
  refreshTown(town, language) {
    const key = `${language}/${town}`;
    if (!this.busy.has(key)) {
      const work = this.refreshed(town, language).finally(() => this.busy.delete(key));
      this.busy.set(key, work);
    }
    return this.busy.get(key);
  }

  async refreshed(town, language) {
    try {
      const kept = await this.find(addressesOf(town, language).package);
      if (kept && Date.now() - keptAt(kept) < FRESH_MS) return;
      await this.withRoom(() => this.keepTown(town, language), town, language);
      await this.trim();
    } catch {
      // No network, no room, or no permission to store: what was kept before stays, and online all works.
    }
  }

  // The package last: what has it, has everything.
  async keepTown(town, language) {
    const cache = await caches.open(this.name);
    const { package: whole, data, home, pages } = addressesOf(town, language);
    await this.keepOpening(cache, home);
    for (const path of pages) await this.keepPage(cache, path);
    for (const path of data) await this.keepData(cache, path);
    await this.keepData(cache, whole);
  }

  async keepPage(cache, path) {
    const response = await asked(path, "text/html");
    const html = await response.text();
    for (const part of partsOf(html)) await this.keepPart(cache, part);
    const now = Date.now();
    // The page itself carries since when: see static/js/offline/kept.js.
    const marked = html.replace("<html ", `<html data-kept="${now}" `);
    await cache.put(path, copied(response, marked, now));
  }

  // As it is, without a stamp: it counts only for a page that begins with the same bytes.
  async keepOpening(cache, home) {
    const response = await asked(home, "text/html");
    const top = topOf(await response.text());
    if (top) await cache.put(openingOf(home), copied(response, top, Date.now()));
  }

  async keepPart(cache, path) {
    if (await cache.match(path)) return;
    const known = await this.findFile(path); // same name, same bytes
    await cache.put(path, known ?? (await asked(path, typeOfFile(path))));
  }

  async keepData(cache, path) {
    const response = await asked(path, "json");
    const text = await response.text();
    JSON.parse(text); // half a document is none
    await cache.put(path, copied(response, text, Date.now()));
  }

  async withRoom(work, town, language) {
    try {
      await work();
    } catch (error) {
      if (error.name !== "QuotaExceededError") throw error;
      const cache = await caches.open(this.name);
      const others = (await townsIn(cache)).filter((one) => one.town !== town || one.language !== language);
      for (const other of others) await forget(cache, other);
      await work();
    }
  }

  async trim() {
    const cache = await caches.open(this.name);
    const newestFirst = (await townsIn(cache)).sort((one, other) => other.at - one.at);
    const old = newestFirst.filter(({ at }, place) => place >= MOST_TOWNS || Date.now() - at > LONGEST_MS);
    for (const one of old) await forget(cache, one);
  }
}

// Without cookies: what is kept is what a stranger sees. A redirect is an error, also one of a gateway.
async function asked(path, type) {
  const response = await fetch(path, { credentials: "omit", redirect: "error", cache: "no-cache" });
  if (mayBeKept(response, type)) return response;
  const { status } = response;
  throw Object.assign(new Error(`not to be kept: ${path}`), { isGone: status === 404 || status === 410 });
}

// A town that was closed does not stand in the way of a new version.
function unlessGone(error) {
  if (!error.isGone) throw error;
}

function copied(response, text, at) {
  const headers = new Headers(response.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Set-Cookie"]) headers.delete(name);
  headers.set(KEPT, String(at));
  return new Response(text, { status: 200, headers });
}

const keptAt = (response) => Number(response.headers.get(KEPT)) || 0;

async function ourCaches() {
  return (await caches.keys()).filter((name) => name.startsWith(PREFIX));
}

async function townsIn(cache) {
  const found = [];
  for (const request of await cache.keys()) {
    const url = new URL(request.url);
    const [, town] = /^\/api\/v1\/([^/]+)\/offline\.json$/.exec(url.pathname) ?? [];
    if (!town || !isTownData(url)) continue;
    const at = keptAt(await cache.match(request));
    found.push({ town, language: url.searchParams.get("lang"), at });
  }
  return found;
}

async function forget(cache, { town, language }) {
  const { package: whole, data, home, pages } = addressesOf(town, language);
  const own = [whole, openingOf(home), ...pages, data[0]]; // the borders serve each language
  await Promise.all(own.map((path) => cache.delete(path)));
}
