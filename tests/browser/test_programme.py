"""Somebody of a community centre, between two visitors: today's activity falls out in three taps at most, counted from
the sign-in page, and a resident reads it at once."""

from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browser.conftest import OpenPage
from tests.browser.passkeys import hold_key
from tests.browser.site import Site
from tests.browser.test_staff import check

SMALL: ViewportSize = {"width": 360, "height": 640}
REASON = "Wegens ziekte"
MOST_TAPS = 3


class Thumb:
    """Counts each tap, and scrolls nowhere: what is tapped has to be in view."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    def tap(self, target: Locator) -> None:
        expect(target).to_be_in_viewport(ratio=1)
        target.tap()
        self.taps += 1


def test_todays_activity_is_cancelled_in_three_taps_and_residents_see_it_at_once(
    open_page: OpenPage, site: Site
) -> None:
    options = {"viewport": SMALL, "reduced_motion": "reduce", "locale": "nl-NL", "base_url": site.public}
    resident, page = open_page(**options), open_page(has_touch=True, **options)
    hold_key(page, site.passkeys["editor"])
    page.goto("/staff/")
    thumb = Thumb(page)

    thumb.tap(page.locator(".passkey button"))
    line = page.locator(".programme__date", has=page.locator(".programme__cancel")).first
    expect(line).to_be_visible()
    name, public_url = line.locator(".programme__name").inner_text(), line.get_attribute("data-public")
    assert public_url
    resident.goto(public_url)
    assert REASON not in resident.locator("main").inner_text()
    thumb.tap(line.locator("summary"))
    thumb.tap(line.get_by_role("button", name=REASON))

    done = page.locator(".programme__date", has_text=name).first
    expect(done).to_contain_text(REASON)
    assert thumb.taps <= MOST_TAPS
    resident.reload()
    expect(resident.locator("main")).to_contain_text(REASON)
    check(page)

    done.get_by_role("button", name="Zet terug").tap()
    expect(page.locator(".programme__date", has_text=name).first.locator("summary")).to_be_visible()
    resident.reload()
    assert REASON not in resident.locator("main").inner_text()

    look_at_the_other_pages(page, name)


def look_at_the_other_pages(page: Page, name: str) -> None:
    """Each is fit for a thumb and for everybody's eyes and ears, in the light and in the dark."""
    page.locator(".programme__cancel summary").first.click()
    check(page)
    page.locator(".programme__name", has_text=name).first.click()
    check(page)
    item = page.url.partition("/date/")[0]
    town = page.url.partition("/staff/")[2].split("/")[0]
    paths = ("times", "times/week/new", "times/series/new", "times/copy", "date/new")
    for address in (f"{page.url}/move", *(f"{item}/{path}" for path in paths)):
        page.goto(address)
        check(page)
    for path in ("today", "closures", "closures/new"):
        page.goto(f"/staff/{town}/{path}")
        check(page)
