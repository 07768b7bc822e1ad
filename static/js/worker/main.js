// The service worker. The view /service-worker.js puts `self.RELEASE = {version, files}` before the built file, so that
// each deploy is another worker. A new one waits until no page of the version before is open; see `hello`.
import { listenForSync } from "./outbox.js";
import { Shelf } from "./shelf.js";
import { Tiles } from "./tiles.js";
import { Traffic } from "./traffic.js";

const LOOKS = 6;
const LOOK_MS = 500;

const shelf = new Shelf(self.RELEASE);
const tiles = new Tiles();
const traffic = new Traffic(shelf, tiles);

const windows = () => self.clients.matchAll({ type: "window", includeUncontrolled: true });

async function activate() {
  await self.registration.navigationPreload?.enable().catch(() => undefined);
  await shelf.takeOver((await windows()).length > 0);
}

const MESSAGES = {
  // A page of a town is open: have all of that town here.
  town: ({ town, language }) => shelf.refreshTown(town, language).then(() => tiles.keep(town)),
  // Said to a worker that waits: the one page there is has loaded, so nobody else can still need the version before.
  // A page that was just left may count for a moment.
  hello: async () => {
    for (let look = 0; look < LOOKS; look += 1) {
      if ((await windows()).length <= 1) return self.skipWaiting();
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    return undefined;
  },
};

self.addEventListener("install", (event) => event.waitUntil(shelf.fill()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  const work = MESSAGES[event.data?.type];
  if (work) event.waitUntil(work(event.data));
});
self.addEventListener("fetch", (event) => {
  const answer = traffic.answer(event);
  if (answer) event.respondWith(answer);
});
listenForSync(self);
