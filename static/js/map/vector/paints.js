// What lies in a vector tile, from the ground up. The layers of three schemas and of our own extracts: Protomaps,
// OpenMapTiles, BGT. What is not named here is not drawn; no ground and no neighbourhoods, as our own are there.
import { LineSymbolizer, PolygonSymbolizer } from "protomaps-leaflet";

const AREA = 3; // the kind of geometry
const GREEN = /park|forest|wood|grass|garden|meadow|cemetery|nature|farm|scrub|heath|pitch|playground|orchard|allotment/;
const SMALL_ROADS = /path|footway|cycleway|track|service|pedestrian|rail|ferry|fietspad|voetpad/;

export function paints(colours) {
  const area = (dataLayer, colour, more = {}) => ({ dataLayer, symbolizer: new PolygonSymbolizer({ fill: colours[colour] }), ...more });
  const line = (dataLayer, colour, width, more = {}) => ({
    dataLayer,
    symbolizer: new LineSymbolizer({ color: colours[colour], width }),
    filter: (_zoom, feature) => feature.geomType !== AREA,
    ...more,
  });
  const isGreen = (_zoom, { props }) => GREEN.test(`${props.kind ?? ""} ${props.class ?? ""} ${props.subclass ?? ""}`);
  const isSmall = ({ props }) => SMALL_ROADS.test(`${props.kind ?? ""} ${props.kind_detail ?? ""} ${props.class ?? ""}`);
  const isArea = (_zoom, { geomType }) => geomType === AREA;
  const large = (_zoom, feature) => feature.geomType !== AREA && !isSmall(feature);
  const small = (_zoom, feature) => feature.geomType !== AREA && isSmall(feature);

  return [
    area("landuse", "green", { filter: isGreen }),
    area("landcover", "green", { filter: isGreen }),
    area("park", "green"),
    area("green", "green"),
    area("verge", "green"),
    area("yard", "built"),
    area("water", "water", { filter: isArea }),
    line("water", "water", wider(0.5, 3)),
    line("waterway", "water", wider(0.5, 3)),
    ...["buildings", "building"].map((name) => area(name, "building", { minzoom: 14 })),
    outlined("gemeente", colours["area-line"], 1.5),
    area("road", "road", { filter: isArea }),
    ...["roads", "transportation"].flatMap((name) => [
      line(name, "road-edge", wider(0.4, 1.5), { filter: small, minzoom: 14 }),
      line(name, "road-edge", wider(1.5, 9), { filter: large }),
      line(name, "road", wider(0.8, 7), { filter: large }),
    ]),
    line("bus_road", "road-edge", wider(1.5, 8)),
    line("bus_road", "road", wider(0.8, 6)),
  ];
}

const outlined = (dataLayer, color, width, minzoom) => ({ dataLayer, minzoom, symbolizer: new LineSymbolizer({ color, width }) });

// From the whole town (12) to one street (18), in px.
function wider(far, near) {
  return (zoom) => far + (near - far) * Math.min(Math.max((zoom - 12) / 6, 0), 1) ** 1.5;
}
