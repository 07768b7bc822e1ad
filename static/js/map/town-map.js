// One Leaflet map in the page's container. Everything that differs per page is a data- attribute there.
import { element } from "./dom.js";
import { Gestures } from "./gestures.js";

const ZOOM = { minZoom: 9, maxZoom: 18, zoomSnap: 0.5 };
const NEAR = "400px"; // from the edge of the window: half a screen before it is seen

export class TownMap {
  constructor({ surface, language, direction, bounds, words }) {
    this.container = document.querySelector(`[data-map="${surface}"]`);
    this.data = this.container.dataset;
    this.language = language;
    this.direction = direction;
    this.bounds = L.latLngBounds(bounds);
    this.still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.container.replaceChildren(); // the sentence for when there is no map
    this.leaflet = L.map(this.container, {
      ...ZOOM,
      ...Gestures.options(),
      zoomControl: false,
      attributionControl: false,
      maxBounds: this.bounds.pad(0.6),
      zoomAnimation: !this.still,
      fadeAnimation: !this.still,
      markerZoomAnimation: !this.still,
      inertia: !this.still,
    });
    this.leaflet.getPane("overlayPane").setAttribute("aria-hidden", "true"); // shapes only: an "image" without a name
    if (this.still) this.leaflet.panBy = withoutMotion(this.leaflet);
    this.status = element("p", { class: "map__status", role: "status" });
    this.container.append(this.status);
    new Gestures(this, words["two-fingers"]);
    this.home();
    this.followSize();
  }

  // A spot says here what "home" is; without one it is the whole town.
  home(view = this.view ?? { bounds: this.bounds }) {
    this.view = view;
    if (view.centre) this.leaflet.setView(view.centre, view.zoom, { animate: false });
    else this.leaflet.fitBounds(view.bounds, { padding: [8, 8], animate: false });
  }

  address(key) {
    return this.data[key];
  }

  // Whoever never scrolls to the map, or never opens it on a phone, does not pay for what is on it.
  whenNear(start) {
    if (!window.IntersectionObserver) return start();
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        start();
      },
      { rootMargin: NEAR },
    );
    observer.observe(this.container);
  }

  say(sentence) {
    this.status.textContent = sentence;
  }

  // A map that starts hidden has no size; it gets its view when it is shown.
  followSize() {
    let wasHidden = !this.container.offsetWidth;
    new ResizeObserver(() => {
      const isHidden = !this.container.offsetWidth;
      this.leaflet.invalidateSize({ pan: false });
      if (wasHidden && !isHidden) this.home();
      wasHidden = isHidden;
    }).observe(this.container);
  }
}

function withoutMotion(leaflet) {
  return (offset, options) => L.Map.prototype.panBy.call(leaflet, offset, { ...options, animate: false });
}
