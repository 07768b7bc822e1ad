// Over a slow line the home page of a town begins at once: its top, up to the search, says nothing that a clock or an editor
// changes by the hour, and the phone keeps it. The rest is what the server says now. Only when the server begins its page
// with the very same bytes does it follow; else the page is loaded anew, as if there had been no top. So what stands
// there is always one page of one release, and nothing of it is older than the answer.
import { isOurs, openingOf } from "./rules.js";

const HEAD_START_MS = 15; // a line that is quicker needs no help; all others wait so long for nothing
const PATIENCE_MS = 4_000; // as long as for other pages, see traffic.js
const JUST_MS = 10_000;
const ANEW = '<meta http-equiv="refresh" content="0">';

export class Opening {
  constructor(shelf) {
    this.shelf = shelf;
    this.unusable = new Set(); // paths whose top was no longer true
    this.failed = { path: "", at: 0 };
  }

  // A promise of an answer, or of null where the page comes as all others do.
  async answer(network, path) {
    if (navigator.onLine === false || this.unusable.has(path)) return null;
    const looked = this.look(path); // meanwhile
    const settled = network.then(
      () => true,
      () => true,
    );
    if (await Promise.race([settled, after(HEAD_START_MS)])) return null;
    const kept = await looked;
    if (!kept) return null;
    const { top, headers } = kept;
    const body = new ReadableStream({
      start: async (controller) => {
        const send = (text) => controller.enqueue(new TextEncoder().encode(text));
        send(top);
        send(await this.rest(network, path, top));
        controller.close();
      },
    });
    return new Response(body, { headers });
  }

  async look(path) {
    const kept = await this.shelf.find(openingOf(path));
    return kept && { top: await kept.text(), headers: kept.headers };
  }

  // Whether the network left the top of this page alone a moment ago: nobody waits as long a second time.
  hasJustFailed(path) {
    return this.failed.path === path && Date.now() - this.failed.at < JUST_MS;
  }

  async rest(network, path, top) {
    const html = await Promise.race([network.then(read).catch(() => null), after(PATIENCE_MS)]);
    if (html?.startsWith(top)) return html.slice(top.length);
    if (html === null) this.failed = { path, at: Date.now() };
    else await this.forget(path);
    return ANEW;
  }

  async forget(path) {
    this.unusable.add(path);
    await this.shelf.drop(openingOf(path));
  }
}

// "" where it is no page of ours: a redirect, an error, or the page of a public network.
async function read(response) {
  return response.status === 200 && !response.redirected && isOurs(response, "text/html") ? response.text() : "";
}

const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms, null));
