// Tells the pages of this device, this one included, that something changed. Never what.
const CHANNEL = "dichtbij-outbox";

export class News {
  constructor() {
    this.heard = new Set();
    this.channel = "BroadcastChannel" in self ? new BroadcastChannel(CHANNEL) : null;
    this.channel?.addEventListener("message", () => this.pass());
  }

  tell() {
    this.channel?.postMessage("");
    this.pass();
  }

  listen(listener) {
    this.heard.add(listener);
  }

  pass() {
    for (const listener of this.heard) listener();
  }
}
