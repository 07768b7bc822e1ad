// Sending the question form without a connection: first it asks whether this device may keep the question. Without a yes
// nothing is kept anywhere, and the text stays in the form.
import { bodyOf, FIELDS, fill } from "./fields.js";
import { newKey } from "./item.js";
import { outbox } from "./outbox.js";
import { Problems } from "./problems.js";
import { isReachable } from "./reach.js";
import { sendForm } from "./send-form.js";
import { post } from "./sender.js";

export class KeepQuestion {
  constructor(panel) {
    this.panel = panel;
    this.form = panel.closest("form");
    this.problems = new Problems(this.form);
    this.told = this.form.querySelector("[data-keep='told']");
    this.told.textContent = ""; // without the spaces of the template
    this.town = panel.dataset.town;
    this.isUnsure = false; // it was sent from here, and may have arrived
    this.isKeptPage = "kept" in panel.dataset; // without a key and a stamp of the server: it may be days old
  }

  connect() {
    this.form.addEventListener("submit", (event) => this.send(event));
    this.panel.querySelector("[data-keep='yes']").addEventListener("click", () => this.keep());
    this.panel.querySelector("[data-keep='again']").addEventListener("click", () => this.form.querySelector(".ask__send").click());
    document.addEventListener("outbox:change", ({ detail }) => this.change(detail));
    if (this.isKeptPage) this.prefill();
  }

  // As the server does for its own page: what the page of a place or a subject leads here with.
  prefill() {
    const asked = new URLSearchParams(location.search);
    const told = ["topic", "place", "activity", "postcode", "through"].map((name) => [name, asked.get(name)?.slice(0, 100)]);
    if (told.some(([, value]) => value)) fill(this.form, { reply_by: "", ...Object.fromEntries(told) });
    asked.delete("through");
    this.form.querySelector("[data-through] a")?.setAttribute("href", `${location.pathname}?${asked}`);
  }

  async send(event) {
    if (event.defaultPrevented) return; // the second tap
    event.preventDefault();
    this.problems.clear();
    this.say("busy");
    if (this.editing) await this.rewrite();
    else if (!(await isReachable())) this.askConsent();
    else if (this.isKeptPage) await this.sendFromHere();
    else if (await this.sendAsForm()) return;
    this.form.removeAttribute("data-sending");
  }

  // Whether this page is left for one of the server.
  async sendAsForm() {
    const { kind, next } = await sendForm(this.form);
    if (kind === "silence") {
      this.isUnsure = true;
      this.askConsent();
      return false;
    }
    this.say("");
    if (kind === "arrived") location.assign(next);
    else this.form.submit();
    return true;
  }

  askConsent() {
    this.say("");
    for (const part of this.panel.querySelectorAll("[data-if='sure']")) part.hidden = this.isUnsure;
    for (const part of this.panel.querySelectorAll("[data-if='unsure']")) part.hidden = !this.isUnsure;
    this.panel.hidden = false;
    this.panel.focus();
  }

  // Nothing of it is kept on the device; the code for it stands on the page until it is left.
  async sendFromHere() {
    this.key ??= newKey();
    const meaning = await post(this.town, this.key, bodyOf(this.form));
    if (meaning.kind === "sent") {
      this.empty();
      document.dispatchEvent(new CustomEvent("outbox:sent", { detail: meaning.receipt }));
    } else if (meaning.kind === "refused") {
      this.say(Object.keys(meaning.errors).length ? "" : "refused");
      this.problems.show(meaning.errors);
    } else if (meaning.kind === "other words") {
      this.key = newKey();
      await this.sendFromHere();
    } else {
      this.isUnsure = meaning.isStored !== false && !meaning.isSafe;
      this.askConsent();
    }
  }

  async keep() {
    const key = this.key ?? (this.form.elements.key?.value || newKey());
    try {
      await outbox.keep({ town: this.town, key, body: bodyOf(this.form), isUnsure: this.isUnsure });
      this.empty();
      document.dispatchEvent(new Event("outbox:kept"));
    } catch {
      this.say("full");
      this.told.focus();
    }
  }

  change(item) {
    this.editing = item.id;
    this.panel.hidden = true;
    fill(this.form, item.body);
    this.say("editing");
    this.problems.show(item.errors ?? {});
    if (!item.errors) this.form.elements.question.focus();
  }

  async rewrite() {
    try {
      const isDone = await outbox.rewrite(this.editing, bodyOf(this.form));
      if (!isDone) {
        this.editing = null; // it was sent or deleted in another tab: these words are another question now
        this.say("late");
        return;
      }
      this.empty();
      document.dispatchEvent(new Event("outbox:kept"));
    } catch {
      this.say("full");
    }
  }

  // Nothing of a question stays behind in the page, and the next one is another.
  empty() {
    this.editing = this.key = null;
    this.isUnsure = false;
    this.form.reset();
    fill(this.form, { reply_by: "", lang: this.form.elements.lang?.value });
    if (this.form.elements.key) this.form.elements.key.value = newKey();
    for (const name of FIELDS.slice(-3)) this.form.querySelector(`[type='hidden'][name='${name}']`)?.remove();
    this.panel.hidden = true;
    this.say("");
  }

  say(what) {
    this.told.textContent = what ? this.told.dataset[what] : "";
  }
}
