// One pin, in step with two fields of the page: dragged with a finger or a mouse, put down by a click, moved by the
// arrow keys. The fields stay the truth: what stands in them is what is sent.
import { filled } from "./dom.js";
import { placePin } from "./pin.js";

const DECIMALS = 6; // 10 cm
const STEP = 8; // px of the screen for one press of an arrow key; closer by zooming in
const ARROWS = { ArrowUp: [0, -STEP], ArrowDown: [0, STEP], ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0] };

export class DragLayer {
  constructor({ zoom, words }) {
    this.zoom = zoom;
    this.words = words;
  }

  addTo(map) {
    this.map = map;
    this.lat = document.querySelector(map.data.latField);
    this.lon = document.querySelector(map.data.lonField);
    for (const field of [this.lat, this.lon]) field.addEventListener("change", () => this.follow());
    map.leaflet.on("click", ({ latlng }) => this.put(latlng));
    map.container.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === map.container) this.put(map.leaflet.getCenter());
    });
    this.follow();
  }

  // What was typed, or was there: the pin goes there, and the map with it.
  follow() {
    const point = [this.lat, this.lon].map((field) => Number(field.value.trim().replace(",", ".") || NaN));
    if (!point.every(Number.isFinite) || Math.abs(point[0]) > 90 || Math.abs(point[1]) > 180) return;
    this.show(point);
    this.map.home({ centre: point, zoom: this.zoom });
  }

  put(point) {
    this.show(point);
    this.write();
  }

  show(point) {
    if (this.marker) {
      this.marker.setLatLng(point);
      return;
    }
    const { icons, icon } = this.map.data;
    const pin = placePin({
      sprite: icons,
      name: icon ?? "map-pin",
      className: "pin--place pin--spot pin--drag",
      label: this.words.pin,
    });
    this.marker = L.marker(point, { icon: pin, draggable: true, autoPan: true, keyboard: true });
    this.marker.addTo(this.map.leaflet);
    this.marker.on("dragend", () => this.write());
    this.marker.getElement().addEventListener("keydown", (event) => this.step(event));
  }

  step(event) {
    const move = ARROWS[event.key];
    if (!move) return;
    event.preventDefault(); // the page would scroll
    event.stopPropagation(); // and the map would move instead of the pin
    const { leaflet } = this.map;
    const at = leaflet.latLngToContainerPoint(this.marker.getLatLng()).add(move);
    this.put(leaflet.containerPointToLatLng(at));
    leaflet.panInside(this.marker.getLatLng(), { padding: [40, 40], animate: false });
  }

  write() {
    const { lat, lng } = this.marker.getLatLng();
    this.lat.value = lat.toFixed(DECIMALS);
    this.lon.value = lng.toFixed(DECIMALS);
    this.lon.dispatchEvent(new Event("input", { bubbles: true })); // who keeps the form hears of it
    this.map.say(filled(this.words.moved, { point: `${this.lat.value}, ${this.lon.value}` }));
  }
}
