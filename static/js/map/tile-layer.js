// A picture of the world under the outlines, from our own origin. What does not come is not missed: the outlines stay.
// Who saves data, or has chosen own colours for everything, sees the outlines only.
const AROUND = 1; // of the size of the town: what the server gives out
const TRIES_MS = [2_000, 8_000]; // a server that has enough to do has time again soon
const TINTS = ["water", "green", "built", "building", "road", "road-edge", "area-line", "label", "label-halo"];
const DARK = "(prefers-color-scheme: dark)";

export class TileLayer {
  constructor(settings) {
    this.settings = settings;
  }

  addTo(map) {
    if (navigator.connection?.saveData || matchMedia("(forced-colors: active)").matches) return;
    map.hasTiles = true;
    this.map = map;
    map.whenNear(() => this.start());
  }

  start() {
    if (this.settings.script) this.drawn();
    else this.show(this.pictures());
    addEventListener("online", () => this.layer?.redraw());
  }

  get options() {
    const { minZoom, maxZoom: maxNativeZoom } = this.settings;
    const { leaflet, bounds } = this.map;
    return { minNativeZoom: minZoom, maxNativeZoom, maxZoom: leaflet.getMaxZoom(), bounds: bounds.pad(AROUND), keepBuffer: 1 };
  }

  get address() {
    return `${this.settings.address}/{z}/{x}/{y}.${this.settings.extension}`;
  }

  pictures() {
    const layer = L.tileLayer(this.address, { ...this.options, className: "map-tiles map-tiles--pictures" });
    layer.on("tileerror", ({ tile }) => this.again(tile));
    return layer;
  }

  again(tile) {
    const tried = Number(tile.dataset.tried ?? 0);
    if (tried >= TRIES_MS.length) return;
    tile.dataset.tried = tried + 1;
    setTimeout(() => tile.isConnected && (tile.src = tile.src), TRIES_MS[tried]);
  }

  // The script that draws is as large as the map itself, so only a map with such tiles loads it.
  async drawn() {
    try {
      this.drawing = await import(this.settings.script);
    } catch (error) {
      console.warn(error); // no signal: the outlines are enough
      return;
    }
    this.draw();
    matchMedia(DARK).addEventListener?.("change", () => this.draw());
  }

  draw() {
    this.layer?.remove();
    const style = getComputedStyle(this.map.container);
    const colours = Object.fromEntries(TINTS.map((name) => [name, style.getPropertyValue(`--map-${name}`).trim()]));
    const font = style.fontFamily;
    const { maxZoom: maxDataZoom } = this.settings;
    this.show(this.drawing.vectorLayer({ ...this.options, url: this.address, maxDataZoom, colours, font, className: "map-tiles" }));
  }

  show(layer) {
    const { leaflet, container } = this.map;
    layer.on("tileload", () => {
      if (container.classList.contains("map--tiles")) return;
      container.classList.add("map--tiles");
      if (this.settings.credit) leaflet.fire("tiles", this.settings);
    });
    this.layer = layer.addTo(leaflet);
  }
}
