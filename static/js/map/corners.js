// The corners of areas that were drawn: each is dragged; or chosen by a tap or Enter, and then put where the map is tapped
// or moved by the arrow keys. Halfway between two corners lies a handle that makes a new one.
import { element, filled } from "./dom.js";
import { Pin } from "./pin.js";

const STEP = 8; // px of the screen for one press of an arrow key; closer by zooming in
const ARROWS = { ArrowUp: [0, -STEP], ArrowDown: [0, STEP], ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0] };
const DELETE = ["Delete", "Backspace"];
const MOST = 120; // handles at once; an area from a file may have thousands of corners
const ROOM = 100; // px between two corners, for a handle that touches neither
const FEWEST = 4; // places in a ring: the last is the first again
const KEPT = { padding: [40, 40], animate: false };

export class Corners {
  // `changed(areas)` when a corner has a new place, `moving(areas)` while it is dragged, `chose()` when it is chosen.
  constructor(map, words, { changed, moving, chose }) {
    Object.assign(this, { map, words, changed, moving, chose });
    this.group = L.featureGroup().addTo(map.leaflet);
    map.leaflet.on("moveend", () => this.areas && !this.isDragged && this.show(this.areas));
  }

  hide() {
    this.areas = this.chosen = null;
    this.group.clearLayers();
  }

  show(areas) {
    this.areas = areas;
    for (const ring of areas.flat()) close(ring);
    const focused = this.focused();
    this.group.clearLayers();
    const places = this.inView();
    if (places.length > MOST) this.map.say(this.words.closer);
    else for (const place of places) this.put(place);
    if (focused) this.focus(focused);
  }

  // The place whose handle has the keyboard.
  focused() {
    return this.group.getLayers().find((handle) => handle.getElement() === document.activeElement)?.place;
  }

  // Where it is not there any more, the map has it.
  focus(place) {
    (this.handleOf(place)?.getElement() ?? this.map.container).focus({ preventScroll: true });
  }

  inView() {
    const bounds = this.map.leaflet.getBounds();
    return [...this.places()].filter((place) => bounds.contains(this.latLngOf(place)));
  }

  *places() {
    for (const [area, rings] of this.areas.entries()) {
      for (const [ring, places] of rings.entries()) {
        for (let at = 0; at < places.length - 1; at++) {
          yield { area, ring, at };
          if (this.hasRoom(places[at], places[at + 1])) yield { area, ring, at, isBetween: true };
        }
      }
    }
  }

  hasRoom(...ends) {
    const [one, other] = ends.map(([lon, lat]) => this.map.leaflet.latLngToContainerPoint([lat, lon]));
    return one.distanceTo(other) >= ROOM;
  }

  put(place) {
    const { isBetween } = place;
    const content = () => element("span", { class: "map-corner__dot" });
    const className = `map-corner${isBetween ? " map-corner--between" : ""}`;
    const icon = new Pin({ className, label: this.told(place, isBetween ? "between" : "corner"), content, iconAnchor: [22, 22] });
    const handle = L.marker(this.latLngOf(place), { icon, draggable: true, autoPan: true, autoPanOnFocus: false, zIndexOffset: isBetween ? 0 : 1000 });
    handle.place = place;
    handle.on("click", () => this.choose(this.asCorner(handle.place)));
    handle.on("dragstart", () => this.take(handle));
    handle.on("drag", () => this.drag(handle));
    handle.on("dragend", () => this.drop());
    this.group.addLayer(handle);
    handle.getElement().setAttribute("aria-pressed", same(place, this.chosen));
    handle.getElement().addEventListener("keydown", (event) => this.press(event, handle));
  }

  // Once more lets go of it.
  choose(place) {
    this.chosen = same(place, this.chosen) ? null : place;
    this.show(this.areas);
    this.handleOf(place)?.getElement().focus({ preventScroll: true });
    this.chose();
  }

  take(handle) {
    this.isDragged = true;
    handle.place = this.chosen = this.asCorner(handle.place);
  }

  drag(handle) {
    this.set(handle.place, handle.getLatLng());
    this.moving(this.areas);
  }

  // Let go of: a tap on the map somewhat later does not move it.
  drop() {
    const place = this.chosen;
    this.isDragged = false;
    this.chosen = null;
    this.moved(place);
  }

  press(event, handle) {
    const place = this.asCornerOf(event, handle);
    if (!place) return;
    event.preventDefault(); // the page would scroll
    event.stopPropagation(); // and the map would move instead of the corner
    this.chosen = place;
    if (DELETE.includes(event.key)) this.remove();
    else this.moveTo(this.stepped(place, ARROWS[event.key]));
    this.handleOf(this.chosen ?? place)?.getElement().focus({ preventScroll: true });
  }

  asCornerOf(event, { place }) {
    if (ARROWS[event.key]) return this.asCorner(place);
    return DELETE.includes(event.key) && !place.isBetween ? place : null;
  }

  stepped(place, move) {
    const { leaflet } = this.map;
    return leaflet.containerPointToLatLng(leaflet.latLngToContainerPoint(this.latLngOf(place)).add(move));
  }

  moveTo(latLng) {
    this.set(this.chosen, latLng);
    this.map.leaflet.panInside(latLng, KEPT);
    this.moved(this.chosen);
  }

  // Where there are three only, it stays: then the area as a whole is to go.
  remove() {
    const { at } = this.chosen;
    const ring = this.ringOf(this.chosen);
    if (ring.length <= FEWEST) return this.map.say(this.words["too-few"]);
    ring.splice(at, 1);
    if (at === 0) ring[ring.length - 1] = [...ring[0]];
    this.chosen = null;
    return this.changed(this.areas, "");
  }

  moved(place) {
    this.changed(this.areas, this.told(place, "corner-moved"));
  }

  asCorner({ isBetween, ...place }) {
    if (!isBetween) return place;
    const [lat, lng] = this.latLngOf({ ...place, isBetween });
    this.ringOf(place).splice(place.at + 1, 0, rounded(lng, lat));
    return { ...place, at: place.at + 1 };
  }

  set({ at, ...place }, { lat, lng }) {
    const ring = this.ringOf(place);
    ring[at] = rounded(lng, lat);
    if (at === 0) ring[ring.length - 1] = rounded(lng, lat);
  }

  ringOf({ area, ring }) {
    return this.areas[area][ring];
  }

  latLngOf({ at, isBetween, ...place }) {
    const [[lon, lat], [nextLon, nextLat]] = this.ringOf(place).slice(at, at + 2);
    return isBetween ? [(lat + nextLat) / 2, (lon + nextLon) / 2] : [lat, lon];
  }

  handleOf(place) {
    return this.group.getLayers().find((handle) => same(handle.place, place));
  }

  told(place, key) {
    const count = this.ringOf(place).length - 1;
    return filled(this.words[key], { area: place.area + 1, number: place.at + 1, count });
  }
}

const DECIMALS = 6; // 10 cm
export const rounded = (...place) => place.map((degrees) => Number(degrees.toFixed(DECIMALS)));

const same = (one, other) => ["area", "ring", "at"].every((key) => one?.[key] === other?.[key]) && !one?.isBetween === !other?.isBetween;

function close(ring) {
  const [first, last] = [ring[0], ring[ring.length - 1]];
  if (ring.length && (first[0] !== last[0] || first[1] !== last[1])) ring.push([...first]);
}
