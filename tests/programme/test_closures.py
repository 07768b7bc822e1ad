"""A place or an organisation closed for some days, with all that is held there."""

import pytest

from tests.build import make_place
from tests.page import parse, text_of
from tests.programme.build import TODAY, House, editor_of, make_organisation, send
from webapp.schedule.closing import WHOLE_TOWN, close
from webapp.schedule.queries import get_town_time
from webapp.schedule.values import Closure

RIGHT = {"first": "2026-11-24", "last": "2026-11-25", "reason": "works"}


def shown(house: House) -> str:
    page = house.client.page(f"/nl/{house.town.slug}/activities/{house.coffee.slug}")
    return text_of(page.query("main")[0])


def ids(house: House) -> list[str]:
    page = parse(house.client.get(f"{house.staff}/closures").text)
    return [str(form.attrs["action"]) for form in page.query(".programme__date form")]


@pytest.mark.parametrize("kind", ["place", "organisation"])
def test_what_is_closed_shuts_out_all_that_is_held_there_until_it_is_opened_again(house: House, kind: str) -> None:
    subject = f"{kind}:{(house.place if kind == 'place' else house.organisation).id}"

    answer = send(house.client, f"{house.staff}/closures/new", subject=subject, **RIGHT)

    assert answer.status_code == 303
    assert "We verbouwen" in shown(house)
    (remove,) = ids(house)
    assert send(house.client, remove).status_code == 303
    assert "We verbouwen" not in shown(house)
    assert ids(house) == []


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"subject": ""}, "subject"),
        ({"first": ""}, "first"),
        ({"first": "x"}, "first"),
        ({"last": "2026-11-23", "first": "2026-11-20"}, "last"),
        ({"first": "2026-11-25", "last": "2026-11-24"}, "last"),
        ({"last": "2031-01-01"}, "last"),
        ({"last": "2035-01-01"}, "last"),
        ({"reason": ""}, "reason"),
        ({"reason": "", "reason-en": "Moving house"}, "reason-nl"),
    ],
)
def test_what_is_wrong_is_said_beside_it(house: House, typed: dict[str, str], field: str) -> None:
    subject = f"place:{house.place.id}"
    answer = send(house.client, f"{house.staff}/closures/new", **{"subject": subject, **RIGHT, **typed})
    assert answer.status_code == 422
    assert parse(answer.text).query(f"#{field}-error")
    assert get_town_time(house.town.id, TODAY).closures == {}


def test_only_the_own_places_and_never_the_town(house: House) -> None:
    theirs = make_organisation(house.town, "andere")
    other = make_place(house.town, "Hun huis", organisation_id=theirs.id)
    town_row = close(house.town.id, WHOLE_TOWN, Closure(TODAY, TODAY, {"nl": "Storm"}))
    for subject in (f"place:{other.id}", f"organisation:{theirs.id}", "town", "place:x"):
        answer = send(house.client, f"{house.staff}/closures/new", subject=subject, **RIGHT)
        assert answer.status_code == 422, subject
    assert ids(house) == []
    assert send(house.client, f"{house.staff}/closures/{town_row.id}/remove").status_code == 404

    send(house.client, f"{house.staff}/closures/new", subject=f"place:{house.place.id}", **RIGHT)
    (remove,) = ids(house)
    assert send(editor_of(house.town, theirs), remove).status_code == 404
    assert ids(house) == [remove]
