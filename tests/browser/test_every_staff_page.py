"""Every page of staff, from the map of addresses, on a small phone and with something behind it.

What the server answers is made first, for somebody who may see it, from the rows of the permission matrix: so a new
page is looked at without being written down, and one whose parameter nobody knows fails. Chromium then shows the
answers as they are, with their own policy. Half of the pages in each language; every second one in the dark.
"""

from dataclasses import dataclass

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, ConsoleMessage, Error, Route
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse
from werkzeug.wrappers import Request

from tests.browser.checks import axe_complaints, too_small_for_a_thumb, wider_than_window
from tests.browser.conftest import PHONE
from tests.browser.tree import open_folds, tree_complaints
from tests.page import forget_last_request
from tests.town import BRINKDAM
from tests.whole_app.permission_cast import MOMENT, OWN, PERSONAL, Cast, Person, make_cast
from tests.whole_app.test_permissions import Try, may, tries
from webapp.accounts.models import StaffUser
from webapp.extensions import db

ADDRESS = "http://localhost"
LANGUAGES = ("nl", "en")
FEWEST = 60


@dataclass(frozen=True)
class Shown:
    endpoint: str
    path: str
    language: str
    answer: TestResponse


def test_every_page_of_staff_on_a_small_phone(app: Flask, browser: Browser) -> None:
    with time_machine.travel(MOMENT, tick=False):
        pages = answers(app, make_cast())
    assert len(pages) >= FEWEST

    wrong = look_at(app, browser, pages)

    assert not wrong, f"{len(wrong)} complaints:\n" + "\n".join(wrong[:80])


def test_a_page_that_is_wrong_is_found(app: Flask, browser: Browser) -> None:
    body = (
        "<!doctype html><html lang=en><title>x</title><main><h1>x</h1><img src=/x.png><script>alert(1)</script>"
        "<p style='width: 500px; background: red'>wide</p><button class=button>x</button>"
        "<details><summary></summary><input></details></main></html>"
    )
    policy = {"Content-Security-Policy": "default-src 'self'; style-src 'unsafe-inline'"}
    answer = TestResponse([body.encode()], "200 OK", Headers({"Content-Type": "text/html", **policy}), Request({}))

    found = "\n".join(look_at(app, browser, [Shown("x", "/staff/x", "nl", answer)]))

    for said in (
        "image-alt",
        "px wide",
        "BUTTON.button x",
        "console: ",
        "not in nl",
        "name: textbox",
        "0 times banner",
    ):
        assert said in found, (said, found)


def answers(app: Flask, cast: Cast) -> list[Shown]:
    """Each page once, as HTML; what is no page (a download, a picture, a step to elsewhere) is left out."""
    opened = [one for one in tries(app, cast) if one.method == "GET" and one.row == (BRINKDAM, OWN)]
    shown = []
    for half, language in enumerate(LANGUAGES):
        speak(language)
        for one in opened[half::2]:
            person = reader(cast, one)
            if person is None:
                continue
            forget_last_request()
            answer = FlaskClient.open(person.client, one.path, buffered=True)
            if answer.mimetype == "text/html" and answer.status_code == 200:
                shown.append(Shown(one.endpoint, one.path, language, answer))
    return shown


def reader(cast: Cast, one: Try) -> Person | None:
    """Who may see the page; None for what only its own owner sees."""
    person = next((person for person in cast.people if may(person, one)), None)
    if person is None and not one.names & PERSONAL:
        pytest.fail(f"nobody may see {one.path}")
    return person


def speak(language: str) -> None:
    for user in db.session.query(StaffUser):
        user.language = language
    db.session.commit()


def look_at(app: Flask, browser: Browser, pages: list[Shown]) -> list[str]:
    by_path = {one.path: one for one in pages}
    client, said, files = app.test_client(), list[str](), dict[str, TestResponse]()

    def give(route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS)
        if path in by_path:
            answer = by_path[path].answer
        else:
            answer = files.get(path) or files.setdefault(path, FlaskClient.open(client, path, buffered=True))
        route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.data)

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            said.append(f"console: {message.text}")

    def broke(error: Error) -> None:
        said.append(f"script: {error}")

    context = browser.new_context(viewport=PHONE, reduced_motion="reduce", service_workers="block")
    context.route("**/*", give)
    page = context.new_page()
    page.on("console", note)
    page.on("pageerror", broke)
    wrong = []
    for number, one in enumerate(pages):
        said.clear()
        page.emulate_media(color_scheme="dark" if number % 2 else "light")
        page.goto(ADDRESS + one.path, wait_until="load")
        found = [*axe_complaints(page), *wider_than_window(page), *too_small_for_a_thumb(page), *said]
        open_folds(page)
        found += tree_complaints(page)
        if page.locator("html").get_attribute("lang") != one.language:
            found.append(f"not in {one.language}")
        wrong += [f"{one.endpoint} ({one.language}, {one.path}): {what}" for what in found]
    context.close()
    return wrong
