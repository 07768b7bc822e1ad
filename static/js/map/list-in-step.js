// The list and the map point at each other. Items are found by data-id at the moment they are needed,
// so a list that is replaced by a filter stays in step.
const WIDE = "(min-width: 60em)"; // list and map stand side by side

export class ListInStep {
  constructor(list, pinOf) {
    this.list = list;
    this.pinOf = pinOf;
    if (!list) return;
    for (const type of ["mouseover", "focusin"]) list.addEventListener(type, (event) => this.point(event.target));
    for (const type of ["mouseleave", "focusout"]) list.addEventListener(type, () => this.point(null));
  }

  point(target) {
    this.pin?.classList.remove("is-pointed-at");
    const item = target?.closest("[data-id]");
    this.pin = item && this.pinOf(item.dataset.id);
    this.pin?.classList.add("is-pointed-at");
  }

  mark(id) {
    this.current?.classList.remove("is-current");
    this.current = id && this.list?.querySelector(`[data-id="${CSS.escape(id)}"]`);
    this.current?.classList.add("is-current");
    if (matchMedia(WIDE).matches) this.current?.scrollIntoView({ block: "nearest" });
  }
}
