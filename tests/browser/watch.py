"""Looks over the shoulder of a browser: what it must never do fails the test in which it did it."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

ANSWER_MS = 30_000
# Runs before any script of a page. `reportViolation` is a binding of the browser: the policy does not reach it.
LISTEN = """
addEventListener("securitypolicyviolation", (event) =>
  reportViolation(`${event.violatedDirective}: ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`));
"""


@dataclass
class Watch:
    origin: str
    foreign: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    may_fail: str = ""  # a part of an address whose failure is what the test is about

    def over(self, context: BrowserContext) -> None:
        context.expose_binding("reportViolation", lambda _source, text: self.violations.append(text))
        context.add_init_script(LISTEN)
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))

    def check(self) -> None:
        assert not self.foreign, f"asked of another origin: {self.foreign}"
        assert not self.violations, f"against the security policy: {self.violations}"
        assert not self.errors, f"errors in scripts: {self.errors}"
        assert not self.failures, f"parts of a page that did not arrive: {self.failures}"

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.origin}/", "data:", "blob:")):
            self.foreign.append(request.url)

    def _response(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self._fail(f"{response.status} {response.url}", response.url)

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a page that was left while it loaded
            self._fail(f"{request.failure} {request.url}", request.url)

    def _fail(self, text: str, url: str) -> None:
        if not self.may_fail or self.may_fail not in url:
            self.failures.append(text)

    def _console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            self.violations.append(message.text)
        elif message.type == "error" and not message.text.startswith("Failed to load resource"):  # counted above
            self.errors.append(message.text)


RUNS_SCRIPTS = "() => matchMedia('(scripting: enabled)').matches"


def answer_of(page: Page, question: str, argument: Any = None) -> Any:
    """What a promise of the page comes to: `evaluate` waits for one without end. `question` is a function."""
    return page.evaluate(
        f"""(argument) => Promise.race([
          ({question})(argument),
          new Promise((_go, fail) => setTimeout(() => fail(new Error("no answer in time")), {ANSWER_MS})),
        ])""",
        argument,
    )


def settled(page: Page) -> Page:
    """With the letters that it will keep, and with every point of a map that can be scrolled to: it starts empty.

    Behind the phone's List/Map switch there is no map to see, so nothing to wait for."""
    answer_of(page, "() => document.fonts.ready.then(() => true)")
    if page.locator(".map[data-feed]:visible").count() and page.evaluate(RUNS_SCRIPTS):
        before = page.evaluate("() => scrollY")
        page.locator(".map[data-feed]").scroll_into_view_if_needed()
        page.locator(".map[data-count]").wait_for()
        page.evaluate("(top) => scrollTo(0, top)", before)
    return page
