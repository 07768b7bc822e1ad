// One marker per feature of the feed, clustered where they would overlap.
import { behindBy } from "../offline/clock.js";
import { Card } from "./card.js";
import { filled } from "./dom.js";
import { ListInStep } from "./list-in-step.js";
import { Loader } from "./loader.js";
import { clusterPin, latePlacePin } from "./pin.js";
import { PinOpenings } from "./pin-opening.js";

const CLUSTER_PX = 50; // two pins closer than this would cover each other
const AROUND = { padding: [44, 44], maxZoom: 15, animate: false }; // how the points are brought into view
const NEAR_ZOOM = 16; // for the one point a link asked for
const PATHS = { place: "places", activity: "activities" };
const OTHER = { icon: "map-pin", label: "" }; // a kind that is newer than this script

export class PointLayer {
  constructor({ key, cluster, marks, words, sentences }) {
    Object.assign(this, { key, cluster, marks, words, sentences });
  }

  addTo(map) {
    this.map = map;
    this.cluster &&= Boolean(L.markerClusterGroup); // a file of its own, that may not have arrived
    this.group = this.cluster ? this.clusterGroup() : L.featureGroup();
    this.list = new ListInStep(document.querySelector(map.data.list), (id) => this.shown(id));
    this.card = new Card(map, this.words, () => this.list.mark(null));
    this.group.on("animationend", () => this.card.closeIfAlone());
    this.loader = new Loader({
      draw: (feed, headers) => this.draw(feed, behindBy(headers)),
      fail: () => map.say(this.words["no-data"]),
    });
    map.whenNear(() => this.loader.load(map.address(this.key)));
    // A filter that keeps the page sets data-feed anew and sends this event to the container.
    map.container.addEventListener("map:reload", () => this.loader.load(map.address(this.key)));
  }

  clusterGroup() {
    const group = L.markerClusterGroup({
      maxClusterRadius: CLUSTER_PX,
      showCoverageOnHover: false,
      animate: !this.map.still,
      spiderfyDistanceMultiplier: 1.6,
      spiderLegPolylineOptions: { className: "map-leg", interactive: false },
      iconCreateFunction: (cluster) => this.clusterIcon(cluster.getChildCount()),
    });
    return group.on("clusterclick", ({ layer }) => this.keepFocus(layer));
  }

  clusterIcon(count) {
    return clusterPin({ count, label: filled(this.words.cluster, { count }) });
  }

  // A page that draws its list by itself says which ids are in it: the map shows the same.
  // `behind`: ms, of the clock of this device, so that a pin says what the server says of the same thing.
  draw({ features: all, timezone }, behind) {
    this.behind = behind;
    this.map.say("");
    const { listed } = this.map.container;
    const features = listed ? all.filter(({ id }) => listed.has(id)) : all;
    this.openings = new PinOpenings({ sentences: this.sentences, language: this.map.language, timezone });
    this.markers = new Map(features.map((feature) => [feature.id, this.marker(feature)]));
    this.group.remove().clearLayers();
    this.card.closeIfAlone();
    const markers = [...this.markers.values()];
    const first = this.markers.get(this.map.data.focus);
    delete this.map.data.focus; // once, not after every filter
    // First the view, then the pins: moving with the group on the map would start the animation of the clusters.
    this.look(markers, first);
    if (this.cluster) this.group.addLayers(markers);
    else markers.forEach((marker) => marker.addTo(this.group));
    this.group.addTo(this.map.leaflet);
    this.map.data.count = markers.length;
    if (first) this.openFirst(first);
  }

  look(markers, first) {
    const { leaflet } = this.map;
    if (first) leaflet.setView(first.getLatLng(), NEAR_ZOOM, { animate: false });
    else if (markers.length) leaflet.fitBounds(L.latLngBounds(markers.map((marker) => marker.getLatLng())), AROUND);
  }

  marker({ id, geometry, properties }) {
    const [lon, lat] = geometry.coordinates;
    const icon = latePlacePin(() => this.described(properties));
    return L.marker([lat, lon], { icon, riseOnHover: true }).on("click", (event) => {
      this.open(id, event.target, properties);
    });
  }

  described(properties) {
    const { icon, name, label, isOpen, sentence } = this.facts(properties);
    return {
      sprite: this.map.data.icons,
      name: icon,
      className: `pin--${properties.type === "activity" ? "activity" : "place"}${isOpen ? " is-open" : ""}`,
      label: [name, label, sentence].filter(Boolean).join(", "),
    };
  }

  facts(properties) {
    const { type, slug, name, lang, kind } = properties;
    return {
      ...(this.marks[kind] ?? OTHER),
      name,
      lang,
      ...this.openings.told(properties, (Date.now() + this.behind) / 1000),
      url: `${this.map.data.base ?? ""}/${PATHS[type] ?? PATHS.place}/${encodeURIComponent(slug)}`,
    };
  }

  open(id, marker, properties) {
    this.card.open(marker, this.facts(properties));
    this.list.mark(id);
  }

  openFirst(marker) {
    const shown = this.cluster ? this.group.getVisibleParent(marker) : marker;
    if (shown === marker) return marker.fire("click");
    this.group.once("spiderfied", () => marker.fire("click"));
    shown.spiderfy();
  }

  // What stands for a point now: its own pin, or the cluster it is in.
  shown(id) {
    const marker = this.markers?.get(id);
    if (!marker) return null;
    return (this.cluster ? this.group.getVisibleParent(marker) : marker)?.getElement();
  }

  // A cluster disappears when it opens; whoever opened it by keyboard goes on with its first place.
  keepFocus(cluster) {
    if (document.activeElement !== cluster.getElement()) return;
    const first = cluster.getAllChildMarkers()[0];
    const focus = () => (this.group.getVisibleParent(first) ?? first).getElement()?.focus();
    this.group.once("animationend spiderfied", () => setTimeout(focus));
  }
}
