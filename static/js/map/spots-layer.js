// The few numbered points of a sheet. The page says of each number what it is, so the pins themselves stay silent.
import { numberPin } from "./pin.js";

const AROUND = 0.3; // of the box of all points, on each side

export class SpotsLayer {
  constructor({ zoom }) {
    this.zoom = zoom;
  }

  addTo(map) {
    const spots = JSON.parse(map.data.spots);
    for (const [lat, lon, number] of spots) {
      L.marker([lat, lon], { icon: numberPin(number), interactive: false, keyboard: false }).addTo(map.leaflet);
    }
    const box = L.latLngBounds(spots.map(([lat, lon]) => [lat, lon])).pad(AROUND);
    map.home({ centre: box.getCenter(), zoom: Math.min(this.zoom, map.leaflet.getBoundsZoom(box)) });
  }
}
