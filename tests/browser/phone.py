"""What the tests of a phone share: a first visit, waiting for what the worker does, and what it has kept."""

from playwright.sync_api import Page

from tests.browser.site import TOWN

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
NOTICE = ".kept"
SHOWN_H1 = "h1:visible"


def until(page: Page, condition: str, argument: str | None = None) -> None:
    """Playwright's wait_for_function takes the promise itself for an answer."""
    page.evaluate(
        f"""async (argument) => {{
          const condition = {condition};
          for (const end = Date.now() + {WAIT_MS}; Date.now() < end; await new Promise((go) => setTimeout(go, 30)))
            if (await condition(argument)) return;
          throw new Error("waited in vain for " + condition + " of " + argument);
        }}""",
        argument,
    )


def visit(page: Page, language: str) -> None:
    page.goto(f"/{language}/{TOWN}/")
    until(page, IS_CONTROLLED)
    until(page, IS_KEPT, FEED + language)


def lines(page: Page, selector: str) -> list[str]:
    return [" ".join(text.split()) for text in page.locator(selector).all_inner_texts()]
