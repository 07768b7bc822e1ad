// Areas drawn corner by corner, written as GeoJSON in a field of the page, which says the same without a map. By keyboard
// Enter takes the middle of the map. What the field holds already is shown, also what somebody types there, and its
// corners can be moved. Each step can be taken back, by the button or with Ctrl and Z.
import { Corners, rounded } from "./corners.js";
import { element, filled } from "./dom.js";

const BUTTONS = ["draw", "move", "finish", "drop", "done", "remove", "undo"]; // the first that is left has the keyboard
const FEWEST = 3; // corners
const MOST_STEPS = 200; // that can be taken back
const WRITING = "input, textarea, select, [contenteditable]"; // there the browser takes back what was typed

export class DrawLayer {
  constructor({ words }) {
    this.words = words;
    this.corners = null; // of the area that is being drawn
    this.before = []; // what the field held, step by step
  }

  addTo(map) {
    this.map = map;
    this.field = document.querySelector(map.data.draw);
    this.known = this.field.value;
    this.group = L.featureGroup().addTo(map.leaflet);
    this.handles = new Corners(map, this.words, {
      changed: (areas, sentence) => this.rewrite(areas, sentence),
      moving: () => this.redraw(),
      chose: () => this.offer(),
    });
    this.buttons = BUTTONS.map((key) => this.button(key));
    this.told = element("p", { class: "visually-hidden", role: "status" });
    map.container.after(element("div", { class: "map-drawing" }, ...this.buttons, this.told));
    map.leaflet.on("click", ({ latlng }) => this.take(latlng));
    map.container.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== map.container || !(this.corners || this.handles.chosen)) return;
      event.preventDefault(); // it would send the form
      this.take(map.leaflet.getCenter());
    });
    document.addEventListener("keydown", (event) => this.press(event));
    this.field.addEventListener("change", () => {
      this.note();
      this.show();
    });
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

  move() {
    this.isMoving = true;
    this.show();
    this.map.say(this.words.moving);
  }

  done() {
    this.isMoving = false;
    this.map.say("");
    this.show();
  }

  drop() {
    this.handles.remove();
  }

  // A place on the map: the next corner, or where the chosen one belongs.
  take(place) {
    if (!this.corners && !this.handles.chosen) return;
    this.map.say(""); // what to do is known now, and the sentence lies over the map
    if (this.corners) this.add(place);
    else this.handles.moveTo(place);
  }

  add({ lat, lng }) {
    this.corners.push(rounded(lng, lat));
    this.tell();
    this.show();
  }

  press(event) {
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "z";
    if (!isUndo || !this.canUndo() || event.target.closest(WRITING)) return;
    event.preventDefault();
    this.undo();
  }

  canUndo() {
    return !this.handles.isDragged && (this.corners ? this.corners.length : this.before.length) > 0;
  }

  undo() {
    if (this.corners) {
      this.corners.pop();
      this.tell();
      this.show();
    } else {
      this.goBack();
    }
  }

  goBack() {
    const place = this.handles.focused();
    this.field.value = this.known = this.before.pop();
    this.announce();
    this.show();
    if (place) this.handles.focus(place);
    this.map.say("");
    this.told.textContent = this.words.undone;
  }

  // What the field held until now, where it holds something else.
  note() {
    if (this.field.value === this.known) return;
    this.before.push(this.known);
    if (this.before.length > MOST_STEPS) this.before.shift();
    this.known = this.field.value;
  }

  // To who keeps the form (static/js/keep-form.js).
  announce() {
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
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
    this.fill(areas);
    this.show();
    this.map.say(filled(this.words.drawn, { count: areas.length }));
  }

  // With one corner elsewhere: what it is about is looked at, so nothing is said over it.
  rewrite(areas, sentence) {
    this.map.say("");
    this.fill(areas);
    this.redraw();
    this.handles.show(areas);
    this.told.textContent = sentence;
    this.offer();
  }

  fill(areas) {
    this.field.value = areas.length ? JSON.stringify({ type: "MultiPolygon", coordinates: areas }) : "";
    this.note();
    this.announce();
  }

  show() {
    this.areas = polygonsIn(this.field.value);
    this.isMoving &&= this.areas.length > 0;
    this.handles.hide();
    if (this.isMoving) this.handles.show(this.areas);
    this.redraw();
    this.offer();
  }

  redraw() {
    this.group.clearLayers();
    for (const rings of this.areas) this.put(L.polygon, rings.map(turned), "map-drawn");
    if (this.corners) {
      this.put(L.polygon, turned(this.corners), "map-drawn map-drawn--open");
      for (const corner of turned(this.corners)) this.group.addLayer(dot(corner));
    }
  }

  // The buttons that make sense now.
  offer() {
    const { corners, isMoving } = this;
    const isIdle = !corners && !isMoving;
    const some = isIdle && this.areas.length;
    const shown = { draw: isIdle, move: some, remove: some, undo: this.canUndo(), finish: corners, drop: isMoving && this.handles.chosen, done: isMoving };
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
