// News in the inbox without reloading: asks now and then whether anything changed, and then brings the list anew. What
// somebody points at stays under the finger: while the list has the focus there is only a notice.
const WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 240_000;

export class Inbox {
  constructor(notice) {
    this.notice = notice;
    this.wait = WAIT_MS;
  }

  connect() {
    this.onShow = () => document.visibilityState === "visible" && this.ask();
    document.addEventListener("visibilitychange", this.onShow);
    this.plan();
  }

  disconnect() {
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.onShow);
  }

  plan() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), this.wait);
  }

  async ask() {
    if (document.visibilityState !== "visible") return this.plan();
    try {
      const answer = await fetch(this.notice.dataset.source, { redirect: "error" });
      if (!answer.ok) throw new Error(`${answer.status}`);
      this.wait = WAIT_MS;
      const { last, number } = await answer.json();
      if (`${last}` !== this.notice.dataset.last || `${number}` !== this.notice.dataset.number) await this.renew();
    } catch {
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS); // signed out or no network: the page itself will tell
    }
    return this.plan();
  }

  async renew() {
    const list = document.getElementById("inbox-list");
    if (list.contains(document.activeElement)) {
      this.notice.hidden = false;
      return;
    }
    const answer = await fetch(location.href, { redirect: "error" });
    if (!answer.ok) throw new Error(`${answer.status}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    list.replaceChildren(...page.getElementById("inbox-list").childNodes);
    const fresh = page.querySelector("[data-module='inbox']");
    this.notice.dataset.last = fresh.dataset.last;
    this.notice.dataset.number = fresh.dataset.number;
    this.notice.hidden = true;
  }
}
