// Answers what pages ask for: hashed files from the shelf at once, everything else from the network while it answers.
import { Opening } from "./opening.js";
import { isHashed, isOurs, isTile, isTownData, LATER, SHELL, STATEMENTS, townPage } from "./rules.js";

const SLOW_MS = 4_000; // then what is kept is shown; pages of ours take far less, also on slow 4G
const AGAIN_MS = 1_000; // the second time in a row

export class Traffic {
  constructor(shelf, tiles) {
    this.shelf = shelf;
    this.tiles = tiles;
    this.opening = new Opening(shelf);
  }

  // A promise of an answer, or null where the browser does as if there were no worker.
  answer({ request, preloadResponse }) {
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== location.origin) return null;
    if (request.mode === "navigate") {
      const page = townPage(url.pathname);
      return page && this.page(request, preloadResponse, page, url);
    }
    if (isHashed(url.pathname)) return this.file(request, url);
    if (isTile(url.pathname)) return this.tile(request, url);
    return isTownData(url) ? this.data(request) : null;
  }

  async file(request, { pathname }) {
    return (await this.shelf.findFile(pathname)) ?? fetch(request);
  }

  // A version of tiles stays the same, so one that is here need not be asked for.
  async tile(request, { pathname }) {
    return (await this.tiles.find(pathname)) ?? fetch(request);
  }

  async data(request) {
    try {
      const response = await fetch(request);
      if (response.status < 500 && (response.status !== 200 || isOurs(response, "json"))) return response;
      return (await this.shelf.find(request.url)) ?? response;
    } catch (error) {
      const kept = await this.shelf.find(request.url);
      if (kept) return kept;
      throw error;
    }
  }

  async page(request, preloaded, page, { pathname, search }) {
    const network = Promise.resolve(preloaded).then((early) => early ?? fetch(request));
    const isAgain = this.opening.hasJustFailed(pathname);
    const opened = page.rest === "" && !search && !isAgain ? await this.opening.answer(network, pathname) : null;
    if (opened) return opened;
    const first = await Promise.race([network.catch(() => null), after(isAgain ? AGAIN_MS : SLOW_MS)]);
    if (first && isAnswer(first)) return first;
    return (await this.spare(page)) ?? network;
  }

  async spare({ language, town, rest }) {
    const same = rest === "ask" ? LATER : [LATER, ...STATEMENTS].includes(rest) ? rest : undefined;
    const own = same && (await this.shelf.find(`/${language}/${town}/${same}`));
    return own ?? this.shelf.find(`/${language}/${town}/${SHELL}`);
  }
}

// A redirect cannot be looked into; the browser follows it, also to the sign-in of a public network.
function isAnswer(response) {
  return response.type === "opaqueredirect" || (response.status < 500 && isOurs(response, "text/html"));
}

const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms, null));
