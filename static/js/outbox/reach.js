// Whether our server answers: a device with a network is not yet connected with us.
const PROBE = "/health/live";
const PROBE_MS = 6_000;

// As AbortSignal.timeout, which older phones lack.
export async function within(ms, work) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), ms);
  try {
    return await work(stop.signal);
  } finally {
    clearTimeout(timer);
  }
}

export async function isReachable() {
  if (navigator.onLine === false) return false;
  try {
    return await within(PROBE_MS, async (signal) => {
      const answer = await fetch(PROBE, { cache: "no-store", credentials: "omit", redirect: "error", signal });
      return answer.ok && (await answer.json()).status === "ok";
    });
  } catch {
    return false;
  }
}
