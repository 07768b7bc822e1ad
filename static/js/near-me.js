// "Close to me": asks where the device is, only after a press, and sends a rough spot along with the form.
const DECIMALS = 3; // about 100 m
const OPTIONS = { maximumAge: 300_000, timeout: 10_000 }; // ms

export class NearMe {
  constructor(form) {
    this.form = form;
    this.button = form.querySelector('[data-near-me="button"]');
    this.message = form.querySelector('[data-near-me="message"]');
    this.onPress = this.ask.bind(this);
  }

  connect() {
    if (!navigator.geolocation || !window.isSecureContext) return;
    this.button.addEventListener("click", this.onPress);
    this.button.hidden = false;
  }

  disconnect() {
    this.button.hidden = true;
    this.button.removeEventListener("click", this.onPress);
  }

  ask(event) {
    event.preventDefault();
    this.say("busy");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.send(coords),
      () => this.say("failed"),
      OPTIONS,
    );
  }

  send({ latitude, longitude }) {
    const { form, button } = this;
    this.field("near").value = `${latitude.toFixed(DECIMALS)},${longitude.toFixed(DECIMALS)}`;
    // The spot takes the place of what was typed before.
    for (const told of form.querySelectorAll('input[name="postcode"], input[name="where"]')) told.remove();
    button.removeEventListener("click", this.onPress);
    button.click(); // as a press would, so that the button's own value goes along
  }

  field(name) {
    const found = this.form.querySelector(`input[name="${name}"]`);
    if (found) return found;
    const made = document.createElement("input");
    Object.assign(made, { type: "hidden", name });
    this.form.append(made);
    return made;
  }

  say(key) {
    this.message.textContent = this.message.dataset[key];
  }
}
