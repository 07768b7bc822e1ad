// The one outbox of a page: its store, what sends it, and who wants to know.
import { changed, LONGER_MS, mayChange, newItem, SENT } from "./item.js";
import { News } from "./news.js";
import { Sender } from "./sender.js";
import { Store } from "./store.js";
import { askForSync, Triggers } from "./triggers.js";

export class Outbox {
  constructor() {
    this.store = new Store();
    this.news = new News();
    this.sender = new Sender(this.store, this.news);
    this.triggers = new Triggers(() => this.sender.flush());
  }

  start() {
    if (!this.started) this.started = this.triggers.start();
    return this.started;
  }

  // Empty where storage is forbidden: then nothing can wait there either.
  async list(town) {
    try {
      return (await this.store.all()).filter((item) => item.town === town);
    } catch {
      return [];
    }
  }

  // Raises NoStorage. Only after somebody said yes.
  async keep(question) {
    await this.store.put(newItem(question, Date.now()));
    this.news.tell();
    await askForSync();
    this.triggers.again();
  }

  // False where it was sent or deleted meanwhile. Raises NoStorage.
  async rewrite(id, body) {
    const item = await this.store.change(id, (found) => (mayChange(found, Date.now()) ? changed(found, body) : null));
    this.news.tell();
    if (item) {
      await askForSync();
      this.triggers.again();
    }
    return item !== null;
  }

  send() {
    return this.triggers.again();
  }

  async keepLonger(id) {
    await this.store.change(id, (item) => (item.state === SENT ? { ...item, endsAt: item.sentAt + LONGER_MS } : null));
    this.news.tell();
  }

  async remove(id) {
    await this.store.remove(id);
    this.news.tell();
  }

  // Questions, codes, the pages and tiles of the town that are kept for reading without a connection, and the worker that
  // keeps them: first, so that it begins nothing anew. The next page that is opened brings it back.
  async eraseAll() {
    await this.store.erase();
    const workers = (await navigator.serviceWorker?.getRegistrations()) ?? [];
    await Promise.all(workers.map((worker) => worker.unregister()));
    if ("caches" in self) {
      const names = await caches.keys();
      await Promise.all(names.map((name) => caches.delete(name)));
    }
    this.news.tell();
  }
}

export const outbox = new Outbox();
