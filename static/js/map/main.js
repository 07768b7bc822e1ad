// The classes behind the one-line macros of webapp/maps/elements.py.
// Leaflet (L) and its marker cluster are loaded before this file; the map's own script after it.
import { Attribution, KeyboardHint, ZoomControl } from "./controls.js";
import { DrawLayer } from "./draw-layer.js";
import { DragLayer } from "./drag-layer.js";
import { GroundLayer } from "./ground-layer.js";
import { OutlineLayer } from "./outline-layer.js";
import { PickLayer } from "./pick-layer.js";
import { PointLayer } from "./point-layer.js";
import { SpotLayer } from "./spot-layer.js";
import { SpotsLayer } from "./spots-layer.js";
import { TileLayer } from "./tile-layer.js";
import { TownMap } from "./town-map.js";

window.Dichtbij = {
  ...window.Dichtbij,
  map: (settings) => new TownMap(settings),
  zoomControl: (words) => new ZoomControl(words),
  keyboardHint: (words) => new KeyboardHint(words),
  attribution: (words) => new Attribution(words),
  tileLayer: (settings) => new TileLayer(settings),
  outlineLayer: (settings) => new OutlineLayer(settings),
  pointLayer: (settings) => new PointLayer(settings),
  groundLayer: (settings) => new GroundLayer(settings),
  drawLayer: (settings) => new DrawLayer(settings),
  dragLayer: (settings) => new DragLayer(settings),
  pickLayer: (settings) => new PickLayer(settings),
  spotLayer: (settings) => new SpotLayer(settings),
  spotsLayer: (settings) => new SpotsLayer(settings),
};
