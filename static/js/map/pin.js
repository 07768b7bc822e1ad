// What a point or a cluster of points looks like, with a name for those who do not see it.
import { element, icon } from "./dom.js";

const SIZE = 44; // px, a finger; the drawing inside is smaller

export const Pin = L.DivIcon.extend({
  options: { className: "", iconSize: [SIZE, SIZE], iconAnchor: [SIZE / 2, SIZE - 4], label: "" },

  createIcon() {
    const { className, label, content } = this.options;
    const made = element("div", { "aria-label": label }, content());
    this._setIconStyles(made, "icon"); // size, anchor; replaces every class
    made.classList.add("pin", ...className.split(" "));
    made.addEventListener("keydown", press);
    return made;
  },
});

// What the pin says is asked for when it is drawn: of thousands of points most lie in a cluster and are never seen.
const LatePin = Pin.extend({
  createIcon() {
    L.setOptions(this, placeFace(this.options.describe()));
    return Pin.prototype.createIcon.call(this);
  },
});

export const placePin = (told) => new Pin(placeFace(told));

// `describe` gives what placePin takes.
export const latePlacePin = (describe) => new LatePin({ describe });

export function numberPin(number) {
  const content = () => element("span", { class: "pin__face", dir: "ltr" }, number);
  return new Pin({ className: "pin--place pin--spot pin--number", content });
}

function placeFace({ sprite, name, className, label }) {
  const content = () => element("span", { class: "pin__face" }, icon(sprite, name));
  return { className, label, content };
}

export function clusterPin({ count, label }) {
  const content = () => element("span", { class: "pin__count" }, String(count));
  return new Pin({ className: "pin--cluster", label, content, iconAnchor: [SIZE / 2, SIZE / 2] });
}

function press(event) {
  if (event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault(); // Space would scroll; Leaflet's own Enter would act a second time
  event.currentTarget.click();
}
