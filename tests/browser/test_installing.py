"""What Chromium itself says of the site as an app on a phone."""

import json

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.site import Site

# A context of a test is a private window, in which nothing can be installed; all else would be ours.
OF_THE_TEST = {"in-incognito"}


@pytest.mark.parametrize(
    ("language", "shortcuts"), [("nl", ["Nu open", "Stel een vraag"]), ("en", ["Open now", "Ask a question"])]
)
def test_a_browser_finds_nothing_that_keeps_it_from_being_installed(
    open_page: OpenPage, site: Site, language: str, shortcuts: list[str]
) -> None:
    page = open_page(service_workers="allow")
    page.goto(site.path(language))
    browser = page.context.new_cdp_session(page)
    told = browser.send("Page.getAppManifest")
    manifest = json.loads(told["data"])

    assert told["errors"] == []
    assert told["url"].endswith(f"/{language}/alblasserdam/manifest.webmanifest")
    assert [one["name"] for one in manifest["shortcuts"]] == shortcuts
    assert manifest["lang"] == language
    errors = browser.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {one["errorId"] for one in errors} <= OF_THE_TEST
