// Suggestions while somebody types in a search field: the same answers as the search page gives without a script.
// A list box of links below the field (ARIA combobox); each link is an option itself, as an option may hold no link.
// What is typed goes to our own server and nowhere else.
import { icon as drawing } from "./map/dom.js";

const SHORTEST = 2; // letters
const PAUSE = 150; // ms between the last letter and the question

export class Suggestions {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=search]");
    this.onInput = this.wait.bind(this);
    this.onKey = this.key.bind(this);
    this.onLeave = this.leave.bind(this);
    this.current = -1;
  }

  connect() {
    this.list = made("ul", { id: `${this.input.id}-suggestions`, className: "suggestions", role: "listbox", hidden: true });
    this.list.setAttribute("aria-label", this.form.dataset.label);
    this.said = made("p", { className: "visually-hidden", role: "status" });
    this.input.after(this.list, this.said);
    const combobox = { role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(combobox)) this.input.setAttribute(name, value);
    this.input.addEventListener("input", this.onInput);
    this.input.addEventListener("keydown", this.onKey);
    this.form.addEventListener("focusout", this.onLeave);
  }

  disconnect() {
    clearTimeout(this.timer);
    this.asking?.abort();
    for (const name of ["role", "aria-expanded", "aria-autocomplete", "aria-controls", "aria-activedescendant"]) {
      this.input.removeAttribute(name);
    }
    this.input.removeEventListener("input", this.onInput);
    this.input.removeEventListener("keydown", this.onKey);
    this.form.removeEventListener("focusout", this.onLeave);
    this.list.remove();
    this.said.remove();
  }

  wait() {
    clearTimeout(this.timer);
    this.asking?.abort();
    if (this.input.value.trim().length < SHORTEST) this.close();
    else this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    this.asking = new AbortController();
    const address = new URL(this.form.dataset.source, location.href);
    address.searchParams.set("q", this.input.value);
    try {
      const answer = await fetch(address, { signal: this.asking.signal });
      if (answer.ok) this.show((await answer.json()).answers);
      else this.close();
    } catch {
      this.close(); // no network, or other letters: the button still searches
    }
  }

  show(answers) {
    if (document.activeElement !== this.input) return;
    this.current = -1;
    this.list.replaceChildren(...answers.map((answer, at) => this.line(answer, at)));
    this.list.hidden = !answers.length;
    this.input.setAttribute("aria-expanded", String(Boolean(answers.length)));
    this.input.removeAttribute("aria-activedescendant");
    this.said.textContent = answers.length ? this.form.dataset.some.replace("{number}", answers.length) : this.form.dataset.none;
  }

  line({ name, lang, where, url, icon }, at) {
    const line = made("li", { className: "suggestion", role: "none" });
    const id = `${this.list.id}-${at}`;
    const link = made("a", { className: "suggestion__link", role: "option", id, href: url, tabIndex: -1 });
    link.setAttribute("aria-selected", "false");
    link.append(drawing(this.form.dataset.icons, icon), made("span", { textContent: name, lang, dir: "auto" }));
    if (where) link.append(made("span", { className: "suggestion__where", textContent: where }));
    line.append(link);
    return line;
  }

  key(event) {
    const options = [...this.list.querySelectorAll("a")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if (step && !this.list.hidden) {
      event.preventDefault();
      this.choose(options, this.current + step);
    } else if (event.key === "Enter" && options[this.current] && !this.list.hidden) {
      event.preventDefault();
      options[this.current].click();
    }
  }

  // Before the first and after the last is none: back in the field itself.
  choose(options, at) {
    options[this.current]?.setAttribute("aria-selected", "false");
    this.current = at < -1 ? options.length - 1 : at >= options.length ? -1 : at;
    const option = options[this.current];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  leave({ relatedTarget }) {
    if (!this.form.contains(relatedTarget)) this.close();
  }

  close() {
    this.list.hidden = true;
    this.current = -1;
    this.said.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

function made(name, values) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(values)) {
    if (key === "role") element.setAttribute(key, value);
    else element[key] = value;
  }
  return element;
}
