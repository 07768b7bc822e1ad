// What an answer to a question means. Only our own words count: a public network answers with a page of its own.
const RECEIPT = ["code", "pass_code", "status_url", "promise"];

// { kind: "sent", receipt } | { kind: "refused", errors } | { kind: "other words" } | { kind: "later", errors, wait }
// errors: sentences by field, or null. `isStored: false`: surely not; `isSafe`: this attempt was not stored.
export async function meaningOf(response, now) {
  const told = await jsonOf(response);
  const errors = errorsOf(told);
  if ((response.status === 200 || response.status === 201) && isReceipt(told)) {
    return { kind: "sent", receipt: Object.fromEntries(RECEIPT.map((name) => [name, told[name]])) };
  }
  const wait = waitOf(response.headers.get("Retry-After"), now);
  // Who has sent too much still hears of what was stored before.
  if (response.status === 429) return { kind: "later", errors, wait, isStored: errors ? false : undefined };
  if (response.status >= 400 && response.status < 500) return refusal(response, errors) ?? { kind: "later", errors, wait };
  return { kind: "later", errors, wait, isSafe: response.status === 503 && errors !== null };
}

function refusal(response, errors) {
  if (errors?.["Idempotency-Key"]) return { kind: "other words" };
  if (errors) return { kind: "refused", errors };
  const isOurs = response.headers.has("Content-Security-Policy");
  return isOurs ? { kind: "refused", errors: {} } : null;
}

async function jsonOf(response) {
  if (!/^application\/json\b/.test(response.headers.get("Content-Type") ?? "")) return null;
  try {
    return await response.json();
  } catch {
    return null;
  }
}

function isReceipt(told) {
  return told !== null && typeof told === "object" && RECEIPT.every((name) => typeof told[name] === "string");
}

function errorsOf(told) {
  const errors = told?.errors;
  if (errors === null || typeof errors !== "object") return null;
  const sentences = Object.entries(errors).filter(([, sentence]) => typeof sentence === "string");
  return sentences.length ? Object.fromEntries(sentences) : null;
}

// Seconds or a date; ms from now.
function waitOf(header, now) {
  if (!header) return 0;
  const moment = /^\d+$/.test(header) ? now + Number(header) * 1000 : Date.parse(header);
  return Math.max(0, moment - now) || 0;
}
