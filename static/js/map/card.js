// The card of one point: name, when it is open, the way to its page. A non-modal dialog on the map.
import { element } from "./dom.js";

const WIDTH = 260; // px
const BESIDE = 80; // px that stay free beside a card: the column of the buttons, and air
const EDGE = [12, 12]; // px between a card and the edge of the map
const EDGE_WITH_BUTTONS = [64, 12];

export class Card {
  constructor(map, words, onClose) {
    this.map = map;
    this.words = words;
    const [left, right] = map.direction === "rtl" ? [EDGE_WITH_BUTTONS, EDGE] : [EDGE, EDGE_WITH_BUTTONS];
    this.popup = L.popup({
      closeButton: false, // Leaflet's speaks English; ours is in the card
      className: "map-card",
      minWidth: 160,
      maxWidth: WIDTH,
      offset: [0, -34],
      autoPanPaddingTopLeft: left,
      autoPanPaddingBottomRight: right,
    });
    this.popup.on("remove", onClose);
    map.container.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.popup.isOpen()) this.close();
    });
  }

  open(marker, { name, lang, label, labelLang, sentence, isOpen, url }) {
    const title = element("p", { class: "map-card__name", id: `${this.map.data.map}-map-card` }, element("bdi", { lang }, name));
    const close = element("button", { type: "button", class: "map-card__close", "aria-label": this.words.close }, "×");
    close.addEventListener("click", () => this.close());
    const card = element(
      "div",
      { role: "dialog", "aria-labelledby": title.id, tabindex: "-1", dir: this.map.direction },
      title,
      ...(label ? [element("p", { class: "map-card__kind" }, element("bdi", { lang: labelLang }, label))] : []),
      ...(sentence ? [element("p", { class: isOpen && "is-open" }, sentence)] : []),
      element("a", { href: url }, this.words.details),
      close,
    );
    this.marker = marker;
    this.popup.options.maxWidth = Math.min(WIDTH, this.map.container.offsetWidth - BESIDE);
    this.popup.setLatLng(marker.getLatLng()).setContent(card).openOn(this.map.leaflet);
    card.focus({ preventScroll: true });
  }

  // The pin went into a cluster: a card would point at nothing.
  closeIfAlone() {
    if (!this.popup.isOpen() || this.marker.getElement()) return;
    const hadFocus = this.popup.getElement().contains(document.activeElement);
    this.popup.close();
    if (hadFocus) this.map.container.focus({ preventScroll: true });
  }

  // By key or button: the focus goes back to where it came from.
  close() {
    const { marker } = this;
    this.popup.close();
    (marker.getElement() ?? this.map.container).focus({ preventScroll: true });
  }
}
