// For pages of others: <div data-dichtbij="nl/alblasserdam" data-show="today"></div> becomes a frame as high as what it
// holds. It asks nothing of the page and keeps nothing; what comes from the frame is a number, and is checked as such.
const home = new URL(document.currentScript.src).origin;
const CHOICES = [
  "show", "theme", "topic", "kind", "group", "open", "q", "postcode", "where", "free", "walkin", "wheelchair",
  "spoken", "volunteer", "online", "map",
];
const FIRST_HEIGHT = 480;
const MOST = 20000; // px

function addressOf(element) {
  const [language, town] = element.dataset.dichtbij.split("/");
  if (!/^[a-zA-Z-]+$/.test(language || "") || !/^[a-z0-9-]+$/.test(town || "")) return null;
  const address = new URL(`/${language}/${town}/embed`, home);
  for (const name of CHOICES) {
    if (element.dataset[name]) address.searchParams.set(name, element.dataset[name]);
  }
  return address;
}

function frameIn(element) {
  const address = addressOf(element);
  if (!address || element.querySelector("iframe")) return;
  const frame = document.createElement("iframe");
  frame.src = address.href;
  frame.title = element.dataset.title || "Dichtbij";
  frame.width = "100%";
  frame.height = String(FIRST_HEIGHT);
  frame.setAttribute("frameborder", "0");
  frame.addEventListener("load", () => frame.contentWindow.postMessage({ type: "dichtbij:hello" }, home));
  window.addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || event.origin !== home) return;
    const { type, height } = event.data || {};
    if (type !== "dichtbij:height" || !Number.isInteger(height) || height < 1) return;
    frame.height = String(Math.min(height, MOST));
    // The link that stood there leads on until the frame is really there.
    for (const child of [...element.children]) if (child !== frame) child.remove();
  });
  element.append(frame);
}

function start() {
  document.querySelectorAll("[data-dichtbij]").forEach(frameIn);
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
