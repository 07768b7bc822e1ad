// The tiles of one town, the one that was looked at last: at most as many as the server names, some 5 MB. Coarse ones
// come first; two at a time, as nobody waits for them. What there is no room for is left: the outlines are always there.
import { isOurs, mayBeKept } from "./rules.js";

const PREFIX = "tiles-";
const AT_ONCE = 2;

export class Tiles {
  async keep(town) {
    if (navigator.connection?.saveData) return;
    try {
      await this.keepAll(town);
    } catch {
      // no network, no room or no permission: a map without tiles still shows where everything is
    }
  }

  async keepAll(town) {
    const told = await fetch(`/api/v1/${town}/tiles.json`, { credentials: "omit", redirect: "error" });
    if (told.status !== 200 || !isOurs(told, "json")) return;
    const { version, drawing, addresses } = await told.json();
    const name = `${PREFIX}${town}-${version}`;
    await forgetAllBut(name);
    if (!version) return;
    const cache = await caches.open(name);
    const left = [...(drawing ? [drawing] : []), ...addresses];
    const work = async () => {
      for (let path = left.shift(); path; path = left.shift()) await keepOne(cache, path);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }

  // undefined where it is not kept
  async find(path) {
    try {
      return await caches.match(path, { ignoreVary: true });
    } catch {
      return undefined;
    }
  }
}

async function keepOne(cache, path) {
  if (await cache.match(path, { ignoreVary: true })) return;
  const tile = await fetch(path, { credentials: "omit", redirect: "error" });
  if (mayBeKept(tile, "")) await cache.put(path, tile);
}

async function forgetAllBut(name) {
  const others = (await caches.keys()).filter((one) => one.startsWith(PREFIX) && one !== name);
  await Promise.all(others.map((one) => caches.delete(one)));
}
