// On a small screen: the list or the map. Without this the two links go to the parts further down.
// The style sheet hides by data-view, on small screens only. The address remembers it, also through a filter.
export class ViewSwitch {
  constructor(element) {
    this.element = element;
    this.links = [...element.querySelectorAll("a[data-view]")];
    this.onPress = this.press.bind(this);
  }

  connect() {
    for (const link of this.links) link.addEventListener("click", this.onPress);
    this.show(location.hash === "#map" ? "map" : "list");
  }

  disconnect() {
    for (const link of this.links) {
      link.removeEventListener("click", this.onPress);
      link.removeAttribute("aria-current");
    }
    delete this.element.dataset.view;
    keepInAddresses("");
  }

  press(event) {
    event.preventDefault();
    const { view } = event.currentTarget.dataset;
    this.show(view);
    history.replaceState(null, "", view === "map" ? "#map" : location.pathname + location.search);
    if (view === "map") this.element.scrollIntoView(); // the whole map, not its upper edge
  }

  show(view) {
    this.element.dataset.view = view;
    for (const link of this.links) {
      if (link.dataset.view === view) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    keepInAddresses(view === "map" ? "#map" : "");
  }
}

// Filters and the other list: whoever looks at the map goes on looking at the map.
function keepInAddresses(hash) {
  for (const element of document.querySelectorAll("[data-keeps-view]")) {
    const attribute = element.matches("form") ? "action" : "href";
    const [address] = element.getAttribute(attribute).split("#");
    element.setAttribute(attribute, address + hash);
  }
}
