// Where questions wait: IndexedDB, which the service worker reads too. Nothing is made there before somebody says yes.
// A connection for each piece of work, so that one tab never keeps another from erasing.
const NAME = "dichtbij-outbox";
const ITEMS = "items";

// Full, forbidden or broken.
export class NoStorage extends Error {}

export class Store {
  // Oldest first.
  async all() {
    const items = (await this.work("readonly", (items) => items.getAll(), false)) ?? [];
    return items.sort((one, other) => one.keptAt - other.keptAt);
  }

  put(item) {
    return this.work("readwrite", (items) => items.put(item), true);
  }

  // `change` gets the item as it is now and returns it anew, or null to leave it. What comes out: the new item, or null,
  // also where it was deleted meanwhile. One transaction: no two tabs can change it at once.
  async change(id, change) {
    let after = null;
    await this.work("readwrite", (items) => {
      const found = items.get(id);
      found.onsuccess = () => {
        after = found.result ? change(found.result) : null;
        if (after) items.put(after);
      };
      return found;
    }, false);
    return after;
  }

  remove(id) {
    return this.work("readwrite", (items) => items.delete(id), false);
  }

  async erase() {
    await this.work("readwrite", (items) => items.clear(), false);
    await new Promise((resolve) => {
      const request = indexedDB.deleteDatabase(NAME);
      request.onsuccess = request.onerror = request.onblocked = resolve; // it is empty by now
    });
  }

  // Raises NoStorage. Undefined where there is nothing and nothing may be made.
  async work(mode, run, mayMake) {
    const database = await open(mayMake);
    if (!database) return undefined;
    try {
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction(ITEMS, mode, { durability: "strict" });
        const request = run(transaction.objectStore(ITEMS));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onabort = () => reject(new NoStorage(transaction.error?.name));
      });
    } catch (error) {
      throw error instanceof NoStorage ? error : new NoStorage(error.name);
    } finally {
      database.close();
    }
  }
}

function open(mayMake) {
  return new Promise((resolve, reject) => {
    let request;
    let isRefused = false;
    try {
      request = indexedDB.open(NAME, 1);
    } catch (error) {
      reject(new NoStorage(error.name));
      return;
    }
    request.onupgradeneeded = () => {
      if (mayMake) request.result.createObjectStore(ITEMS, { keyPath: "id" });
      else request.transaction.abort();
      isRefused = !mayMake;
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = (event) => {
      event.preventDefault();
      if (isRefused) resolve(null);
      else reject(new NoStorage(request.error?.name));
    };
  });
}
