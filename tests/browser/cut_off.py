"""A phone whose line can be cut, what it keeps of questions, and what arrived."""

import os
from typing import Any

import sqlalchemy as sa
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.checks import axe_complaints, too_small_for_a_thumb, wider_than_window
from tests.browser.line import Line
from tests.browser.site import TOWN
from tests.browser.watch import answer_of, settled

DAY_MS = 86_400_000
OFFERED = "Yes, keep it and send it later"
KEPT = "Not sent yet – kept on this phone"
SENT = "Sent: we have your question"
KEPT_ITEMS = """
() => new Promise((resolve, reject) => {
  const opened = indexedDB.open("dichtbij-outbox");
  opened.onerror = () => reject(opened.error);
  opened.onsuccess = () => {
    const asked = opened.result.transaction("items").objectStore("items").getAll();
    asked.onsuccess = () => { opened.result.close(); resolve(asked.result); };
  };
})
"""
ELSEWHERE = """
async () => {
  const names = await caches.keys();
  const pages = (await Promise.all(names.map(async (name) => {
    const cache = await caches.open(name);
    return Promise.all((await cache.keys()).map(async (key) => key.url + (await (await cache.match(key)).text())));
  }))).flat();
  const { cookie } = document;
  return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, cookie, location.href, history.state, pages]);
}
"""


class Asker:
    """A browser on a line of its own, and how many questions the server has since then."""

    def __init__(self, page: Page, line: Line) -> None:
        self.page, self.line = page, line
        self.before = questions()

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    @property
    def arrived(self) -> int:
        return questions() - self.before

    def ask(self, words: str, **values: str) -> None:
        """On the page where we are: fills in and sends."""
        fields = {"reply_by": "none", **values}
        self.page.locator("#question").fill(words)
        self.page.locator(f"[name=reply_by][value={fields['reply_by']}]").check(force=True)
        if "contact" in fields:
            self.page.locator("#contact").fill(fields["contact"])
        self.page.locator(".ask__send").click()

    def keep(self, words: str, **values: str) -> None:
        self.ask(words, **values)
        self.page.get_by_role("button", name=OFFERED).click()
        expect(self.page.locator("#question")).to_have_value("")

    def nudge(self) -> None:
        """As looking at the page again does."""
        self.page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")

    def items(self) -> list[dict[str, Any]]:
        found = answer_of(self.page, KEPT_ITEMS)
        assert isinstance(found, list)
        return found

    def states(self) -> list[str]:
        return [item["state"] for item in self.items()]


def questions() -> int:
    engine = sa.create_engine(os.environ["DATABASE_URL"], poolclass=sa.NullPool)
    with engine.connect() as connection:
        return int(connection.execute(sa.text("SELECT count(*) FROM question")).scalar_one())


def state(page: Page, sentence: str) -> None:
    expect(page.locator(".outbox__state").first).to_have_text(sentence, timeout=15_000)


def passes(page: Page) -> None:
    settled(page)
    assert axe_complaints(page) == []
    assert wider_than_window(page) == []
    assert too_small_for_a_thumb(page) == []


def at(asker: Asker, rest: str = "ask", lang: str = "en") -> None:
    asker.page.goto(f"/{lang}/{TOWN}/{rest}")


def stamp(asker: Asker) -> str:
    """As old as that of somebody who has typed."""
    asker.page.wait_for_timeout(3_200)
    return asker.page.locator("[name=opened]").input_value()
