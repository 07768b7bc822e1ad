// Where a question comes from: where the device is, asked only after a press, or a spot on the map, which loads when it is
// opened. Rounded to some 100 m before it stands in the form, and kept nowhere.
import { MapScripts } from "./map-scripts.js";

const DECIMALS = 3; // about 100 m
const OPTIONS = { maximumAge: 300_000, timeout: 10_000 }; // ms

export class AskPlace {
  constructor(field) {
    this.field = field;
    this.part = (name) => field.querySelector(`[data-ask-place="${name}"]`);
    this.lat = field.querySelector("[name='lat']");
    this.lon = field.querySelector("[name='lon']");
    this.spot = field.querySelector("input:not([name])"); // what the map writes: "lat,lon"
    this.onHere = this.ask.bind(this);
    this.onMap = this.loadMap.bind(this);
    this.onSpot = this.take.bind(this);
    this.onRemove = this.remove.bind(this);
  }

  connect() {
    this.field.hidden = false;
    this.part("here").hidden = !navigator.geolocation || !window.isSecureContext;
    this.part("here").addEventListener("click", this.onHere);
    this.part("map").addEventListener("toggle", this.onMap, { once: true });
    this.part("remove").addEventListener("click", this.onRemove);
    this.spot.addEventListener("change", this.onSpot);
    if (this.lat.value && this.lon.value) this.set(this.lat.value, this.lon.value);
  }

  disconnect() {
    this.field.hidden = true;
    this.part("here").removeEventListener("click", this.onHere);
    this.part("map").removeEventListener("toggle", this.onMap);
    this.part("remove").removeEventListener("click", this.onRemove);
    this.spot.removeEventListener("change", this.onSpot);
  }

  ask() {
    this.say("busy");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.set(coords.latitude.toFixed(DECIMALS), coords.longitude.toFixed(DECIMALS)),
      () => this.say("failed"),
      OPTIONS,
    );
  }

  loadMap() {
    this.part("map").append(document.importNode(this.part("map").querySelector("template").content, true));
    new MapScripts(this.part("map").querySelector("[data-module='map-scripts']")).connect();
  }

  set(lat, lon) {
    this.spot.value = `${lat},${lon}`;
    this.spot.dispatchEvent(new Event("change"));
  }

  take() {
    if (!this.spot.value) return;
    [this.lat.value, this.lon.value] = this.spot.value.split(",");
    this.part("remove").hidden = false;
    this.say("chosen");
  }

  remove() {
    this.part("remove").hidden = true;
    this.spot.value = this.lat.value = this.lon.value = "";
    this.spot.dispatchEvent(new Event("change")); // the map takes its pin away
    this.say("removed");
    this.part("here").focus();
  }

  say(key) {
    this.part("told").textContent = this.part("told").dataset[key];
  }
}
