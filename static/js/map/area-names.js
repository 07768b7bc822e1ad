// The names of the areas: of large areas from far, of small ones from near, and only where they fit.
import { element } from "./dom.js";

const BUURT_ZOOM = 14.5;
const BUTTONS = { width: 64, height: 160 }; // px, the corner where a name would lie under the buttons
const FOOT = 36; // px, where the attribution lies
const LETTER_PX = 9; // a little more than one letter of map.css is wide

export class AreaNames {
  constructor(leaflet) {
    this.leaflet = leaflet;
    this.pane = leaflet.createPane("names");
    this.pane.setAttribute("aria-hidden", "true"); // the list and the filters name the areas
    this.group = L.layerGroup().addTo(leaflet);
    leaflet.on("moveend resize", () => this.refresh());
  }

  show(areas) {
    this.areas = areas.map((area) => this.placed(area));
    this.levels = new Set(this.areas.map((area) => area.level));
    this.refresh();
  }

  placed(area) {
    const ring = largestRing(area);
    const centre = L.PolyUtil.polygonCenter(ring, this.leaflet.options.crs);
    return { ...area.feature.properties, centre, bounds: L.latLngBounds(ring) };
  }

  refresh() {
    this.group.clearLayers();
    const level = this.level();
    for (const area of this.areas ?? []) {
      if (area.level === level && this.fits(area)) this.group.addLayer(this.label(area));
    }
  }

  level() {
    const wanted = this.leaflet.getZoom() >= BUURT_ZOOM ? ["buurt", "wijk"] : ["wijk", "buurt"];
    return wanted.find((level) => this.levels?.has(level));
  }

  // In its own area, not cut off by the edge of the map, not under the buttons.
  fits({ name, bounds, centre }) {
    const at = (place) => this.leaflet.latLngToContainerPoint(place);
    const width = name.length * LETTER_PX;
    const room = at(bounds.getNorthEast()).x - at(bounds.getSouthWest()).x;
    const { x, y } = at(centre);
    const size = this.leaflet.getSize();
    const edge = y < BUTTONS.height ? BUTTONS.width : 0;
    const inside = width < 2 * (Math.min(x, size.x - x) - edge) && y > 0 && y < size.y - FOOT;
    return inside && width < room;
  }

  label({ name, lang, level, centre }) {
    const html = element("span", { lang }, name);
    const icon = L.divIcon({ className: `map-name map-name--${level}`, html, iconSize: [0, 0] });
    return L.marker(centre, { icon, pane: "names", interactive: false, keyboard: false });
  }
}

function largestRing(area) {
  const shapes = area.getLatLngs();
  const rings = Array.isArray(shapes[0][0]) ? shapes.map(([outer]) => outer) : [shapes[0]];
  return rings.reduce((best, ring) => (extent(ring) > extent(best) ? ring : best));
}

function extent(ring) {
  const bounds = L.latLngBounds(ring);
  return (bounds.getEast() - bounds.getWest()) * (bounds.getNorth() - bounds.getSouth());
}
