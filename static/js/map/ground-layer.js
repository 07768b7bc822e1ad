// Who serves what ground. Each team has a colour, a pattern and a letter, so that none of them has to be seen alone.
// Colours are in map/grounds.css; the pattern is an attribute of the path, for a style sheet cannot name a drawing here.
import { element } from "./dom.js";
import { Loader } from "./loader.js";

const SVG = "http://www.w3.org/2000/svg";
const TILE = 12; // px
const LINES = {
  "tint-0": "M-3 3L3 -3M0 12L12 0M9 15L15 9", // rising
  "tint-1": "M-3 9L3 15M0 0L12 12M9 -3L15 3", // falling
  "tint-2": "M0 6H12",
  "tint-3": "M6 0V12",
  "tint-4": "M6 6h.01", // a dot
  "tint-5": "M3 6h6M6 3v6", // a plus
  overlap: "M0 0L12 12M0 12L12 0",
  gap: "",
};
const ORDER = ["team", "rule", "overlap", "gap"];

export class GroundLayer {
  constructor({ key, words }) {
    this.key = key;
    this.words = words;
  }

  addTo(map) {
    this.map = map;
    this.pane = map.leaflet.createPane("grounds");
    this.signs = map.leaflet.createPane("signs");
    for (const pane of [this.pane, this.signs]) pane.setAttribute("aria-hidden", "true"); // the list has the same signs
    const loader = new Loader({ draw: (collection) => this.draw(collection), fail: () => map.say(this.words["no-data"]) });
    map.whenNear(() => loader.load(map.address(this.key)));
  }

  draw({ features }) {
    const sorted = [...features].sort((a, b) => ORDER.indexOf(a.properties.kind) - ORDER.indexOf(b.properties.kind));
    const style = ({ properties: { look } }) => ({
      className: `map-ground map-ground--${look}`,
      fillColor: `url(#ground-${look})`,
      fillOpacity: 1,
    });
    const renderer = L.svg({ padding: 0.5, pane: "grounds" });
    this.areas?.remove();
    this.areas = L.geoJSON(sorted, { style, renderer, pane: "grounds", interactive: false }).addTo(this.map.leaflet);
    if (renderer._container) renderer._container.prepend(patterns());
    this.areas.eachLayer((area) => this.mark(area));
    this.map.say("");
  }

  mark(area) {
    const { sign, look, at } = area.feature.properties;
    const html = element("span", { class: `map-sign map-sign--${look}` }, sign);
    const icon = L.divIcon({ className: "", html, iconSize: [0, 0] });
    this.areas.addLayer(L.marker([at[1], at[0]], { icon, pane: "signs", interactive: false, keyboard: false }));
  }
}

function patterns() {
  const defs = document.createElementNS(SVG, "defs");
  defs.append(...Object.entries(LINES).map(([look, lines]) => pattern(look, lines)));
  return defs;
}

function pattern(look, lines) {
  const size = { width: TILE, height: TILE };
  const made = drawn("pattern", { id: `ground-${look}`, patternUnits: "userSpaceOnUse", ...size });
  made.append(
    drawn("rect", { ...size, class: `map-ground__wash map-ground__wash--${look}` }),
    drawn("path", { d: lines, class: `map-ground__lines map-ground__lines--${look}` }),
  );
  return made;
}

function drawn(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
