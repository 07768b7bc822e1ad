// Background Sync: the browser wakes the worker when there is a network again, also when no page is open.
import { News } from "../outbox/news.js";
import { Sender } from "../outbox/sender.js";
import { Store } from "../outbox/store.js";
import { SYNC_TAG } from "../outbox/triggers.js";

async function deliver() {
  const left = await new Sender(new Store(), new News()).flush();
  if (left > 0) throw new Error("not everything was sent"); // the browser comes back later
}

export function listenForSync(worker) {
  worker.addEventListener("sync", (event) => {
    if (event.tag === SYNC_TAG) event.waitUntil(deliver());
  });
}
