// The names of the areas: of large areas from far, of small ones from near, and only where they fit.
import { element } from "./dom.js";

const BUURT_ZOOM = 14.5;
const ABOVE = ".map__buttons, .map__attribution"; // where a name would not be seen
const AIR = 4; // px between a name and the edge of the map

export class AreaNames {
  constructor(leaflet) {
    this.leaflet = leaflet;
    this.pane = leaflet.createPane("names");
    this.pane.setAttribute("aria-hidden", "true"); // the list and the filters name the areas
    this.group = L.layerGroup().addTo(leaflet);
    leaflet.on("moveend resize", () => this.refreshSoon());
  }

  show(areas) {
    this.areas = areas.map((area) => this.placed(area));
    this.levels = new Set(this.areas.map((area) => area.level));
    this.refreshSoon();
  }

  placed(area) {
    const ring = largestRing(area);
    const centre = L.PolyUtil.polygonCenter(ring, this.leaflet.options.crs);
    return { ...area.feature.properties, centre, bounds: L.latLngBounds(ring) };
  }

  // A map that opens moves several times before it is drawn once.
  refreshSoon() {
    this.asked ??= requestAnimationFrame(() => {
      this.asked = undefined;
      this.refresh();
    });
  }

  // All are placed before any is measured: one layout, however many names.
  refresh() {
    this.group.clearLayers();
    const level = this.level();
    const shown = (this.areas ?? []).filter((area) => area.level === level).map((area) => [area, this.label(area)]);
    for (const [, label] of shown) this.group.addLayer(label);
    const misfits = shown.filter(([area, label]) => !this.fits(area, boxOf(label)));
    for (const [, label] of misfits) this.group.removeLayer(label);
  }

  level() {
    const wanted = this.leaflet.getZoom() >= BUURT_ZOOM ? ["buurt", "wijk"] : ["wijk", "buurt"];
    return wanted.find((level) => this.levels?.has(level));
  }

  // In its own area, not cut off by the edge of the map, not under what lies on top of it.
  fits({ bounds }, name) {
    const map = this.leaflet.getContainer();
    const at = (place) => this.leaflet.latLngToContainerPoint(place);
    const room = at(bounds.getNorthEast()).x - at(bounds.getSouthWest()).x;
    const above = [...map.querySelectorAll(ABOVE)].map((element) => element.getBoundingClientRect());
    return name.width < room && isInside(name, map.getBoundingClientRect()) && !above.some((box) => touch(name, box));
  }

  label({ name, lang, level, centre }) {
    const html = element("span", { lang }, name);
    const icon = L.divIcon({ className: `map-name map-name--${level}`, html, iconSize: [0, 0] });
    return L.marker(centre, { icon, pane: "names", interactive: false, keyboard: false });
  }
}

const boxOf = (label) => label.getElement().firstElementChild.getBoundingClientRect();

const isInside = (inner, outer) =>
  inner.left > outer.left + AIR &&
  inner.right < outer.right - AIR &&
  inner.top > outer.top &&
  inner.bottom < outer.bottom;

const touch = (one, other) =>
  one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;

function largestRing(area) {
  const shapes = area.getLatLngs();
  const rings = Array.isArray(shapes[0][0]) ? shapes.map(([outer]) => outer) : [shapes[0]];
  return rings.reduce((best, ring) => (extent(ring) > extent(best) ? ring : best));
}

function extent(ring) {
  const bounds = L.latLngBounds(ring);
  return (bounds.getEast() - bounds.getWest()) * (bounds.getNorth() - bounds.getSouth());
}
