"""Nothing typed is lost: the sign-in ends in the middle, the line is gone, a page is left and found again."""

import os
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.site import TOWN, Site
from tests.browser.test_pinning import Point, point, some_place
from tests.browser.test_staff import check, sign_in, sign_in_here
from tests.browser.watch import Watch

WHO = "other coordinator"
SAVE = "Speld opslaan"
FOUND = "We hebben bewaard wat je eerder typte"
OFFLINE = "Er is geen verbinding"
LACKS = "delete HTMLFormElement.prototype.requestSubmit; delete SubmitEvent.prototype.submitter;"
NEW_CODE = "UPDATE staff_user SET totp_last_counter = NULL"  # each counts once, and half a minute is long


@pytest.fixture
def page(open_page: OpenPage, site: Site) -> Page:
    page = open_page(reduced_motion="reduce", locale="nl-NL")
    start(page, site, WHO)
    return page


def start(page: Page, site: Site, role: str) -> None:
    in_database(NEW_CODE)
    sign_in(page, site, role)
    expect(page.get_by_role("navigation", name="Menu voor medewerkers")).to_be_visible()


@pytest.fixture
def pin(page: Page) -> str:
    return f"/staff/{TOWN}/places/{some_place(page)['id']}/pin"


def in_database(statement: str) -> None:
    engine = sa.create_engine(os.environ["DATABASE_URL"], poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.execute(sa.text(statement))


def lunch() -> None:
    in_database("UPDATE sign_in SET last_seen_at = last_seen_at - interval '3 hours'")


def move(page: Page) -> Point:
    """By the keys, as the map hears them."""
    pin = page.locator(".pin--drag")
    pin.scroll_into_view_if_needed()
    before = point(page)
    pin.press("ArrowUp")
    pin.press("ArrowLeft")
    assert point(page) != before
    return point(page)


def kept(page: Page) -> list[str]:
    found: list[str] = page.evaluate("() => Object.keys(sessionStorage).filter((key) => key.startsWith('keep-form:'))")
    return found


def test_a_pin_that_was_moved_is_there_again_after_the_sign_in_ended(page: Page, site: Site, pin: str) -> None:
    page.goto(pin)
    stored = point(page)
    moved = move(page)
    lunch()

    page.reload()  # before it was sent
    sign_in_again_here(page, site, pin)
    expect(page.locator("#pin .notice")).to_contain_text(FOUND)
    assert point(page) == moved
    assert_the_map_shows(page, moved)
    check(page)

    lunch()
    page.get_by_role("button", name=SAVE).click()  # and when it is sent
    sign_in_again_here(page, site, pin)
    expect(page.locator(".kept-form")).to_contain_text("weer in het formulier")
    assert point(page) == moved
    page.locator(".kept-form").get_by_role("button", name="Gooi het weg").click()
    expect(page.locator(".kept-form")).to_have_count(0)
    assert (point(page), kept(page)) == (stored, [])
    expect(page.locator("#pin .notice")).to_have_count(0)


def sign_in_again_here(page: Page, site: Site, path: str) -> None:
    in_database(NEW_CODE)
    sign_in_here(page, site, WHO)
    page.wait_for_url(f"**{path}")


def assert_the_map_shows(page: Page, where: Point) -> None:
    """One step of a key starts from where the pin stands, not from where it was stored."""
    page.locator(".pin--drag").scroll_into_view_if_needed()
    page.locator(".pin--drag").press("ArrowUp")
    assert abs(point(page)[0] - where[0]) < 0.002
    page.locator(".pin--drag").press("ArrowDown")


@pytest.mark.parametrize("browser_of", ["today", "2021"])
def test_without_a_line_the_pin_waits_and_arrives_later(page: Page, watch: Watch, pin: str, browser_of: str) -> None:
    if browser_of == "2021":
        page.add_init_script(LACKS)
    watch.may_fail = "/health/live"
    page.goto(pin)
    stored = point(page)
    moved = move(page)
    page.context.set_offline(True)
    page.get_by_role("button", name=SAVE).click()
    expect(page.locator("#pin .notice")).to_contain_text(OFFLINE)
    page.context.set_offline(False)
    page.goto("/staff/")  # away, and back later
    page.goto(pin)
    expect(page.locator("#pin .notice")).to_contain_text(FOUND)
    assert point(page) == moved
    page.get_by_role("button", name=SAVE).click()
    expect(page.get_by_role("status").first).to_contain_text("Opgeslagen")
    assert (point(page), kept(page)) == (moved, [])

    page.locator("#lat").evaluate("(field) => { field.closest('details').open = true; }")
    for field, value in zip(("#lat", "#lon"), stored, strict=True):
        page.locator(field).fill(f"{value:.6f}")
    page.get_by_role("button", name=SAVE).click()
    expect(page.get_by_role("status").first).to_contain_text("Opgeslagen")
    assert point(page) == stored


def test_what_is_thrown_away_or_replaced_does_not_come_back(page: Page, pin: str) -> None:
    page.goto(pin)
    stored = point(page)
    move(page)
    page.reload()
    page.locator("#pin").get_by_role("button", name="Gooi het weg").click()
    assert (point(page), kept(page)) == (stored, [])
    expect(page.locator("#pin .notice")).to_have_count(0)

    move(page)
    page.goto(f"{pin}?address=ieplaan+2")
    page.locator(".offers__link").first.click()  # another spot takes its place
    page.wait_for_url("**lat=**")
    expect(page.locator("#pin .notice")).to_have_count(0)
    assert f"lat={point(page)[0]:.6f}" in page.url


def test_a_refused_pin_is_not_taken_for_one_that_got_lost(page: Page, pin: str) -> None:
    page.goto(pin)
    page.get_by_text("Zonder kaart").click()
    page.locator("#lat").fill("52,9")
    page.get_by_role("button", name=SAVE).click()
    expect(page.locator("#point-problem")).to_be_visible()
    assert (page.locator("#lat").input_value(), kept(page)) == ("52,9", [])


def typed_of_a_team(page: Page) -> str:
    page.goto(f"/staff/{TOWN}/teams/new")
    return "#name"


def typed_to_a_resident(page: Page) -> str:
    page.goto(f"/staff/{TOWN}/standard-answers/new")
    return "#words-nl"


@pytest.mark.parametrize("open_form", [typed_of_a_team, typed_to_a_resident])
def test_the_forms_of_a_town_keep_too(page: Page, site: Site, open_form: Callable[[Page], str]) -> None:
    field = page.locator(open_form(page))
    field.fill("Nog niet klaar")
    lunch()
    here = page.url.split("/staff")[1]
    page.reload()
    sign_in_again_here(page, site, f"/staff{here}")
    expect(field).to_have_value("Nog niet klaar")
    page.locator("form .notice").get_by_role("button", name="Gooi het weg").click()
    expect(field).to_have_value("")
    assert kept(page) == []


def test_words_about_a_resident_wait_without_being_written_down(open_page: OpenPage, site: Site, watch: Watch) -> None:
    watch.may_fail = "/health/live"
    page = open_page(reduced_motion="reduce", locale="nl-NL")
    start(page, site, "team")
    page.goto(f"/staff/{TOWN}/questions")
    page.locator(".inbox__link").first.click()
    words = page.locator("#answer")
    words.fill("Kom dinsdag langs")
    page.context.set_offline(True)
    page.get_by_role("button", name="Bewaar het antwoord").click()
    expect(page.get_by_text(OFFLINE)).to_be_visible()
    expect(words).to_have_value("Kom dinsdag langs")
    assert kept(page) == []
    page.context.set_offline(False)


def test_a_second_tap_sends_nothing_twice(page: Page) -> None:
    """A form that looks first whether there is a line, and one that is a button only."""
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.goto(f"/staff/{TOWN}/standard-answers/new")
    page.locator("#name").fill("Twee tikken")
    page.locator("#words-nl").fill("Kom gerust langs.")
    page.locator("form:has(#words-nl) button[type=submit]").dblclick()
    page.wait_for_url("**/standard-answers")
    assert len(posts) == 1

    page.get_by_role("link", name="Twee tikken").click()
    page.get_by_role("button", name="Verwijder dit antwoord").dblclick()
    page.wait_for_url("**/standard-answers")
    assert len(posts) == 2
