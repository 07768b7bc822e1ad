// The map never traps the page.
// Touch: one finger scrolls the page as everywhere else; two fingers move and zoom the map (Leaflet's touchZoom
// follows both). Mouse: the wheel scrolls the page until the map has been clicked or focused.
// No gesture is the only way (WCAG 2.5.1, 2.5.7): the buttons zoom, a tap or click beside a pin centres the
// map there, and the arrow keys move it.
import { element } from "./dom.js";

const HINT_MS = 1500;

export class Gestures {
  static options() {
    const touch = L.Browser.mobile || matchMedia("(pointer: coarse)").matches;
    return { dragging: !touch, touchZoom: true, scrollWheelZoom: false, bounceAtZoomLimits: false };
  }

  constructor(map, text) {
    this.leaflet = map.leaflet;
    this.hint = element("p", { class: "map__hint", "aria-hidden": "true" }, text);
    map.container.append(this.hint);
    this.wheelWhileFocused(map.container);
    this.centreOnClick(map.still);
    if (!this.leaflet.dragging.enabled()) this.hintForOneFinger(map.container);
  }

  wheelWhileFocused(container) {
    container.addEventListener("focusin", () => this.leaflet.scrollWheelZoom.enable());
    container.addEventListener("focusout", () => this.leaflet.scrollWheelZoom.disable());
  }

  // A click that closes a card does only that; Leaflet closes it before it reports the click.
  centreOnClick(still) {
    let hadCard = false;
    this.leaflet.on("preclick", () => (hadCard = Boolean(this.leaflet._popup?.isOpen())));
    this.leaflet.on("click", ({ latlng }) => hadCard || this.leaflet.panTo(latlng, { animate: !still }));
  }

  hintForOneFinger(container) {
    const show = ({ touches, target }) => {
      if (touches.length !== 1 || target.closest("button, a, .leaflet-popup")) return;
      this.hint.classList.add("is-shown");
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.hint.classList.remove("is-shown"), HINT_MS);
    };
    container.addEventListener("touchmove", show, { passive: true });
  }
}
