"""What an editor finds and changes: facts, words, something new; by forms, with nothing typed ever lost."""

from collections.abc import Iterator
from datetime import UTC, datetime
from secrets import token_urlsafe

import pytest
import time_machine
from flask import Flask

from tests.editing.cast import STAFF, Cast, fields_of, fill
from tests.page import ONCE, parse, texts
from tests.staff import signed_in_client
from webapp.activities.models import Activity
from webapp.extensions import db
from webapp.places.models import Place
from webapp.versions.queries import find_own_draft, find_published

SCRIPT = "<script>alert(1)</script>{{7*7}}"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 24, 9, 30, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast(app)


def test_the_list_has_what_is_ones_own_and_nothing_else(cast: Cast) -> None:
    client, _user = cast.editor()
    page = client.page(f"{STAFF}/offer")

    assert texts(page, ".inbox__subject") == ["Het Brughuis", "Koffie"]
    coordinator, _user = cast.coordinator()
    assert "Het Dorpshuis" in texts(coordinator.page(f"{STAFF}/offer"), ".inbox__subject")


def test_what_an_editor_needs_most_comes_first_and_each_page_leads_back(cast: Cast) -> None:
    client, _user = cast.editor()
    links = [str(one.attrs["href"]) for one in client.page(cast.path()).query(".options__link")]

    last_words = [link.rsplit("/", 1)[-1] for link in links if link.startswith(cast.path() + "/")]
    assert last_words[0] == "times"
    assert last_words.index("edit") < last_words.index("texts") < last_words.index("photos") < last_words.index("pin")
    assert last_words[-1] == "versions"
    back = client.page(cast.path(more="/pin")).query(".back a")
    assert [one.attrs["href"] for one in back] == [cast.path()]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=brug", ["Het Brughuis"]),
        ("q=%25", []),
        ("q=_offie", []),
        ("state=hidden", []),
        ("state=public", ["Het Brughuis", "Koffie"]),
        ("state=old", ["Het Brughuis", "Koffie"]),
        ("state=waiting", []),
        ("state=nonsense", ["Het Brughuis", "Koffie"]),
    ],
)
def test_the_list_can_be_searched(cast: Cast, query: str, found: list[str]) -> None:
    client, _user = cast.editor()

    assert texts(client.page(f"{STAFF}/offer?{query}"), ".inbox__subject") == found


def test_a_draft_is_found_among_what_waits(cast: Cast) -> None:
    client, _user = cast.editor()
    fill(client, cast.path(more="/edit"), "draft", phone="0600000000")

    assert texts(client.page(f"{STAFF}/offer?state=waiting"), ".inbox__subject") == ["Het Brughuis"]


def test_who_edits_for_nobody_is_told_so(cast: Cast) -> None:
    page = signed_in_client("editor", cast.town).page(f"{STAFF}/offer")

    assert texts(page, ".inbox__subject") == []
    assert page.query(".notice")


@pytest.mark.parametrize("more", ["", "/edit", "/texts", "/versions"])
def test_what_is_of_another_organisation_is_not_there(cast: Cast, more: str) -> None:
    client, _user = cast.editor(publishes=True)

    assert client.get(cast.path(cast.foreign, more)).status_code == 404
    assert client.get(cast.path(more=more)).status_code == 200
    assert client.get(cast.path(cast.activity, more)).status_code == 200


def test_a_trusted_editor_changes_facts_at_once(cast: Cast) -> None:
    client, user = cast.editor(publishes=True)
    answer = fill(
        client, cast.path(more="/edit"), phone="078 - 202 11 11", free="1", themes=["geld", "eten"], postcode="2951 ab"
    )

    assert answer.status_code == 303
    db.session.expire_all()
    place = db.session.get_one(Place, (cast.town.id, cast.place.id))
    assert (place.phone, place.free, place.themes, place.postcode) == (
        "078 - 202 11 11", True, ["geld", "eten"], "2951AB"
    )  # fmt: skip
    assert place.texts[0].summary == "Koffie en een praatje."
    current = find_published(place)
    assert current is not None
    assert (current.by_user, current.what) == (user.id, "edit")
    page = client.page(answer.location)
    assert "078 - 202 11 11" in texts(page, ".told dd")


