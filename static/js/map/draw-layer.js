// Areas drawn corner by corner, written as GeoJSON in a field of the page, which says the same without a map. By keyboard
// Enter takes the middle of the map. What the field holds already is shown, also what somebody types there.
import { element, filled } from "./dom.js";

const DECIMALS = 6; // 10 cm
const FEWEST = 3; // corners

export class DrawLayer {
  constructor({ words }) {
    this.words = words;
    this.corners = null; // of the area that is being drawn
  }

  addTo(map) {
    this.map = map;
    this.field = document.querySelector(map.data.draw);
    this.group = L.featureGroup().addTo(map.leaflet);
    this.buttons = ["draw", "undo", "finish", "remove"].map((key) => this.button(key));
    this.told = element("p", { class: "visually-hidden", role: "status" });
    map.container.after(element("div", { class: "map-drawing" }, ...this.buttons, this.told));
    map.leaflet.on("click", ({ latlng }) => this.add(latlng));
    map.container.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== map.container || !this.corners) return;
      event.preventDefault(); // it would send the form
      this.add(map.leaflet.getCenter());
    });
    this.field.addEventListener("change", () => this.show());
    this.show();
    if (this.areas.length) map.home({ bounds: this.group.getBounds().pad(0.2) });
  }

  button(key) {
    const made = element("button", { type: "button", class: "button button--quiet", "data-draw-key": key }, this.words[key]);
    made.addEventListener("click", () => this[key]());
    return made;
  }

  draw() {
    this.corners = [];
    this.show();
    this.map.say(this.words.drawing);
    this.map.container.focus({ preventScroll: true });
  }

  add({ lat, lng }) {
    if (!this.corners) return;
    this.map.say(""); // what to do is known now, and the sentence lies over the map
    this.corners.push([rounded(lng), rounded(lat)]);
    this.tell();
    this.show();
  }

  undo() {
    this.corners.pop();
    this.tell();
    this.show();
  }

  finish() {
    if (this.corners.length < FEWEST) return this.map.say(this.words["too-few"]);
    const ring = [...this.corners, this.corners[0]];
    this.corners = null;
    return this.write([...this.areas, [ring]]);
  }

  remove() {
    this.write(this.areas.slice(0, -1));
  }

  write(areas) {
    this.field.value = areas.length ? JSON.stringify({ type: "MultiPolygon", coordinates: areas }) : "";
    this.show();
    this.map.say(filled(this.words.drawn, { count: areas.length }));
  }

  show() {
    this.areas = polygonsIn(this.field.value);
    this.group.clearLayers();
    for (const rings of this.areas) this.put(L.polygon, rings.map(turned), "map-drawn");
    if (this.corners) {
      this.put(L.polygon, turned(this.corners), "map-drawn map-drawn--open");
      for (const corner of turned(this.corners)) this.group.addLayer(dot(corner));
    }
    const shown = { draw: !this.corners, undo: this.corners?.length, finish: this.corners, remove: !this.corners && this.areas.length };
    const focused = document.activeElement;
    for (const button of this.buttons) button.hidden = !shown[button.dataset.drawKey];
    if (focused.hidden) this.buttons.find((button) => !button.hidden).focus(); // the button that was pressed went
  }

  // For who does not see the corners on the map.
  tell() {
    this.told.textContent = filled(this.words.corners, { count: this.corners.length });
  }

  put(make, places, className) {
    this.group.addLayer(make(places, { className, interactive: false }));
  }
}

const rounded = (degrees) => Number(degrees.toFixed(DECIMALS));
const turned = (ring) => ring.map(([lon, lat]) => [lat, lon]);
const dot = (place) => L.circleMarker(place, { radius: 5, className: "map-drawn__corner", interactive: false });

// Every polygon in a GeoJSON text; none in what cannot be read, which the server will say.
function polygonsIn(text) {
  try {
    return polygonsOf(JSON.parse(text)).filter((rings) => rings.length && rings.every(isRing));
  } catch {
    return [];
  }
}

function polygonsOf(object) {
  const { type, features = [], geometries = [], geometry, coordinates } = object ?? {};
  if (type === "Polygon") return [coordinates];
  if (type === "MultiPolygon") return coordinates;
  return [...features, ...geometries, ...(geometry ? [geometry] : [])].flatMap(polygonsOf);
}

const isRing = (ring) => Array.isArray(ring) && ring.every((place) => Array.isArray(place) && place.every(Number.isFinite));
