// One question that waits, drawn from a template of the page. Text goes in as text.
export function drawCard(template, item, { hasSync, mayChange }) {
  const card = template.content.firstElementChild.cloneNode(true);
  card.dataset.item = item.id;
  const parts = { ...moments(item), ...words(item), ...receipt(item) };
  for (const element of card.querySelectorAll("[data-part]")) {
    const value = parts[element.dataset.part];
    if (value) element.textContent = value;
    else element.closest("[data-maybe]")?.remove();
  }
  card.querySelector("[data-part='link']")?.setAttribute("href", new URL(item.receipt.status_url, location.href).pathname);
  only(card, "sync", hasSync, !hasSync);
  only(card, "unsure", item.isUnsure, !item.isUnsure);
  only(card, "here", item.isHere, !item.isHere);
  if (!mayChange) card.querySelector("[data-do='change']")?.remove();
  return card;
}

// Of two sentences, data-if="x" and data-if="not x", the one that holds.
function only(card, name, holds, holdsNot) {
  if (!holds) card.querySelectorAll(`[data-if='${name}']`).forEach((element) => element.remove());
  if (!holdsNot) card.querySelectorAll(`[data-if='not ${name}']`).forEach((element) => element.remove());
}

function moments({ keptAt, endsAt, sentAt, notBefore }) {
  const language = document.documentElement.lang;
  const day = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" });
  const moment = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
  const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
  return {
    since: moment.format(keptAt),
    until: endsAt ? day.format(endsAt) : "",
    sent: sentAt ? moment.format(sentAt) : "",
    wait: notBefore > Date.now() ? clock.format(notBefore) : "",
  };
}

function words({ body, errors }) {
  const sentences = errors ? Object.values(errors).join(" ") : "";
  return { words: body?.question, errors: sentences };
}

function receipt({ receipt }) {
  if (!receipt) return {};
  const { code, pass_code, promise } = receipt;
  return { code, pass: pass_code, promise, link: code };
}
