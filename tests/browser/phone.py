"""What the tests of a phone share: a first visit, waiting for what the worker does, and what it has kept."""

from playwright.sync_api import Page

from tests.browser.site import TOWN
from tests.browser.watch import answer_of

WAIT_MS = 10_000
FEED = f"/api/v1/{TOWN}/offline.json?lang="
IS_KEPT = "async (address) => !!(await caches.match(address))"
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  return found;
}"""
IS_CONTROLLED = "() => navigator.serviceWorker.ready.then(({ active }) => active.state === 'activated')"
# Whether no worker waits any more, within half a second.
GREETED = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  registration.waiting?.postMessage({ type: "hello" });
  for (const end = Date.now() + 500; Date.now() < end && registration.waiting;)
    await new Promise((go) => setTimeout(go, 30));
  return !registration.waiting;
}"""
ROUNDS = 20
NOTICE = ".kept"
SHOWN_H1 = "h1:visible"


def until(page: Page, condition: str, argument: str | None = None) -> None:
    """Playwright's wait_for_function takes the promise itself for an answer."""
    answer_of(
        page,
        f"""async (argument) => {{
          const condition = {condition};
          for (const end = Date.now() + {WAIT_MS}; Date.now() < end; await new Promise((go) => setTimeout(go, 30)))
            if (await condition(argument)) return;
          throw new Error("waited in vain for " + condition + " of " + argument);
        }}""",
        argument,
    )


def until_taken_over(page: Page) -> None:
    """A worker makes way once it is idle, which a browser ends after half a minute; with Playwright looking on it is
    never ended, so this does it. Greeted again each time, as by each page that loads."""
    session = page.context.new_cdp_session(page)
    session.send("ServiceWorker.enable")
    for _ in range(ROUNDS):
        if answer_of(page, GREETED):
            return
        session.send("ServiceWorker.stopAllWorkers")
    raise AssertionError("the new worker waits in vain")


def fill_up(page: Page, origin: str) -> None:
    """From now on there is no room for anything new of this origin."""
    page.context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 1})


def visit(page: Page, language: str) -> None:
    page.goto(f"/{language}/{TOWN}/")
    until(page, IS_CONTROLLED)
    until(page, IS_KEPT, FEED + language)


def lines(page: Page, selector: str) -> list[str]:
    return [" ".join(text.split()) for text in page.locator(selector).all_inner_texts()]
