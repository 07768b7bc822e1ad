// On every page of somebody who is signed in: what was sent and arrived is let go, and so is what another person left
// in this tab. Signing out lets everything go.
import { PREFIX, forget, read } from "./keep-form.js";

export class KeptForms {
  constructor(menu) {
    this.menu = menu;
  }

  connect() {
    for (const key of keys()) {
      const [user, path] = key.slice(PREFIX.length).split(":");
      const isOver = read(key)?.isSent && path !== location.pathname;
      if (isOver || user !== this.menu.dataset.keep) forget(key);
    }
    this.onSignOut = () => keys().forEach(forget);
    this.menu.querySelector("form")?.addEventListener("submit", this.onSignOut);
  }

  disconnect() {
    this.menu.querySelector("form")?.removeEventListener("submit", this.onSignOut);
  }
}

function keys() {
  try {
    return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}
