"""A real Chromium on the real product. Nothing here may leave this machine, and each page is watched (watch.py)."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.browser.cut_off import Asker
from tests.browser.gateway import Gateway, running_gateway
from tests.browser.line import Line, phone_line
from tests.browser.phone import visit
from tests.browser.site import Site, running_site
from tests.browser.watch import Watch
from tools.chromium import ARGUMENTS

HERE = Path(__file__).parent
PHONE: ViewportSize = {"width": 360, "height": 740}
WAIT_MS = 10_000
# Each test is a first visit; what a phone keeps has tests of its own.
ORDINARY = {"viewport": PHONE, "service_workers": "block"}
# Even what a page should not ask for does not go out.
NOWHERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
    if not os.access(path, os.X_OK):
        pytest.skip(f"no Chromium at {path}; `make test` installs one, or set CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, NOWHERE])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(browser: Browser) -> Iterator[Site]:
    """After the browser: without one there is nothing to serve."""
    with running_site() as site:
        yield site


@pytest.fixture
def watch(site: Site) -> Watch:
    return Watch(site.address)


@pytest.fixture
def open_page(browser: Browser, site: Site, watch: Watch) -> Iterator[OpenPage]:
    """A page in a browser that has never been here; the arguments are those of Playwright's new_context."""
    contexts = []

    def open_page(**options: Any) -> Page:
        context = browser.new_context(**{**ORDINARY, "base_url": site.address, **options})
        watch.origin = options.get("base_url", site.address)
        contexts.append(context)
        context.set_default_timeout(WAIT_MS)
        watch.over(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    watch.check()


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page()


@pytest.fixture
def line(site: Site, watch: Watch) -> Iterator[Line]:
    watch.may_fail = "/"  # that is what these tests are about
    with phone_line(int(site.address.rpartition(":")[2])) as line:
        yield line


@pytest.fixture
def asker(open_page: OpenPage, line: Line) -> Asker:
    return Asker(open_page(base_url=line.address, reduced_motion="reduce"), line)


@pytest.fixture
def gateway(site: Site) -> Iterator[Gateway]:
    with running_gateway(site.address) as gateway:
        yield gateway


@pytest.fixture
def phone(open_page: OpenPage, gateway: Gateway, watch: Watch) -> Page:
    """One visit of the front page in Dutch has ended; everything that should be kept is."""
    page = open_page(base_url=gateway.address, service_workers="allow")
    watch.may_fail = "/"  # what fails in these tests is what they are about
    visit(page, "nl")
    return page
