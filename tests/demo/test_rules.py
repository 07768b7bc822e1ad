"""Content files: a slip of the pen says which entry and which key."""

from datetime import date
from uuid import uuid4

import pytest

from webapp.demo.rules import read_activity, read_organisation, read_place, read_town

PLACE = {"external_id": "p1", "slug": "de-brink", "kind": "inloop", "nl": {"name": "De Brink"}}
ACTIVITY = {"external_id": "a1", "slug": "koffie", "kind": "inloop", "nl": {"name": "Koffie"}}


def test_an_entry_becomes_facts_and_texts() -> None:
    id_ = uuid4()
    content = {
        **PLACE,
        "organisation": "de-brug",
        "lat": 52.1,
        "lon": 5.1,
        "postcode": "3731 AB",
        "free": True,
        "themes": ["eten"],
        "checked_on": "2026-10-01",
        "en": {"name": "The Green", "summary": " Hi \n"},
    }

    entry = read_place(content, {"de-brug": id_})

    assert (entry.external_id, entry.slug) == ("p1", "de-brink")
    assert (entry.facts.organisation_id, entry.facts.postcode, entry.facts.themes) == (id_, "3731AB", ("eten",))
    assert (entry.facts.checked_on, entry.facts.is_demo) == (date(2026, 10, 1), True)
    assert entry.texts["en"].summary == "Hi"


def test_an_activity_names_its_place_and_its_appointment() -> None:
    id_ = uuid4()

    entry = read_activity({**ACTIVITY, "place": "de-brink", "appointment": True}, {}, {"de-brink": id_})

    assert (entry.facts.place_id, entry.facts.by_appointment, entry.facts.position) == (id_, True, None)


def test_a_quality_label_has_a_name_a_day_and_an_address() -> None:
    label = {"name": "Keurmerk", "valid_until": date(2027, 1, 1), "url": "https://keurmerk.example/"}

    facts = read_organisation({"slug": "de-brug", "name": "De Brug", "quality_label": label})

    assert (facts.quality_label, facts.quality_label_until) == ("Keurmerk", date(2027, 1, 1))


@pytest.mark.parametrize(
    ("read", "named"),
    [
        (lambda: read_place({**PLACE, "telefoon": "1"}, {}), "p1: unknown key telefoon"),
        (lambda: read_place({**PLACE, "organisation": "x"}, {}), "p1: there is no organisation 'x'"),
        (lambda: read_activity({**ACTIVITY, "place": "x"}, {}, {}), "a1: there is no place 'x'"),
        (lambda: read_activity({**ACTIVITY, "prijs": 1}, {}, {}), "a1: unknown key prijs"),
        (lambda: read_organisation({"slug": "b", "name": "B", "fax": "1"}), "organisation b: unknown key fax"),
        (lambda: read_organisation({"slug": "b", "name": "B", "quality_label": {"naam": "x"}}), "unknown key naam"),
        (lambda: read_town({"naam": "X"}), "town: unknown key naam"),
    ],
)
def test_a_slip_is_named(read: object, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        read()  # type: ignore[operator]
