// A print button, for who does not know where the browser hides it.
export class Print {
  constructor(element) {
    this.element = element;
    this.button = element.querySelector("button");
    this.onPress = () => window.print();
  }

  connect() {
    if (!window.print) return;
    this.button.addEventListener("click", this.onPress);
    this.element.hidden = false;
  }

  disconnect() {
    this.element.hidden = true;
    this.button.removeEventListener("click", this.onPress);
  }
}
