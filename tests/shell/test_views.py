"""The manifest in each language, the worker that changes with each file, and the page without a connection."""

import json
import re
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from tests.page import PageClient, one, texts
from webapp.app import STATIC
from webapp.areas.queries import get_open_municipality
from webapp.extensions import db

TOWN = "alblasserdam"


def manifest(client: PageClient, path: str) -> dict[str, Any]:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "application/manifest+json"
    found: dict[str, Any] = json.loads(answer.text)
    return found


@pytest.mark.parametrize(
    ("language", "now", "ask"), [("nl", "Nu open", "Stel een vraag"), ("en", "Open now", "Ask a question")]
)
def test_the_manifest_speaks_the_language_and_knows_the_town(
    demo: PageClient, language: str, now: str, ask: str
) -> None:
    found = manifest(demo, f"/{language}/{TOWN}/manifest.webmanifest")

    assert (found["lang"], found["dir"], found["display"], found["scope"]) == (language, "ltr", "standalone", "/")
    assert found["id"] == found["start_url"] == f"/{language}/{TOWN}/"
    assert found["name"] == "Dichtbij Alblasserdam"
    assert len(found["short_name"]) <= 12
    assert [shortcut["name"] for shortcut in found["shortcuts"]] == [now, ask]
    for address in (found["start_url"], *(shortcut["url"] for shortcut in found["shortcuts"])):
        assert demo.get(address).status_code == 200


def test_the_manifest_of_the_site_is_that_of_its_only_town(demo: PageClient) -> None:
    own = manifest(demo, f"/en/{TOWN}/manifest.webmanifest")

    assert manifest(demo, "/manifest.webmanifest?lang=en") == own
    answer = demo.get("/manifest.webmanifest", headers={"Accept-Language": "en"})
    assert json.loads(answer.text) == own
    assert "Accept-Language" in answer.headers["Vary"]


def test_the_icons_are_there_in_the_size_that_is_told(demo: PageClient) -> None:
    icons = manifest(demo, f"/nl/{TOWN}/manifest.webmanifest")["icons"]

    assert {(icon["sizes"], icon["purpose"]) for icon in icons} == {
        (size, purpose) for size in ("192x192", "512x512") for purpose in ("any", "maskable")
    }
    for icon in icons:
        with demo.get(icon["src"]) as answer:
            assert "immutable" in answer.headers["Cache-Control"]
            picture = Image.open(BytesIO(answer.data))
        assert f"{picture.width}x{picture.height}" == icon["sizes"]
        corner = picture.convert("RGBA").getpixel((0, 0))
        assert isinstance(corner, tuple)
        assert (corner[3] == 255) == (icon["purpose"] == "maskable"), (
            "a launcher cuts the shape, so nothing may be open"
        )


def test_a_town_with_its_own_colour_has_it_on_the_phone_too(demo: PageClient) -> None:
    before = manifest(demo, f"/nl/{TOWN}/manifest.webmanifest")["theme_color"]
    get_open_municipality(TOWN).colours = {"primary": "#1a3c8f"}
    db.session.flush()

    assert before == "#0b3f37"
    assert manifest(demo, f"/nl/{TOWN}/manifest.webmanifest")["theme_color"] == "#1a3c8f"


@pytest.mark.parametrize("path", [f"/nl/{TOWN}/manifest.webmanifest", "/service-worker.js"])
def test_what_is_asked_for_again_comes_only_when_it_changed(demo: PageClient, path: str) -> None:
    etag = demo.get(path).headers["ETag"]

    assert demo.get(path, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize(
    "page", ["", "places", "places/het-brughuis", "today", "search", "ask", "about", "life-events"]
)
def test_each_page_of_a_town_names_its_manifest_and_both_colours(demo: PageClient, page: str) -> None:
    document = demo.page(f"/en/{TOWN}/{page}")

    assert one(document, 'link[rel="manifest"]').attrs["href"] == f"/en/{TOWN}/manifest.webmanifest"
    assert len(document.query('meta[name="theme-color"]')) == 2
    assert is_there(demo, one(document, 'link[rel="apple-touch-icon"]').attrs["href"] or "")


@pytest.mark.parametrize(
    ("page", "installs"),
    [("", True), ("places/het-brughuis", True), ("about", True), ("ask", False), ("report?place=het-brughuis", False),
     ("life-events/worried", False)],
)  # fmt: skip
def test_only_pages_that_anybody_may_find_on_a_phone_install_the_worker(
    demo: PageClient, page: str, installs: bool
) -> None:
    assert bool(demo.page(f"/nl/{TOWN}/{page}").query("[data-worker]")) == installs


def is_there(client: PageClient, file: str) -> bool:
    with client.get(file) as answer:  # an open file
        return answer.status_code == 200


def release(script: str) -> dict[str, Any]:
    found = re.match(r"self\.RELEASE=(\{.*\});\n", script)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def test_the_worker_names_its_version_and_files_that_are_there(demo: PageClient) -> None:
    answer = demo.get("/service-worker.js")

    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    told = release(answer.text)
    assert len(told["version"]) == 12
    assert any("main." in file for file in told["files"])
    assert not any("staff" in file for file in told["files"])
    assert all(is_there(demo, file) for file in told["files"])


def test_another_file_makes_another_worker(demo: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    before = demo.get("/service-worker.js")
    extensions = demo.application.extensions
    names = extensions["asset_manifest"]()
    monkeypatch.setitem(extensions, "asset_manifest", lambda: {**names, "main.css": "main.00000000.css"})
    after = demo.get("/service-worker.js", headers={"If-None-Match": before.headers["ETag"]})

    assert after.status_code == 200
    assert release(after.text)["version"] != release(before.text)["version"]
    assert "/static/main.00000000.css" in release(after.text)["files"]
    assert (STATIC / names["worker.js"]).read_text(encoding="utf-8") in after.text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_without_a_connection_leads_on_without_a_script(demo: PageClient, language: str) -> None:
    document = demo.page(f"/{language}/{TOWN}/offline")

    assert one(document, 'meta[name="robots"]').attrs["content"] == "noindex"
    targets = {link.attrs["href"] for link in document.query("main a")}
    assert {f"/{language}/{TOWN}/{page}" for page in ("", "places", "activities", "today", "helper", "ask")} <= targets
    assert texts(document, ".team a[href^='tel:']"), "somebody to call without the internet"
