"""Somebody of a community centre, between two visitors: today's activity falls out in three taps at most, counted from
the sign-in page, and a resident reads it at once."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.site import Site
from tests.browser.test_staff import check
from tests.staff import PASSWORD, code_of

SMALL = {"width": 360, "height": 640}
MOST_TAPS = 3


class Thumb:
    """Counts each tap. Typing is none: Enter is a key of the keyboard that is open anyway."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    def tap(self, target: object) -> None:
        expect(target).to_be_in_viewport(ratio=1)  # type: ignore[call-overload]
        target.tap()  # type: ignore[attr-defined]
        self.taps += 1


def arrive(page: Page, site: Site) -> None:
    """Password and code; both pages have the cursor in their first field."""
    email, key = site.staff["editor"]
    page.goto("/staff/")
    page.locator("#email").fill(email)
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#code").fill(code_of(key))
    page.keyboard.press("Enter")
    expect(page.locator(".programme__list").first).to_be_visible()


def test_todays_activity_is_cancelled_in_three_taps_and_residents_see_it_at_once(
    open_page: OpenPage, site: Site
) -> None:
    resident, page = (
        open_page(locale="nl-NL"),
        open_page(viewport=SMALL, has_touch=True, reduced_motion="reduce", locale="nl-NL"),
    )
    arrive(page, site)
    thumb = Thumb(page)
    line = page.locator(".programme__date", has=page.locator(".programme__cancel")).first
    name, public_url = line.locator(".programme__name").inner_text(), line.get_attribute("data-public")
    assert public_url
    resident.goto(public_url)
    assert "Wegens ziekte" not in resident.locator("main").inner_text()

    thumb.tap(line.locator("summary"))
    thumb.tap(line.get_by_role("button", name="Wegens ziekte"))

    done = page.locator(".programme__date", has_text=name).first
    expect(done).to_contain_text("Wegens ziekte")
    assert thumb.taps <= MOST_TAPS
    resident.reload()
    expect(resident.locator("main")).to_contain_text("Wegens ziekte")
    check(page)

    done.get_by_role("button", name="Zet terug").tap()
    expect(page.locator(".programme__date", has_text=name).first.locator("summary")).to_be_visible()
    resident.reload()
    assert "Wegens ziekte" not in resident.locator("main").inner_text()
