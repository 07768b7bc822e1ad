"""A coordinator puts a collection together, without a script: words, parts, order, address, publishing."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from tests.build import make_activity, make_place
from tests.exchange.test_sitemaps import all_pages
from tests.page import PageClient, one, text_of, texts
from tests.staff import signed_in_client, submit
from webapp.accounts.rules import COORDINATOR
from webapp.areas.models import Municipality
from webapp.collecting.models import Collection, CollectionText
from webapp.collecting.queries import list_all
from webapp.core.text_states import TextState, state_of
from webapp.extensions import db
from webapp.merging.operations import merge

DESK = "/staff/brinkdam/collections"
MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(MOMENT, tick=False):
        yield


@pytest.fixture
def coordinator(brinkdam: Municipality) -> PageClient:
    return signed_in_client(COORDINATOR, brinkdam)


def begin(coordinator: PageClient, title: str = "Nieuw hier") -> str:
    """Its page."""
    answer = submit(coordinator, DESK, title=title)
    assert answer.status_code == 303, answer.text[:2000]
    return str(answer.headers["Location"])


def stored(town: Municipality) -> Collection:
    db.session.expire_all()
    [collection] = list_all(town)
    return collection


def text(collection: Collection, language: str) -> CollectionText | None:
    return next((one for one in collection.texts if one.language == language), None)


def state(collection: Collection, language: str) -> TextState:
    return state_of(text(collection, language), text(collection, "nl"))


def fill(coordinator: PageClient, page: str, **fields: str) -> int:
    """The form of the texts as it is, with other words; `__` stands for `--`."""
    form = coordinator.page(f"{page}/texts")
    told = {field.attrs["name"]: field.attrs.get("value", "") for field in form.query("input[name]")}
    told |= {field.attrs["name"]: field.to_text().strip() for field in form.query("textarea")}
    told.pop("confirms", None)
    told |= {name.replace("__", "--"): value for name, value in fields.items()}
    return coordinator.post(f"{page}/texts", data=told).status_code


def test_from_nothing_to_a_public_page(coordinator: PageClient, client: PageClient, brinkdam: Municipality) -> None:
    make_activity(brinkdam, "Taalcafé", checked_on=MOMENT.date())
    make_place(brinkdam, "Bibliotheek", checked_on=MOMENT.date())
    page = begin(coordinator)
    for word in ("taalcafe", "bibliotheek"):
        found = coordinator.page(f"{page}?find={word}")
        [pick] = found.query("input[name=pick]")
        assert submit(coordinator, f"{page}/parts", form_page=page, pick=pick.attrs["value"]).status_code == 303
    assert submit(coordinator, f"{page}/parts", form_page=page).headers["Location"] == f"{page}/texts"
    heading = next(part for part in stored(brinkdam).parts if part.is_heading)
    assert fill(coordinator, page, **{f"nl__{heading.id}-title": "Begin hier", "en__title": "New here"}) == 303
    for _time in range(2):
        submit(coordinator, f"{page}/parts/{heading.id}/up", form_page=page)
    assert client.get("/nl/brinkdam/collections/nieuw-hier").status_code == 404

    assert submit(coordinator, f"{page}/state", form_page=page, to="public").status_code == 303

    public = client.page("/nl/brinkdam/collections/nieuw-hier")
    assert texts(public, "h2")[:1] == ["Begin hier"]
    assert texts(public, ".pick__name") == ["Taalcafé", "Bibliotheek"]
    assert text_of(one(client.page("/en/brinkdam/collections/nieuw-hier"), "h1")) == "New here"
    submit(coordinator, f"{page}/state", form_page=page, to="draft")
    assert client.get("/nl/brinkdam/collections/nieuw-hier").status_code == 404


def test_the_states_of_its_texts_are_those_of_other_texts(coordinator: PageClient, brinkdam: Municipality) -> None:
    page = begin(coordinator)
    assert state(stored(brinkdam), "en") == TextState.MISSING
    fill(coordinator, page, en__title="New here")
    assert state(stored(brinkdam), "en") == TextState.CHECKED
    fill(coordinator, page, nl__title="Nieuw hier!")
    assert state(stored(brinkdam), "en") == TextState.CHECKED, "a sign is no news"
    fill(coordinator, page, nl__intro="Wat helpt in je eerste weken.")
    assert state(stored(brinkdam), "en") == TextState.OUTDATED
    assert "ouder dan de Nederlandse tekst" in coordinator.get(page).text
    fill(coordinator, page, confirms="en")
    assert state(stored(brinkdam), "en") == TextState.CHECKED
    fill(coordinator, page, en__title="")
    assert state(stored(brinkdam), "en") == TextState.MISSING


def test_two_coordinators_at_once_lose_nothing(coordinator: PageClient, brinkdam: Municipality) -> None:
    page = begin(coordinator)
    form = coordinator.page(f"{page}/texts")
    opened = {field.attrs["name"]: field.attrs.get("value", "") for field in form.query("input[type=hidden]")}
    fill(coordinator, page, nl__intro="Van een collega.")

    answer = coordinator.post(f"{page}/texts", data={**opened, "nl--title": "Nieuw hier", "nl--intro": "Van mij."})

    assert answer.status_code == 409
    assert "Van een collega." in answer.text
    assert "Van mij." in answer.text
    assert text(stored(brinkdam), "nl").intro == "Van een collega."  # type: ignore[union-attr]


def test_a_new_address_keeps_the_old_one_alive(
    coordinator: PageClient, client: PageClient, brinkdam: Municipality
) -> None:
    activity = make_activity(brinkdam, "Taalcafé")
    page = begin(coordinator)
    submit(coordinator, f"{page}/parts", form_page=page, pick=f"activities/{activity.slug}")
    submit(coordinator, f"{page}/state", form_page=page, to="public")
    for slug in ("Welkom hier", "nog-een"):
        assert submit(coordinator, f"{page}/address", slug=slug, themes="geld").status_code == 303

    for old in ("nieuw-hier", "welkom-hier"):
        assert client.get(f"/nl/brinkdam/collections/{old}").headers["Location"] == "/nl/brinkdam/collections/nog-een"
    other = begin(coordinator, "Nieuw hier")
    assert "nieuw-hier-2" in coordinator.get(f"{other}/address").text
    taken = submit(coordinator, f"{other}/address", slug="welkom-hier")
    assert taken.status_code == 422
    assert 'id="slug-problem"' in taken.text
    assert submit(coordinator, f"{page}/address", slug="welkom-hier").status_code == 303, "back to one of its own"
    assert client.get("/nl/brinkdam/collections/nog-een").headers["Location"].endswith("/welkom-hier")


def test_a_draft_is_seen_as_visitors_will_see_it_and_by_nobody_else(
    coordinator: PageClient, client: PageClient, brinkdam: Municipality
) -> None:
    make_activity(brinkdam, "Taalcafé", checked_on=MOMENT.date())
    desk = begin(coordinator)
    pick = one(coordinator.page(f"{desk}?find=taalcafe"), "input[name=pick]").attrs["value"]
    submit(coordinator, f"{desk}/parts", form_page=desk, pick=pick)
    fill(coordinator, desk, en__title="New here")
    page = coordinator.page(one(coordinator.page(desk), "a[href$=preview]").attrs["href"])
    english = coordinator.page(next(link.attrs["href"] for link in page.query(".languages a")))

    assert (texts(page, "h1"), texts(english, "h1")) == (["Nieuw hier"], ["New here"])
    assert (one(page, "html").attrs["lang"], one(english, "html").attrs["lang"]) == ("nl", "en")
    assert "Dit is een concept" in text_of(page.query(".notice")[0])
    assert "This is a draft" in text_of(english.query(".notice")[0])
    assert texts(page, ".pick__name") == ["Taalcafé"]
    assert not page.query("main a[href*=refer]"), "nobody can give along what is not public"
    assert client.get(f"{desk}/preview").status_code in (302, 303), "others sign in first"
    assert client.get("/nl/brinkdam/collections/nieuw-hier").status_code == 404
    submit(coordinator, f"{desk}/state", form_page=desk, to="public")
    public = client.page("/nl/brinkdam/collections/nieuw-hier")
    assert [text_of(part) for part in public.query(".pick")] == [text_of(part) for part in page.query(".pick")]


@pytest.mark.parametrize("pick", ["activities/bestaat-niet", "x", "places/", "teams/geld"])
def test_what_is_not_there_cannot_be_added(coordinator: PageClient, brinkdam: Municipality, pick: str) -> None:
    page = begin(coordinator)

    answer = submit(coordinator, f"{page}/parts", form_page=page, pick=pick)

    assert answer.status_code == 422
    assert "Zoek opnieuw" in answer.text
    assert not stored(brinkdam).parts


def test_twice_is_once_and_nothing_is_no_collection(coordinator: PageClient, brinkdam: Municipality) -> None:
    activity = make_activity(brinkdam, "Taalcafé")
    page = begin(coordinator)
    assert submit(coordinator, f"{page}/state", form_page=page, to="public").status_code == 422
    pick = f"activities/{activity.slug}"
    assert submit(coordinator, f"{page}/parts", form_page=page, pick=pick).status_code == 303
    assert submit(coordinator, f"{page}/parts", form_page=page, pick=pick).status_code == 422
    [part] = stored(brinkdam).parts
    submit(coordinator, f"{page}/parts/{part.id}/remove", form_page=page)

    assert not stored(brinkdam).parts
    assert not stored(brinkdam).published


def test_words_of_what_is_taken_out_go_too(coordinator: PageClient, brinkdam: Municipality) -> None:
    activity = make_activity(brinkdam, "Taalcafé")
    page = begin(coordinator)
    submit(coordinator, f"{page}/parts", form_page=page, pick=f"activities/{activity.slug}")
    [part] = stored(brinkdam).parts
    fill(coordinator, page, **{f"nl__{part.id}-words": "Omdat het leuk is."})
    assert "Omdat het leuk is." in coordinator.get(page).text

    submit(coordinator, f"{page}/parts/{part.id}/remove", form_page=page)

    assert text(stored(brinkdam), "nl").words == {}  # type: ignore[union-attr]


@pytest.mark.parametrize(("title", "status"), [("", 422), ("x" * 81, 422), ("x" * 80, 303)])
def test_a_title_is_needed_and_has_an_end(
    coordinator: PageClient, brinkdam: Municipality, title: str, status: int
) -> None:
    assert submit(coordinator, DESK, title=title).status_code == status


def test_collections_have_an_order_and_go(coordinator: PageClient, brinkdam: Municipality) -> None:
    first, second = begin(coordinator, "Een"), begin(coordinator, "Twee")
    submit(coordinator, f"{second}/up", form_page=DESK)
    assert texts(coordinator.page(DESK), ".sign-ins__device") == ["Twee", "Een"]
    submit(coordinator, f"{first}/remove", form_page=first)

    assert texts(coordinator.page(DESK), ".sign-ins__device") == ["Twee"]


def test_two_things_that_become_one_stand_in_it_once(coordinator: PageClient, brinkdam: Municipality) -> None:
    kept, gone, other = (make_activity(brinkdam, name) for name in ("Taalcafé", "Taal café", "Koor"))
    page = begin(coordinator)
    for activity in (gone, other):
        submit(coordinator, f"{page}/parts", form_page=page, pick=f"activities/{activity.slug}")

    merge(brinkdam, "activities", kept.id, gone.id, {}, by=None, now=MOMENT)
    db.session.commit()

    assert [part.activity_id for part in stored(brinkdam).parts] == [kept.id, other.id]


def test_search_engines_learn_of_what_is_public(
    coordinator: PageClient, client: PageClient, brinkdam: Municipality
) -> None:
    activity = make_activity(brinkdam, "Taalcafé", checked_on=MOMENT.date())
    page = begin(coordinator)
    submit(coordinator, f"{page}/parts", form_page=page, pick=f"activities/{activity.slug}")
    assert not any("collections" in address for address in all_pages(client))

    submit(coordinator, f"{page}/state", form_page=page, to="public")

    found = {address for address in all_pages(client) if "collections" in address}
    own = {f"http://localhost/{lang}/brinkdam/collections" for lang in ("nl", "en")}
    assert found == own | {f"{address}/nieuw-hier" for address in own}
    for address in found:
        assert client.get(address.removeprefix("http://localhost")).status_code == 200


def test_the_desk_says_what_is_left_out_and_which_texts_are_behind(
    coordinator: PageClient, brinkdam: Municipality
) -> None:
    desk = "/staff/brinkdam/desk"
    assert "collecties" not in coordinator.page(desk).to_text()
    activity = make_activity(brinkdam, "Taalcafé", checked_on=MOMENT.date())
    page = begin(coordinator)
    submit(coordinator, f"{page}/parts", form_page=page, pick=f"activities/{activity.slug}")
    submit(coordinator, f"{page}/state", form_page=page, to="public")
    assert "Collecties met een tekst die ontbreekt of ouder is" in coordinator.page(desk).to_text()

    fill(coordinator, page, en__title="New here")
    assert "Alles in de collecties is openbaar en op tijd nagekeken." in coordinator.page(desk).to_text()
    activity.published = False
    db.session.commit()
    assert "Collecties waarin bezoekers niet alles zien" in coordinator.page(desk).to_text()
