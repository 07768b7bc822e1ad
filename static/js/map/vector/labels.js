// Names in vector tiles: of streets, water and stops. Not of the areas of the town: those are ours, and above.
import { CenteredTextSymbolizer, CircleSymbolizer, GroupSymbolizer, LineLabelSymbolizer, OffsetTextSymbolizer } from "protomaps-leaflet";

const LINE = 2; // the kinds of geometry
const NAMES = ["name:nl", "name", "naam"];

export function labels(colours, fontFamily) {
  const text = { labelProps: NAMES, fill: colours.label, stroke: colours["label-halo"], width: 3, fontFamily };
  const along = (dataLayer, minzoom) => ({
    dataLayer,
    minzoom,
    symbolizer: new LineLabelSymbolizer({ ...text, fontSize: 12 }),
    filter: (_zoom, { geomType }) => geomType === LINE,
  });
  const stop = new GroupSymbolizer([
    new CircleSymbolizer({ radius: 3, fill: colours["label-halo"], stroke: colours.label, width: 1.5 }),
    new OffsetTextSymbolizer({ ...text, fontSize: 11, offsetY: 6, offsetX: 4 }),
  ]);
  const named = (_zoom, { props }) => NAMES.some((name) => typeof props[name] === "string");

  return [
    along("roads", 15),
    along("transportation_name", 15),
    { dataLayer: "street_label", minzoom: 15, symbolizer: new CenteredTextSymbolizer({ ...text, fontSize: 12 }) },
    { dataLayer: "stop", minzoom: 14, symbolizer: stop, filter: named },
    along("water", 14),
    along("waterway", 14),
  ];
}
