// The scripts of a map come when the map comes near the window: they are half of what a page weighs, and on a phone most
// look at the list. They wait in a template, in the order in which they have to run.
const NEAR = "800px"; // a screen before it is seen
const DATA_NEAR = 400; // px; from here on the map asks for its data, see map/town-map.js
const DATA = ["outlines", "feed"];

export class MapScripts {
  constructor(template) {
    this.template = template;
    this.map = template.previousElementSibling;
  }

  connect() {
    if (!window.IntersectionObserver) return this.load();
    this.observer = new IntersectionObserver((entries) => this.look(entries.filter((entry) => entry.isIntersecting)), {
      rootMargin: NEAR,
    });
    this.observer.observe(this.map);
  }

  disconnect() {
    this.observer?.disconnect();
  }

  look([entry]) {
    if (!entry) return;
    this.load();
    if (entry.boundingClientRect.top < innerHeight + DATA_NEAR) this.askAhead();
  }

  // The data comes along with the scripts that draw it: one after the other is a trip more.
  askAhead() {
    for (const address of DATA.map((key) => this.map.dataset[key]).filter(Boolean)) {
      const link = Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", crossOrigin: "anonymous", href: address });
      document.head.append(link);
    }
  }

  // What does not arrive is asked for again when there is a network: until then the map is the sentence in it.
  load() {
    this.disconnect();
    const scripts = [...document.importNode(this.template.content, true).querySelectorAll("script")];
    let failed = false;
    for (const script of scripts) {
      script.async = false;
      script.addEventListener("error", () => {
        if (failed) return;
        failed = true;
        addEventListener("online", () => this.load(), { once: true });
      });
    }
    this.template.after(...scripts);
  }
}
