// GeoJSON from our own origin. What fails, or takes too long, is tried again when the device is online again.
const PATIENCE_MS = 15_000;

export class Loader {
  constructor({ draw, fail = () => {} }) {
    this.draw = draw;
    this.fail = fail;
    addEventListener("online", () => this.failed && this.load(this.url));
  }

  async load(url) {
    this.url = url;
    try {
      const { collection, headers } = await fetchJson(url);
      if (url !== this.url) return; // a later filter was faster
      this.draw(collection, headers);
      this.failed = false;
    } catch (error) {
      console.warn(error);
      if (url !== this.url) return;
      this.failed = true;
      this.fail();
    }
  }
}

// The time counts for the whole answer. Not AbortSignal.timeout: browsers of 2021 do not have it.
async function fetchJson(url) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(url, { signal: controller.signal });
    if (!answer.ok) throw new Error(`${answer.status} ${url}`);
    return { collection: await answer.json(), headers: answer.headers };
  } finally {
    clearTimeout(timer);
  }
}
