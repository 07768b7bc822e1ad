// Sends this page to someone with the device's own menu; without one the link is copied.
export class Share {
  constructor(element) {
    this.element = element;
    this.button = element.querySelector("button");
    this.message = element.querySelector('[role="status"]');
    this.onPress = this.share.bind(this);
  }

  connect() {
    if (!navigator.share && !navigator.clipboard) return;
    this.button.addEventListener("click", this.onPress);
    this.element.hidden = false;
  }

  disconnect() {
    this.element.hidden = true;
    this.button.removeEventListener("click", this.onPress);
  }

  async share() {
    const { title, done } = this.element.dataset;
    try {
      if (navigator.share) {
        await navigator.share({ title, url: location.href });
      } else {
        await navigator.clipboard.writeText(location.href);
        this.message.textContent = done;
      }
    } catch {
      // the visitor closed the menu: nothing to tell
    }
  }
}
