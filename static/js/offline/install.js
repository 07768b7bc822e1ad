// Has the service worker installed once the page is there, and tells it which town is read. Where a worker or storage is
// forbidden (private windows, a full phone) nothing happens, and everything works online as before.
const AGAIN_MS = 1_500; // the page before may still be on its way out when this one has loaded

export class Install {
  constructor(element) {
    this.element = element;
  }

  connect() {
    if (!navigator.serviceWorker) return;
    if (document.readyState === "complete") this.start();
    else addEventListener("load", () => this.start(), { once: true });
  }

  async start() {
    const { worker, town } = this.element.dataset;
    try {
      const registration = await navigator.serviceWorker.register(worker, { updateViaCache: "none" });
      greet(registration);
      setTimeout(() => greet(registration), AGAIN_MS);
      const { active } = await navigator.serviceWorker.ready;
      active.postMessage({ type: "town", town, language: document.documentElement.lang });
    } catch (error) {
      console.info("Nothing is kept for when there is no connection:", error.message);
    }
  }
}

function greet(registration) {
  registration.waiting?.postMessage({ type: "hello" });
}
