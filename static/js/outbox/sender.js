// Sends what waits, in a page or in the service worker. Exactly once: one at a time on a device by a lock, and the key of
// the item makes a repeat the same question for the server. No cookie and no token goes along: the API needs none.
import { answered, ended, GONE, isOver, mayTry, onItsWay, WAITING } from "./item.js";
import { meaningOf } from "./answer.js";
import { isReachable, within } from "./reach.js";

const LOCK = "dichtbij-outbox";
const ANSWER_MS = 30_000;

// Without Web Locks two tabs may both send. The mark in the item (item.js, isSending) keeps them apart, and the key does.
function alone(work) {
  return navigator.locks ? navigator.locks.request(LOCK, () => work(true)) : work(false);
}

// The meaning of the answer (answer.js). Raises nothing.
export async function post(town, key, body) {
  try {
    return await within(ANSWER_MS, async (signal) => {
      const response = await fetch(`/api/v1/${town}/questions`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "Idempotency-Key": key },
        body: JSON.stringify(body),
        credentials: "omit",
        cache: "no-store",
        redirect: "error",
        signal,
      });
      return meaningOf(response, Date.now());
    });
  } catch {
    return { kind: "later", errors: null, wait: 0 };
  }
}

export class Sender {
  constructor(store, news) {
    this.store = store;
    this.news = news;
  }

  // Returns how many still wait.
  async flush() {
    if (await this.sweep()) {
      await alone(async (isAlone) => {
        const due = (await this.store.all()).filter((item) => mayTry(item, Date.now(), isAlone));
        // Asked first: what was never sent may still be changed, and a gateway never sees a question.
        if (due.length === 0 || !(await isReachable())) return;
        for (const { id } of due) await this.deliver(id, isAlone);
      });
    }
    return this.waiting();
  }

  async waiting() {
    return (await this.store.all()).filter(({ state }) => state === WAITING).length;
  }

  // What is over goes. Returns how many wait.
  async sweep() {
    const now = Date.now();
    const items = await this.store.all();
    const over = items.filter((item) => isOver(item, now));
    for (const { id } of over) await this.end(id, now);
    if (over.length) this.news.tell();
    return items.filter((item) => item.state === WAITING && !over.includes(item)).length;
  }

  async end(id, now) {
    const kept = await this.store.change(id, (item) => (isUnsent(item) && isOver(item, now) ? ended(item, now) : null));
    if (!kept) await this.store.remove(id);
  }

  async deliver(id, isAlone) {
    let before = null;
    const item = await this.store.change(id, (found) => {
      if (!mayTry(found, Date.now(), isAlone)) return null;
      before = found;
      return onItsWay(found, Date.now());
    });
    if (!item) return;
    this.news.tell();
    const meaning = await post(item.town, item.key, item.body);
    await this.store.change(id, (found) => answered(found, meaning, before, Date.now()));
    this.news.tell();
    // The key belongs to what was sent from the form before: these are other words, so another question.
    if (meaning.kind === "other words") await this.deliver(id, isAlone);
  }
}

const isUnsent = ({ state }) => state !== GONE && state !== "sent";
