// Areas drawn from our own borders, so that there is a map without any tile server.
// Colours and lines are in map.css; what lies outside the town is the darker background of the container.
import { AreaNames } from "./area-names.js";
import { Loader } from "./loader.js";

const LEVELS = ["gemeente", "wijk", "buurt"]; // drawn in this order
const TINTS = 6; // as many as map.css has, so that neighbours seldom share one

export class OutlineLayer {
  constructor({ key }) {
    this.key = key;
  }

  addTo(map) {
    this.map = map;
    this.names = new AreaNames(map.leaflet);
    const loader = new Loader({ draw: (collection) => this.draw(collection) });
    map.whenNear(() => loader.load(map.address(this.key)));
  }

  draw({ features }) {
    const level = ({ properties }) => LEVELS.indexOf(properties.level);
    const sorted = features.filter((feature) => level(feature) >= 0).sort((a, b) => level(a) - level(b));
    this.ground?.remove();
    this.areas?.remove();
    if (this.map.hasTiles) this.drawGround(sorted);
    const lines = this.map.hasTiles ? " map-area--line" : "";
    this.areas = L.geoJSON(sorted, {
      style: styles("map-area", lines),
      renderer: L.svg({ padding: 0.5 }),
      interactive: false,
    }).addTo(this.map.leaflet);
    this.map.leaflet.fire("outlines", { byHand: features.some(({ properties }) => properties.approximate) });
    this.names.show(this.areas.getLayers());
    this.map.leaflet.on("zoomend", () => this.markZoom());
    this.markZoom();
  }

  // The land lies under the tiles and the lines above them, so a tile that does not come leaves no hole.
  drawGround(sorted) {
    const { leaflet } = this.map;
    if (!leaflet.getPane("ground")) leaflet.createPane("ground").setAttribute("aria-hidden", "true");
    const large = sorted.filter(({ properties }) => properties.level !== "buurt");
    const renderer = L.svg({ padding: 0.5, pane: "ground" });
    const style = styles("map-land");
    this.ground = L.geoJSON(large, { style, renderer, pane: "ground", interactive: false }).addTo(leaflet);
  }

  // Small lines only once they can be told apart.
  markZoom() {
    this.map.container.classList.toggle("map--near", this.map.leaflet.getZoom() >= 14);
  }
}

function styles(block, more = "") {
  let tint = 0;
  return ({ properties: { level } }) => ({
    className: `${block} ${block}--${level}${level === "wijk" ? ` ${block}--tint-${tint++ % TINTS}` : ""}${more}`,
    fill: level !== "buurt",
  });
}
