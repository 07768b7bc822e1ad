// What this device keeps of a town's questions: how each stands, and what can be done with it.
import { drawCard } from "./card.js";
import { isSending, mayChange, SENT, WAITING } from "./item.js";
import { outbox } from "./outbox.js";

export class OutboxList {
  constructor(section) {
    this.section = section;
    this.items = section.querySelector("[data-list='items']");
    this.told = section.querySelector("[data-list='told']");
    this.told.textContent = ""; // without the spaces of the template
    this.here = []; // receipts of what was sent from this page, kept nowhere
    this.hasSync = false;
  }

  connect() {
    outbox.news.listen(() => this.show());
    outbox.start();
    this.section.addEventListener("click", (event) => this.press(event));
    document.addEventListener("outbox:kept", () => this.arrive());
    document.addEventListener("outbox:sent", ({ detail }) => this.arrive(detail));
    navigator.serviceWorker?.getRegistration().then(
      (registration) => { this.hasSync = Boolean(registration?.active && registration.sync); this.show(); },
      () => undefined,
    );
    this.show();
  }

  async arrive(receipt) {
    const now = Date.now();
    if (receipt) this.here.push({ id: `here-${now}`, state: SENT, keptAt: now, sentAt: now, receipt, isHere: true });
    await this.show();
    this.section.querySelector("h2").focus();
  }

  async show() {
    this.shown = [...(await outbox.list(this.section.dataset.town)), ...this.here];
    const drawn = JSON.stringify([this.shown, this.hasSync]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const focused = document.activeElement?.closest("[data-item] [data-do]");
    const back = focused && `[data-item='${focused.closest("[data-item]").dataset.item}'] [data-do='${focused.dataset.do}']`;
    this.items.replaceChildren(...this.shown.map((item) => this.card(item)));
    this.section.hidden = this.shown.length === 0 && !this.told.textContent;
    this.section.querySelector("[data-do='erase']").hidden = this.shown.length === 0;
    if (back) (this.items.querySelector(back) ?? this.section.querySelector("h2")).focus();
  }

  card(item) {
    const now = Date.now();
    const state = isSending(item, now) ? "sending" : item.state;
    const template = this.section.querySelector(`template[data-card='${state}']`);
    const marks = { hasSync: this.hasSync, mayChange: mayChange(item, now) };
    return drawCard(template, item, marks);
  }

  press({ target }) {
    const button = target.closest("button[data-do]");
    if (!button) return;
    const id = button.closest("[data-item]")?.dataset.item;
    this.do(button.dataset.do, this.shown.find((item) => item.id === id)).catch(() => this.say("failed"));
  }

  async do(what, item) {
    if (what === "erase") await this.erase();
    else if (what === "send") await outbox.send();
    else if (what === "longer") await outbox.keepLonger(item.id);
    else if (what === "change") document.dispatchEvent(new CustomEvent("outbox:change", { detail: item }));
    else if (what === "delete") await this.remove(item);
  }

  async remove(item) {
    const mayHaveArrived = item.state === WAITING && item.isUnsure;
    this.say(mayHaveArrived ? "unsure" : "deleted");
    this.here = this.here.filter(({ id }) => id !== item.id);
    await outbox.remove(item.id);
    await this.show();
    this.told.focus();
  }

  async erase() {
    this.say("erased");
    this.here = [];
    await outbox.eraseAll();
    await this.show();
    this.told.focus();
  }

  say(what) {
    this.told.textContent = this.told.dataset[what];
    this.section.hidden = false;
  }
}