def test_who_is_not_trusted_proposes_whatever_button_is_sent(cast: Cast) -> None:
    client, user = cast.editor()
    fill(client, cast.path(more="/edit"), "publish", phone="0600000000")

    db.session.expire_all()
    draft = find_own_draft(cast.place, user.id)
    assert draft is not None
    assert (cast.place.phone, draft.state) == ("0612345678", "review")
    page = client.page(cast.path())
    assert texts(page, ".changes del") == ["0612345678"]
    assert texts(page, ".changes ins") == ["0600000000"]


def test_an_activity_costs_something_or_nothing(cast: Cast) -> None:
    client, _user = cast.editor(publishes=True)
    path = cast.path(cast.activity, "/edit")
    fill(client, path, price_cents="€ 2,5", min_age="12")
    db.session.expire_all()
    activity = db.session.get_one(Activity, (cast.town.id, cast.activity.id))
    assert (activity.price_cents, activity.min_age, activity.themes) == (250, 12, ["ontmoeten"])
    assert fields_of(client.get(path).text, path)["price_cents"] == ["2,50"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"price_cents": "gratis"}, "price_cents"),
        ({"price_cents": "99999999"}, "price_cents"),
        ({"price_cents": "2,50", "free": "1"}, "price_cents"),
        ({"min_age": "²"}, "min_age"),
        ({"min_age": "300"}, "min_age"),
        ({"phone": SCRIPT}, "phone"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"email": "a@b"}, "email"),
        ({"kind": "geheim"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"place_id": "7"}, "place_id"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_nothing_typed_is_lost(
    cast: Cast, typed: dict[str, str], field: str
) -> None:
    client, _user = cast.editor(publishes=True)
    path = cast.path(cast.activity, "/edit")
    answer = fill(client, path, **{"website": "https://ik.typte.dit", **typed})

    assert answer.status_code == 422
    page = parse(answer.text)
    [name] = [one.attrs["name"] for one in page.query("[aria-invalid=true]")]
    assert name == field
    assert texts(page, ".problem")
    kept = fields_of(answer.text, path)
    for name, value in {"website": "https://ik.typte.dit", **typed}.items():
        if name not in ("kind", "place_id"):
            assert kept[name] == [value]


@pytest.mark.parametrize("field", ["organisation_id", "place_id"])
def test_nobody_moves_an_item_to_what_is_not_the_own(cast: Cast, field: str) -> None:
    client, _user = cast.editor(publishes=True)
    foreign = {"organisation_id": str(cast.other.id), "place_id": str(cast.foreign.id)}[field]
    answer = fill(client, cast.path(cast.activity, "/edit"), **{field: foreign})

    assert answer.status_code == 422
    assert parse(answer.text).query("[aria-invalid=true]")[0].attrs["name"] == field


def test_nobody_gives_the_last_organisation_away(cast: Cast) -> None:
    client, _user = cast.editor(publishes=True)

    assert fill(client, cast.path(more="/edit"), organisation_id="").status_code == 422
    coordinator, _user = cast.coordinator()
    assert fill(coordinator, cast.path(more="/edit"), organisation_id="").status_code == 303


def test_two_who_change_different_facts_lose_nothing(cast: Cast) -> None:
    (first, _one), (second, _two) = cast.editor(publishes=True), cast.coordinator()
    path = cast.path(more="/edit")
    stale = first.get(path).text
    fill(second, path, phone="0699999999")

    answer = fill(first, path, "publish", stale, city="Brinkdam")

    assert answer.status_code == 303
    db.session.expire_all()
    assert (cast.place.phone, cast.place.city) == ("0699999999", "Brinkdam")


def test_two_who_change_the_same_choose_without_a_script(cast: Cast) -> None:
    (first, _one), (second, _two) = cast.editor(publishes=True), cast.coordinator()
    path = cast.path(more="/edit")
    stale = first.get(path).text
    fill(second, path, phone="0699999999", email="info@example.nl")
    answer = fill(first, path, "publish", stale, phone="0600000000", city="Brinkdam")

    assert answer.status_code == 409
    page = parse(answer.text)
    assert texts(page, ".clash__words") == ["0600000000", "0699999999"]
    keep = page.query("input[type=radio]")[0].attrs["name"]
    answer = fill(first, path, "publish", answer.text, **{str(keep): "mine"})
    assert answer.status_code == 303
    db.session.expire_all()
    assert (cast.place.phone, cast.place.email, cast.place.city) == ("0600000000", "info@example.nl", "Brinkdam")


def test_without_a_choice_it_is_asked_again(cast: Cast) -> None:
    (first, _one), (second, _two) = cast.editor(publishes=True), cast.coordinator()
    path = cast.path(more="/texts")
    stale = first.get(path).text
    fill(second, path, nl_summary="Anders gezegd.")
    answer = fill(first, path, "publish", stale, nl_summary=SCRIPT)
    again = fill(first, path, "publish", answer.text)

    assert (answer.status_code, again.status_code) == (409, 409)
    assert texts(parse(again.text), ".clash__words") == [SCRIPT, "Anders gezegd."]
    keep = parse(again.text).query("input[type=radio]")[0].attrs["name"]
    assert fill(first, path, "publish", again.text, **{str(keep): "theirs"}).status_code == 303
    db.session.expire_all()
    assert cast.place.texts[0].summary == "Anders gezegd."


@pytest.mark.parametrize("base", ["", "0", "99", "-1", "x", "²", "9" * 30])
def test_a_form_of_no_version_is_refused_with_a_sentence(cast: Cast, base: str) -> None:
    client, _user = cast.editor(publishes=True)

    assert fill(client, cast.path(more="/edit"), base=base).status_code == 400


def test_a_new_place_and_what_happens_there(cast: Cast) -> None:
    client, _user = cast.editor(publishes=True)
    answer = fill(client, f"{STAFF}/places/new", nl_name="De Schuur", kind="buurthuis", street="Kade")
    assert answer.status_code == 303
    place = db.session.query(Place).filter_by(slug="de-schuur").one()
    assert (place.published, place.organisation_id, place.street) == (False, cast.own.id, "Kade")
    answer = fill(client, f"{STAFF}/activities/new", "", client.get(f"{STAFF}/activities/new?place={place.id}").text,
                  nl_name="Soep", kind="inloop")  # fmt: skip
    activity = db.session.query(Activity).filter_by(slug="soep").one()
    assert (activity.place_id, activity.published) == (place.id, False)

    fill(client, cast.path(place, "/state"), "", client.get(cast.path(place)).text, to="show")
    db.session.expire_all()
    assert db.session.get_one(Place, (cast.town.id, place.id)).published


def test_something_new_of_somebody_else_or_without_a_name_is_refused(cast: Cast) -> None:
    client, _user = cast.editor(publishes=True)
    answer = fill(client, f"{STAFF}/places/new", kind="buurthuis", organisation_id=str(cast.other.id), street="Kade")

    assert answer.status_code == 422
    names = {one.attrs["name"] for one in parse(answer.text).query("[aria-invalid=true]")}
    assert names == {"nl-name", "organisation_id"}
    assert fields_of(answer.text, f"{STAFF}/places/new")["street"] == ["Kade"]


def test_off_the_site_at_once_and_back_after_a_review(cast: Cast) -> None:
    client, user = cast.editor()
    public = f"/nl/brinkdam/places/{cast.place.slug}"
    assert client.get(public).status_code == 200

    fill(client, cast.path(more="/state"), "", client.get(cast.path()).text, to="gone")
    assert client.get(public).status_code == 404
    fill(client, cast.path(more="/state"), "", client.get(cast.path()).text, to="show")
    assert client.get(public).status_code == 404
    draft = find_own_draft(cast.place, user.id)
    assert draft is not None
    assert (draft.state, draft.what) == ("review", "show")


def test_a_draft_is_given_up(cast: Cast) -> None:
    client, user = cast.editor()
    fill(client, cast.path(more="/edit"), "draft", phone="0600000000")
    page = client.get(cast.path()).text
    assert client.post(cast.path(more="/draft"), data={**fields_of(page, cast.path(more="/draft")), "do": "drop"})
    assert find_own_draft(cast.place, user.id) is None
    anew = {**fields_of(page, cast.path(more="/draft")), ONCE: token_urlsafe(16)}
    again = client.post(cast.path(more="/draft"), data={**anew, "do": "drop"})
    assert again.location.endswith("done=none")
