// A screen that nobody touches: fetches itself each minute, shows what is not over, turns pages and days, and goes on
// with what it knows when the server is away. Keeps nothing.
import { Pages } from "./pages.js";

const FETCH_EVERY = 60_000; // ms
const GIVE_UP = 20_000;
const TICK = 10_000; // how soon something that is over goes

const script = document.currentScript || document.querySelector("script[data-release]");
const release = script.dataset.release;
const A_WHILE = 60_000; // ms: less than this is the way from the server, not a clock that is wrong
const pages = new Pages(document);
let ahead = 0; // of the server's clock, in ms: that of a screen may be hours off

function learnTime(screen) {
  const told = Number(screen.dataset.now) * 1000 - Date.now();
  ahead = Math.abs(told) > A_WHILE ? told : 0;
}

function today(screen) {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: screen.dataset.timeZone }).format(Date.now() + ahead);
}

function isLeft(section, now, day) {
  for (const row of section.querySelectorAll("[data-ends]")) {
    row.toggleAttribute("data-over-now", Number(row.dataset.ends) <= now);
    row.classList.toggle("screen__row--now", Number(row.dataset.starts) <= now);
  }
  return section.dataset.day >= day && section.querySelector("[data-ends]:not([data-over-now])") !== null;
}

// What is over goes, and a day with all it has; the first day on which something is left is shown.
function refresh() {
  const screen = document.getElementById("screen");
  const [now, day] = [(Date.now() + ahead) / 1000, today(screen)];
  for (const block of screen.querySelectorAll("[data-block]")) {
    const days = [...block.querySelectorAll("[data-day]")];
    const next = days.filter((section) => isLeft(section, now, day))[0];
    days.forEach((section) => { section.hidden = section !== next; });
    block.querySelector("[data-over]").hidden = !next || next.dataset.day === day;
    block.querySelector("[data-nothing]").hidden = Boolean(next);
  }
  pages.measure();
}

function bodyOf(element) {
  const copy = element.cloneNode(true);
  copy.querySelectorAll("[data-as-of]").forEach((one) => one.remove());
  for (const one of copy.querySelectorAll("*")) {
    ["hidden", "data-over-now", "data-off-page"].forEach((name) => one.removeAttribute(name));
    one.classList.remove("screen__row--now");
  }
  return copy.innerHTML;
}

// The screen as the server tells it now; only what differs is put in, so nothing flickers.
function take(fresh) {
  const screen = document.getElementById("screen");
  if (bodyOf(fresh) !== bodyOf(screen)) screen.replaceChildren(...fresh.childNodes);
  else {
    const told = fresh.querySelectorAll("[data-as-of]");
    screen.querySelectorAll("[data-as-of]").forEach((one, at) => { one.textContent = told[at].textContent; });
  }
}

function showAsOf(isAway) {
  document.querySelectorAll("[data-as-of]").forEach((one) => { one.hidden = !isAway; });
}

async function fetchScreen() {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), GIVE_UP);
  try {
    const answer = await fetch(location.href, { cache: "no-store", credentials: "omit", signal: stop.signal });
    const page = answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    const fresh = page && page.getElementById("screen");
    if (!fresh) return false;
    if (page.querySelector("script[data-release]").dataset.release !== release) location.reload();
    learnTime(fresh);
    take(fresh);
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

async function renew() {
  const isThere = await fetchScreen();
  showAsOf(!isThere);
  refresh();
}

learnTime(document.getElementById("screen"));
refresh();
pages.start();
setInterval(refresh, TICK);
setInterval(renew, FETCH_EVERY);
window.addEventListener("resize", refresh);
window.addEventListener("online", renew);
