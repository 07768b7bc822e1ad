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
    let tint = 0;
    const style = ({ properties: { level: name } }) => ({
      className: `map-area map-area--${name}${name === "wijk" ? ` map-area--tint-${tint++ % TINTS}` : ""}`,
      fill: name !== "buurt",
    });
    const renderer = L.svg({ padding: 0.5 });
    this.areas?.remove();
    this.areas = L.geoJSON(sorted, { style, renderer, interactive: false }).addTo(this.map.leaflet);
    this.map.leaflet.fire("outlines", { byHand: features.some(({ properties }) => properties.approximate) });
    this.names.show(this.areas.getLayers());
    this.map.leaflet.on("zoomend", () => this.markZoom());
    this.markZoom();
  }

  // Small lines only once they can be told apart.
  markZoom() {
    this.map.container.classList.toggle("map--near", this.map.leaflet.getZoom() >= 14);
  }
}
