// The filters as a form with GET, as online: the worker answers its address too.
import { element } from "../../map/dom.js";
import { SWITCHES } from "../engine/filters.js";

const SELECTS = ["theme", "kind", "group", "spoken"];
const OPEN = ["now", "today", "week"];

export class Filters {
  constructor(parts, { type, filters, counts, action }) {
    Object.assign(this, { parts, type, filters, counts, action });
  }

  form() {
    const { parts, filters } = this;
    const fields = SELECTS.map((name) => this.select(name)).filter(Boolean);
    const more = element(
      "details",
      { class: "filters__more" },
      element(
        "summary",
        { class: "filters__summary" },
        parts.icon("sliders-horizontal"),
        element("span", {}, parts.words["more-filters"]),
        parts.icon("chevron-down"),
      ),
      element(
        "div",
        { class: "filters__fields" },
        ...fields,
        this.switches(),
        element("button", { class: "button field--wide", type: "submit" }, parts.words["show-list"]),
      ),
    );
    const form = element(
      "form",
      { class: "filters__form", action: this.action, method: "get" },
      ...this.carried(["open", "near", "topic", "day"]),
      searchField(parts, filters.q),
      whereField(parts, filters.where || filters.postcode),
      more,
    );
    const all = element("div", { class: "filters", role: "search" }, form);
    all.append(this.quick());
    return all;
  }

  select(name) {
    const { parts, filters } = this;
    const counts = this.counts[name];
    const known = Object.entries(this.choices(name)).filter(([id]) => counts[id] || id === filters[name]);
    if (!known.length) return null;
    const options = known.map(([id, { label }]) => {
      const option = element("option", { value: id }, `${label} (${counts[id] ?? 0})`);
      option.selected = id === filters[name];
      option.disabled = !counts[id] && !option.selected;
      return option;
    });
    const any = element("option", {}, `${parts.words[`any-${name}`]} (${this.counts.any[name] ?? 0})`);
    any.value = "";
    return element(
      "div",
      { class: "field" },
      element("label", { class: "field__label", for: name }, parts.words[name]),
      element("select", { class: "input", id: name, name }, any, ...options),
    );
  }

  choices(name) {
    const { terms } = this.parts;
    if (name === "kind") return this.type ? terms[`${this.type}_kind`] : { ...terms.place_kind, ...terms.activity_kind };
    if (name !== "spoken") return terms[name];
    const named = Object.keys(this.counts.spoken).map((code) => [code, { label: this.parts.language(code) }]);
    return Object.fromEntries(named.sort(([, one], [, other]) => one.label.localeCompare(other.label)));
  }

  switches() {
    const { parts, filters } = this;
    const boxes = SWITCHES.map((name) => {
      const count = this.counts.switch[name];
      const box = element("input", { class: "switch__box", type: "checkbox", name, value: "1" });
      box.checked = filters[name];
      box.disabled = !count && !filters[name];
      return element(
        "label",
        { class: "switch" },
        box,
        element("span", { class: "switch__label" }, parts.words[name]),
        element("span", { class: "switch__count" }, `(${count})`),
      );
    });
    return element(
      "fieldset",
      { class: "field field--wide" },
      element("legend", { class: "field__label" }, parts.words.matters),
      element("div", { class: "switches" }, ...boxes),
    );
  }

  quick() {
    const { parts, filters, counts } = this;
    const pills = (counts.open ? OPEN : []).map((value) => {
      const isOn = filters.open === value;
      const count = counts.open[value] ?? 0;
      const named = isOn ? {} : { name: "open", value };
      const label = element("span", {}, `${parts.words[`open-${value}`]} (${count})`);
      const pill = element("button", { class: "pill", type: "submit", "aria-pressed": String(isOn), ...named });
      if (isOn) pill.append(parts.icon("check"));
      pill.append(label);
      pill.disabled = !isOn && !count;
      return pill;
    });
    const message = { role: "status", "data-near-me": "message", "data-busy": parts.words["near-busy"], "data-failed": parts.words["near-failed"] };
    return element(
      "form",
      { class: "quick", action: this.action, method: "get", "data-module": "near-me" },
      ...this.carried(["q", "postcode", "where", "near", "topic", ...SELECTS, ...SWITCHES, "day"]),
      element("div", { class: "quick__row", role: "group", "aria-label": parts.words.quick }, ...pills, this.nearMe()),
      element("p", { class: "quick__message", ...message }),
    );
  }

  // Shown where the device can tell where it is; near-me.js, as online.
  nearMe() {
    const { parts, filters } = this;
    const told = filters.open ? { name: "open", value: filters.open } : {};
    const pill = element("button", { class: "pill", type: "submit", "data-near-me": "button", ...told });
    pill.append(parts.icon("locate-fixed"), element("span", {}, parts.words.near));
    pill.hidden = true;
    return pill;
  }

  // What one form does not show but must not lose.
  carried(names) {
    const held = names.filter((name) => this.filters[name]);
    return held.map((name) =>
      element("input", { type: "hidden", name, value: this.filters[name] === true ? "1" : this.filters[name] }),
    );
  }
}

export function searchField(parts, q) {
  const field = element("input", {
    class: "input search__input",
    id: "q",
    name: "q",
    type: "search",
    value: q,
    maxlength: "100",
    autocomplete: "off",
    dir: "auto",
  });
  return element(
    "div",
    { class: "filters__search" },
    element("label", { class: "field__label", for: "q" }, parts.words.looking),
    element(
      "div",
      { class: "search" },
      field,
      element(
        "button",
        { class: "button search__button", type: "submit" },
        parts.icon("search"),
        element("span", {}, parts.words.search),
      ),
    ),
  );
}

export function whereField(parts, where) {
  const field = { class: "input", id: "where", name: "where", value: where, maxlength: "100", autocomplete: "postal-code", dir: "auto" };
  return element(
    "div",
    { class: "field field--where" },
    element("label", { class: "field__label", for: "where" }, parts.words["where-are-you"]),
    element("input", { ...field, "aria-describedby": "where-hint" }),
    element("p", { class: "visually-hidden", id: "where-hint" }, parts.words["where-hint"]),
  );
}
