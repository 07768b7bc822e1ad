// The one point of a page about one thing. Its name is the name of the map, so the pin itself stays silent.
import { placePin } from "./pin.js";

export class SpotLayer {
  constructor({ zoom }) {
    this.zoom = zoom;
  }

  addTo(map) {
    const { lat, lon, icons, icon } = map.data;
    const centre = [Number(lat), Number(lon)];
    const pin = placePin({ sprite: icons, name: icon, className: "pin--place pin--spot" });
    L.marker(centre, { icon: pin, interactive: false, keyboard: false }).addTo(map.leaflet);
    map.home({ centre, zoom: this.zoom });
  }
}
