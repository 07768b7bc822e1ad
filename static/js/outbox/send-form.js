// Sends the question form and stays on the page until it knows: a browser whose connection breaks meanwhile shows a page
// of its own, and what was typed is gone. The key in the form makes a repeat the same question for the server.
import { within } from "./reach.js";

const ANSWER_MS = 30_000;
const OWN_PATH = /^\/[^/\\]/;

// { kind: "arrived", next } | { kind: "page" }: the town has something to say, which its own page does
// | { kind: "silence" }: nobody here knows whether it arrived. Raises nothing.
export async function sendForm(form) {
  try {
    return await within(ANSWER_MS, async (signal) => {
      const response = await fetch(form.action, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams(new FormData(form)),
        cache: "no-store",
        redirect: "error",
        signal,
      });
      return await meaningOf(response);
    });
  } catch {
    return { kind: "silence" };
  }
}

// Only our own words count: a public network answers with a page of its own.
async function meaningOf(response) {
  if (!response.headers.has("Content-Security-Policy")) return { kind: "silence" };
  if (response.status >= 400 && response.status < 500) return { kind: "page" };
  const { next } = response.status === 201 ? await response.json() : {};
  return OWN_PATH.test(next ?? "") ? { kind: "arrived", next } : { kind: "silence" };
}
