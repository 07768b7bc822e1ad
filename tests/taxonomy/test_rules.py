"""The words by which things are found are complete in both languages, and a further language is data only."""

import tomllib

import pytest

from webapp.taxonomy.rules import AXES, TERMS_FILE, find_terms, known, read_taxonomy, taxonomy, terms

EVERY_TERM = [term for axis in AXES for term in terms(axis).values()]
NAMES = [f"{term.axis} {term.id}" for term in EVERY_TERM]


@pytest.mark.parametrize("term", EVERY_TERM, ids=NAMES)
def test_every_term_has_a_label_in_dutch_and_english(term: object) -> None:
    assert {"nl", "en"} <= term.labels.keys()  # type: ignore[attr-defined]


def test_no_two_terms_of_an_axis_read_the_same() -> None:
    for axis in AXES:
        for language in ("nl", "en"):
            labels = [term.label(language) for term in terms(axis).values()]
            assert len(labels) == len(set(labels)), axis


def test_what_a_visitor_sees_has_an_icon() -> None:
    for axis in ("theme", "place_kind", "activity_kind", "group", "attribute", "provider_type"):
        assert all(term.icon for term in terms(axis).values()), axis


def test_a_further_language_is_one_more_key_a_term() -> None:
    content = tomllib.loads(TERMS_FILE.read_text(encoding="utf-8"))
    content["theme"]["geld"]["ar"] = "المال والديون"

    arabic = read_taxonomy(content)["theme"]

    assert arabic["geld"].label("ar") == "المال والديون"
    assert arabic["eten"].label("ar") == "Samen eten"


def test_dimensions_of_a_theme_exist() -> None:
    for term in terms("theme").values():
        assert term.pinless or find_terms("dimension", term.dimensions), term.id


@pytest.mark.parametrize(
    "content",
    [
        {"thema": {}},
        {"theme": {"geld": {"en": "Money"}}},
        {"topic": {"x": {"nl": "X", "theme": "nergens"}}},
    ],
)
def test_a_broken_file_is_refused(content: dict[str, dict[str, dict[str, str]]]) -> None:
    with pytest.raises(ValueError, match=r"axis|label|theme"):
        read_taxonomy(content)


def test_an_id_that_left_the_taxonomy_breaks_no_page() -> None:
    assert [term.id for term in find_terms("theme", ["geld", "weg", "eten"])] == ["geld", "eten"]


def test_a_secret_place_has_no_kind() -> None:
    assert not known("place_kind", "geheim")
    assert not any("shelter" in tag or "abused" in tag for term in EVERY_TERM for tag in term.osm)


def test_it_is_read_once() -> None:
    assert taxonomy() is taxonomy()
