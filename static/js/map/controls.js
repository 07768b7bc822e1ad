// What lies on top of the map. Real buttons, so that Space works as well as Enter.
import { element, sign } from "./dom.js";

const SIGNS = {
  "zoom-in": "M12 5v14M5 12h14",
  "zoom-out": "M5 12h14",
  reset: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
};
const AIR = 8; // px between a pin and the buttons

class Control {
  constructor(words) {
    this.words = words;
  }

  place(map, content, corner) {
    L.DomEvent.disableClickPropagation(content);
    const control = L.control({ position: corner });
    control.onAdd = () => content;
    control.addTo(map.leaflet);
  }
}

export class ZoomControl extends Control {
  addTo(map) {
    const { leaflet } = map;
    const into = this.button("zoom-in", () => leaflet.zoomIn());
    const out = this.button("zoom-out", () => leaflet.zoomOut());
    const reset = this.button("reset", () => map.home());
    const mark = () => {
      into.setAttribute("aria-disabled", leaflet.getZoom() >= leaflet.getMaxZoom());
      out.setAttribute("aria-disabled", leaflet.getZoom() <= leaflet.getMinZoom());
    };
    leaflet.on("zoomend", mark);
    mark();
    const corner = map.direction === "rtl" ? "topleft" : "topright";
    const column = element("div", { class: "map__buttons" }, into, out, reset);
    this.place(map, column, corner);
    map.container.addEventListener("focusin", ({ target }) => this.freeFocus(map, column, target));
  }

  // A pin that the keyboard comes to is not left under the buttons: the map goes aside.
  freeFocus({ leaflet, direction }, column, target) {
    if (!target.matches(".pin:focus-visible")) return;
    const [pin, over] = [target, column].map((one) => one.getBoundingClientRect());
    const isFree = pin.right < over.left || pin.left > over.right || pin.top > over.bottom || pin.bottom < over.top;
    if (isFree) return;
    const aside = direction === "rtl" ? pin.left - over.right - AIR : pin.right - over.left + AIR;
    leaflet.panBy([aside, 0], { animate: false });
  }

  button(key, action) {
    const text = this.words[key];
    const made = element("button", { type: "button", "aria-label": text, title: text }, sign(SIGNS[key]));
    made.addEventListener("click", action);
    return made;
  }
}

// Read out with the name of the map, and seen while the map itself has the keyboard.
export class KeyboardHint extends Control {
  addTo({ container }) {
    const id = `${container.dataset.map}-map-keys`;
    container.append(element("p", { id, class: "map__keys" }, this.words.keys));
    container.setAttribute("aria-describedby", id);
  }
}

// Each source is named when it is there to be seen: the borders from the official map or drawn by hand, the tiles.
export class Attribution extends Control {
  addTo(map) {
    const line = element("p", { class: "map__attribution" });
    const parts = { tiles: [], borders: [] };
    const write = (part, ...content) => {
      parts[part] = content;
      const both = parts.tiles.length && parts.borders.length;
      line.replaceChildren(...parts.tiles, both ? " · " : "", ...parts.borders);
    };
    map.leaflet.on("outlines", ({ byHand }) => write("borders", this.words[byHand ? "attribution-drawn" : "attribution"]));
    map.leaflet.on("tiles", ({ credit, site }) => write("tiles", site ? linked(credit, site) : credit));
    this.place(map, line, map.direction === "rtl" ? "bottomleft" : "bottomright");
  }
}

const linked = (credit, site) => element("a", { href: `https://${site}`, rel: "noreferrer" }, credit);
