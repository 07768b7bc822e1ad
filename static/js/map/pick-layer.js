// A click writes its point into a field of the page; by keyboard, Enter takes the middle of the map.
import { filled } from "./dom.js";
import { placePin } from "./pin.js";

const DECIMALS = 3; // 100 m

export class PickLayer {
  constructor({ words }) {
    this.words = words;
  }

  addTo(map) {
    this.map = map;
    this.field = document.querySelector(map.data.pick);
    map.leaflet.on("click", ({ latlng }) => this.pick(latlng));
    map.container.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== map.container) return;
      this.pick(map.leaflet.getCenter());
    });
    this.field.addEventListener("change", () => this.show());
    this.show();
  }

  pick({ lat, lng }) {
    this.field.value = `${lat.toFixed(DECIMALS)},${lng.toFixed(DECIMALS)}`;
    this.field.dispatchEvent(new Event("change"));
    this.map.say(filled(this.words.picked, { point: this.field.value }));
  }

  show() {
    const numbers = this.field.value.split(",").map(Number);
    const isPoint = numbers.length === 2 && this.field.value.trim() && numbers.every(Number.isFinite);
    this.marker?.remove();
    if (!isPoint) return;
    const icon = placePin({ sprite: this.map.data.icons, name: "map-pin", className: "pin--place pin--spot" });
    this.marker = L.marker(numbers, { icon, interactive: false, keyboard: false }).addTo(this.map.leaflet);
  }
}
