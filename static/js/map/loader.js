// GeoJSON from our own origin. What fails is tried again when the device is online again.
export class Loader {
  constructor({ draw, fail = () => {} }) {
    this.draw = draw;
    this.fail = fail;
    addEventListener("online", () => this.failed && this.load(this.url));
  }

  async load(url) {
    this.url = url;
    try {
      const answer = await fetch(url);
      if (!answer.ok) throw new Error(`${answer.status} ${url}`);
      const collection = await answer.json();
      if (url !== this.url) return; // a later filter was faster
      this.draw(collection);
      this.failed = false;
    } catch (error) {
      console.warn(error);
      this.failed = true;
      this.fail();
    }
  }
}
