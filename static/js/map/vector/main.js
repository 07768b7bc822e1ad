// Vector tiles in our own calm colours. A bundle of its own: only maps with such tiles load it, by import().
import { leafletLayer } from "protomaps-leaflet";
import { labels } from "./labels.js";
import { paints } from "./paints.js";

export function vectorLayer({ url, maxDataZoom, colours, font, ...options }) {
  return leafletLayer({
    ...options,
    minNativeZoom: undefined, // the layer itself knows from which zoom a tile is drawn
    maxNativeZoom: undefined,
    url,
    maxDataZoom,
    attribution: "",
    paintRules: paints(colours),
    labelRules: labels(colours, font),
  });
}
