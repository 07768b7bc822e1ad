// The way out takes the place of this page, so that the back button does not lead here. What is seen is gone at once,
// as the next page may take seconds to come. Without this file the link is a link.
export class QuickExit {
  constructor(element) {
    this.link = element.querySelector("a");
    this.onPress = this.press.bind(this);
  }

  connect() {
    this.link.addEventListener("click", this.onPress);
  }

  disconnect() {
    this.link.removeEventListener("click", this.onPress);
  }

  press(event) {
    event.preventDefault();
    document.title = "…";
    document.body.hidden = true;
    location.replace(this.link.href);
  }
}
