// The neighbourhood of who refers, kept on this device only, so that it is chosen once.
const FORM = /^(all|WK[0-9]{6}|BU[0-9]{8})$/;
const MOST_LETTERS = 80;

export class ReferArea {
  constructor(element) {
    this.element = element;
    this.key = `dichtbij-refer-area-${element.dataset.town}`;
    this.onForget = () => this.forget();
  }

  connect() {
    const { area, name } = this.element.dataset;
    this.element.querySelector("[data-refer-forget]")?.addEventListener("click", this.onForget);
    if (FORM.test(area)) this.keep({ area, name });
    else this.fillIn(this.kept());
  }

  disconnect() {
    this.element.querySelector("[data-refer-forget]")?.removeEventListener("click", this.onForget);
  }

  // A browser that keeps nothing asks each time: no more than that.
  keep(choice) {
    try {
      window.localStorage.setItem(this.key, JSON.stringify(choice));
    } catch {
      /* see above */
    }
  }

  kept() {
    try {
      return JSON.parse(window.localStorage.getItem(this.key) ?? "null");
    } catch {
      return null;
    }
  }

  forget() {
    try {
      window.localStorage.removeItem(this.key);
    } catch {
      /* see above */
    }
  }

  fillIn(choice) {
    if (!choice || typeof choice.area !== "string" || !FORM.test(choice.area)) return;
    for (const link of this.element.querySelectorAll("[data-refer-subject]")) {
      const address = new URL(link.href);
      address.searchParams.set("area", choice.area);
      link.href = address.href;
    }
    const line = this.element.querySelector("[data-refer-area]");
    if (!line) return;
    const name = line.querySelector("[data-refer-name]");
    if (choice.area !== "all" && choice.name) name.textContent = String(choice.name).slice(0, MOST_LETTERS);
    line.hidden = false;
  }
}
