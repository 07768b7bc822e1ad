// The card of one point: name, when it is open, the way to its page. A non-modal dialog on the map.
import { element } from "./dom.js";

export class Card {
  constructor(map, words, onClose) {
    this.map = map;
    this.words = words;
    this.popup = L.popup({
      closeButton: false, // Leaflet's speaks English; ours is in the card
      className: "map-card",
      minWidth: 220,
      maxWidth: 260,
      offset: [0, -34],
      autoPanPadding: [12, 12],
    });
    this.popup.on("remove", onClose);
    map.container.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.popup.isOpen()) this.close();
    });
  }

  open(marker, { name, lang, label, sentence, isOpen, url }) {
    const title = element("p", { class: "map-card__name", id: `${this.map.data.map}-map-card` }, element("bdi", { lang }, name));
    const close = element("button", { type: "button", class: "map-card__close", "aria-label": this.words.close }, "×");
    close.addEventListener("click", () => this.close());
    const card = element(
      "div",
      { role: "dialog", "aria-labelledby": title.id, tabindex: "-1", dir: this.map.direction },
      title,
      ...(label ? [element("p", { class: "map-card__kind" }, label)] : []),
      ...(sentence ? [element("p", { class: isOpen && "is-open" }, sentence)] : []),
      element("a", { href: url }, this.words.details),
      close,
    );
    this.marker = marker;
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
