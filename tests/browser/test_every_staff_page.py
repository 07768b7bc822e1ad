"""Every page of staff, from the map of addresses, and each form that came back: on a small phone, with something behind
it. What the server answers is made first (staff_pages.py); Chromium then shows it as it is, with its own policy. Half
of the pages in each language; every second one in the dark; of three, one in few colours and one in large letters.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Error, Page
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse
from werkzeug.wrappers import Request

from tests.browser.checks import (
    axe_complaints,
    in_few_colours,
    in_large_letters,
    too_small_for_a_thumb,
    wider_than_window,
)
from tests.browser.conftest import PHONE
from tests.browser.staff_pages import Shown, left_out, opened, refused, with_more
from tests.browser.stage import on_stage
from tests.browser.tree import open_folds, tree_complaints
from tests.whole_app.permission_cast import MOMENT, Person, make_cast

FEWEST = 60
FEWEST_REFUSED = 40
SETTINGS: tuple[Callable[[Page], list[str]], ...] = (in_few_colours, in_large_letters, lambda _page: [])


@pytest.mark.slow
def test_every_page_of_staff_on_a_small_phone(app: Flask, browser: Browser) -> None:
    with time_machine.travel(MOMENT, tick=False):
        cast = with_more(make_cast())
        answers = opened(app, cast)
        pages = [one for one in answers if one.answer.mimetype == "text/html"]
        mistakes = refused(app, cast, pages)
    assert len(pages) >= FEWEST
    assert len(mistakes) >= FEWEST_REFUSED
    forgotten = left_out(app, answers, mistakes)
    assert not forgotten, "\n".join(forgotten)

    wrong = look_at(app, browser, [*pages, *mistakes])

    assert not wrong, f"{len(wrong)} complaints:\n" + "\n".join(wrong[:80])


def test_a_page_that_is_wrong_is_found(app: Flask, browser: Browser) -> None:
    body = (
        "<!doctype html><html lang=en><title>x</title><main><h1>x</h1><img src=/x.png><script>alert(1)</script>"
        "<p style='width: 500px; background: red'>wide</p><button class=button>x</button>"
        "<button class=button style='border: 0'></button><p style='width: 15em'>large</p>"
        "<a class=pill aria-current=page>one</a><a class=pill>other</a>"
        "<details><summary></summary><input></details></main></html>"
    )
    policy = {"Content-Security-Policy": "default-src 'self'; style-src 'unsafe-inline'"}
    answer = TestResponse([body.encode()], "200 OK", Headers({"Content-Type": "text/html", **policy}), Request({}))
    page = Shown("x", "/staff/x", "nl", answer, Person("", "", app.test_client(), ""))  # type: ignore[arg-type]

    found = "\n".join(look_at(app, browser, [replace(page, path=f"/staff/x{number}") for number in range(3)]))

    for said in (
        "image-alt",
        "px wide",
        "BUTTON.button x",
        "console: ",
        "not in nl",
        "name: textbox",
        "0 times banner",
        "in few colours nothing is left of <button",
        "in few colours as the others: one",
        "in large letters: ",
    ):
        assert said in found, (said, found)


def look_at(app: Flask, browser: Browser, pages: list[Shown]) -> list[str]:
    said, wrong = list[str](), list[str]()

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            said.append(f"console: {message.text}")

    def broke(error: Error) -> None:
        said.append(f"script: {error}")

    context = browser.new_context(viewport=PHONE, reduced_motion="reduce", service_workers="block")
    page = context.new_page()
    page.on("console", note)
    page.on("pageerror", broke)
    with on_stage(app, {one.path: one.answer for one in pages}) as address:
        for number, one in enumerate(pages):
            said.clear()
            page.emulate_media(color_scheme="dark" if number % 2 else "light")
            page.goto(address + one.path, wait_until="load")
            found = [*complaints(page, one), *said, *SETTINGS[number % len(SETTINGS)](page)]
            wrong += [f"{one.endpoint} ({one.language}, {one.path}): {what}" for what in found]
    context.close()
    return wrong


def complaints(page: Page, one: Shown) -> list[str]:
    found = [*axe_complaints(page), *wider_than_window(page), *too_small_for_a_thumb(page)]
    open_folds(page)
    found += tree_complaints(page)
    if page.locator("html").get_attribute("lang") != one.language:
        found.append(f"not in {one.language}")
    return found
