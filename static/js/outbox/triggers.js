// When to try: on arrival, when the network or the visitor comes back, and now and then, as a server that is away does
// not look offline. A browser with Background Sync also tries when no page is open.
const FIRST_MS = 4_000;
const LONGEST_MS = 300_000;
export const SYNC_TAG = "dichtbij-outbox";

export class Triggers {
  constructor(attempt) {
    this.attempt = attempt; // a promise of how many still wait
    this.tries = 0;
    this.isBusy = false;
  }

  start() {
    addEventListener("online", () => this.again());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.again());
    addEventListener("pageshow", (event) => event.persisted && this.again());
    return this.go();
  }

  // Somebody or something says that it is worth a try.
  again() {
    this.tries = 0;
    return this.go();
  }

  // One at a time in a page; who comes meanwhile gets a round of their own after it.
  async go() {
    this.isAsked = true;
    if (this.isBusy) return;
    this.isBusy = true;
    clearTimeout(this.timer);
    try {
      let left = 0;
      while (this.isAsked) {
        this.isAsked = false;
        left = await this.attempt();
      }
      if (left > 0) this.plan();
    } catch {
      // no storage: there is nothing to send
    } finally {
      this.isBusy = false;
    }
  }

  plan() {
    const pause = Math.min(FIRST_MS * 2 ** this.tries, LONGEST_MS);
    this.tries += 1;
    this.timer = setTimeout(() => this.go(), pause * (0.8 + 0.4 * Math.random()));
  }
}

// False where the browser has none or does not allow it.
export async function askForSync() {
  try {
    const registration = await navigator.serviceWorker?.getRegistration();
    if (!registration?.active || !registration.sync) return false;
    await registration.sync.register(SYNC_TAG);
    return true;
  } catch {
    return false;
  }
}
