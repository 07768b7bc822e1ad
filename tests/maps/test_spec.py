import dataclasses
import math

import pytest

from tests.maps.build import BOUNDS, make_item_map, make_town_map, with_word
from webapp.maps import spec
from webapp.maps.page import MapOnPage


def test_equal_descriptions_are_one_key():
    assert hash(make_town_map()) == hash(make_town_map())
    assert make_town_map() == make_town_map()


def test_a_description_cannot_be_changed_afterwards():
    with pytest.raises(dataclasses.FrozenInstanceError):
        make_town_map().language = "nl"  # type: ignore[misc]


@pytest.mark.parametrize(
    "sides",
    [
        (4.7, 51.8, 4.6, 51.9),  # east of its own east
        (4.6, 51.9, 4.7, 51.8),  # upside down
        (4.6, 51.8, 4.6, 51.9),  # no width
        (-181, 51.8, 4.7, 51.9),
        (4.6, 51.8, 4.7, 90.5),
        (51.8, 4.6, 91.0, math.inf),
        (math.nan, 51.8, 4.7, 51.9),
    ],
)
def test_bounds_outside_the_world_or_inside_out_are_refused(sides):
    with pytest.raises(ValueError, match=r"must|need"):
        spec.Bounds(*sides)


def test_corners_are_latitude_first_as_leaflet_wants():
    assert BOUNDS.corners == ((51.83, 4.62), (51.89, 4.71))


@pytest.mark.parametrize("key", ["", "Feed", "feed2", "data feed", 'feed"', "feed\n", "féed"])
def test_a_key_is_lower_case_letters_and_hyphens(key):
    with pytest.raises(ValueError, match="key"):
        spec.PointLayer(key=key)
    with pytest.raises(ValueError, match="key"):
        spec.MapSpec(key, "en", "ltr", BOUNDS, (), make_item_map().strings)


@pytest.mark.parametrize("language", ["", "NL", "nl_NL", "nl;", "nl\n", "nederlands"])
def test_a_language_is_a_tag(language):
    with pytest.raises(ValueError, match="language"):
        make_town_map(language=language)


def test_a_direction_is_one_of_two():
    with pytest.raises(ValueError, match="rtl"):
        make_town_map(direction="up")


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/a.js",
        "//elsewhere.example/a.js",
        "relative.js",
        "javascript:alert(1)",
        "/a b",
        '/a"b',
        "/a\n",
        "/\\elsewhere.example",
        "/a#b",
    ],
)
def test_an_address_stays_on_our_own_origin(address):
    with pytest.raises(ValueError, match="own origin"):
        MapOnPage(script_url=address, feed_url="", outlines_url="/o", surface="town", name="Map")


def test_a_filter_in_the_address_of_the_feed_is_welcome():
    address = "/api/v1/alblasserdam/map.geojson?lang=nl&q=koffie%20drinken&near=51.86,4.66&open=now"

    assert spec.checked_address(address) == address


@pytest.mark.parametrize("text", ["{{7*7}}", "{% raw %}", "{# note #}", "</script>", "a\nb", "a\x00b", "a\u2028b"])
def test_a_text_that_could_become_code_or_break_a_line_is_refused(text):
    with pytest.raises(ValueError, match="may not contain"):
        make_town_map(strings=with_word("close", text))
    with pytest.raises(ValueError, match="may not contain"):
        spec.Mark("library", "library", text, "en")


def test_a_missing_or_unknown_word_is_named():
    strings = make_town_map().strings

    with pytest.raises(ValueError, match="zoom-in"):
        make_town_map(strings=tuple(pair for pair in strings if pair[0] != "zoom-in"))
    with pytest.raises(ValueError, match="surprise"):
        make_town_map(strings=(*strings, ("surprise", "!")))
    with pytest.raises(ValueError, match="twice"):
        make_town_map(strings=(*strings, strings[0]))


@pytest.mark.parametrize("text", ["plekken hier", "{aantal} plekken hier", "{count} van {total}"])
def test_a_translation_keeps_the_placeholders(text):
    with pytest.raises(ValueError, match="placeholders"):
        make_town_map(strings=with_word("cluster", text))


def test_one_item_needs_no_words_about_many():
    assert "cluster" not in dict(make_item_map().strings)


def test_a_point_on_a_page_has_both_lat_and_lon():
    with pytest.raises(ValueError, match="both"):
        MapOnPage(script_url="/s", feed_url="", outlines_url="/o", surface="item", name="Map", lat=51.8)


@pytest.mark.parametrize("told", ["Open tot", "Open tot %(time)s, %(day)s", ""])
def test_a_sentence_keeps_the_names_that_a_browser_fills_in(told: str) -> None:
    kept = ("Open now until %(time)s", "Nu open tot %(time)s")
    assert make_town_map(sentences=(kept,)).layers[1].sentences == (kept,)
    with pytest.raises(ValueError, match="name to fill in"):
        make_town_map(sentences=(("Open now until %(time)s", told),))
