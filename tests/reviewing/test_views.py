"""The second pair of eyes: the queue, publishing, sending back, the history of an item and the way back."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask

from tests.editing.cast import STAFF, Cast, fields_of, fill
from tests.outbox import queued_mails
from tests.page import parse, text_of, texts
from webapp.extensions import db
from webapp.versions.queries import find_own_draft, find_published

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 24, 9, 30, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast(app)


def review_path(cast: Cast, number: int) -> str:
    return f"{STAFF}/review/places/{cast.place.id}/{number}"


def test_a_proposal_goes_through_the_queue_to_the_public(cast: Cast) -> None:
    (editor, author), (coordinator, boss) = cast.editor(), cast.coordinator()
    fill(editor, cast.path(more="/texts"), "review", nl_summary="Koffie en een goed praatje.")
    page = coordinator.page(f"{STAFF}/review")
    assert texts(page, ".inbox__subject") == ["Het Brughuis"]
    path = str(page.query(".inbox__link")[0].attrs["href"])

    page = coordinator.page(path)
    assert texts(page, ".changes ins") == ["goed"]
    assert texts(page, ".changes del") == []
    answer = fill(coordinator, path, "publish", note="Mooi!")
    assert answer.status_code == 303

    assert texts(coordinator.page(f"{STAFF}/review"), ".inbox__subject") == []
    public = parse(editor.get(f"/nl/brinkdam/places/{cast.place.slug}").text)
    assert "Koffie en een goed praatje." in text_of(public.query("main")[0])
    [mail] = queued_mails("review")
    assert mail.to == author.email
    assert "Het Brughuis" in mail.subject
    assert "Mooi!" in mail.body
    assert f"{STAFF}/places/{cast.place.id}" in mail.body
    db.session.expire_all()
    current = find_published(cast.place)
    assert current is not None
    assert (current.by_user, current.reviewed_by_user) == (author.id, boss.id)


def test_sent_back_with_a_sentence_that_the_author_reads(cast: Cast) -> None:
    (editor, author), (coordinator, _boss) = cast.editor(), cast.coordinator()
    fill(editor, cast.path(more="/edit"), "review", phone="0600000000")
    draft = find_own_draft(cast.place, author.id)
    assert draft is not None
    path = review_path(cast, draft.number)

    answer = fill(coordinator, path, "send_back")
    assert answer.status_code == 422
    assert [one.attrs["name"] for one in parse(answer.text).query("[aria-invalid=true]")] == ["note"]
    assert fill(coordinator, path, "send_back", note=f"Klopt dit? {SCRIPT}").status_code == 303

    page = editor.get(cast.path()).text
    assert f"Klopt dit? {SCRIPT}" in text_of(parse(page).query("main")[0])
    assert SCRIPT not in page
    assert len(queued_mails("review")) == 1
    fill(editor, cast.path(more="/edit"), "review", phone="0611111111")
    assert texts(coordinator.page(f"{STAFF}/review"), ".inbox__subject") == ["Het Brughuis"]


def test_what_was_dealt_with_is_not_dealt_with_twice(cast: Cast) -> None:
    (editor, author), (coordinator, _boss) = cast.editor(), cast.coordinator()
    fill(editor, cast.path(more="/edit"), "review", phone="0600000000")
    draft = find_own_draft(cast.place, author.id)
    assert draft is not None
    path = review_path(cast, draft.number)
    page = coordinator.get(path).text
    fill(coordinator, path, "publish", page)
    for do in ("publish", "send_back"):
        answer = fill(coordinator, path, do, page, note="Nog eens")
        assert answer.location.endswith("done=gone")
    assert coordinator.get(path).location.endswith("done=gone")
    assert len(queued_mails("review")) == 1


def test_a_reviewer_chooses_where_somebody_else_changed_the_same(cast: Cast) -> None:
    (editor, author), (coordinator, _boss) = cast.editor(), cast.coordinator()
    fill(editor, cast.path(more="/edit"), "review", phone="0600000000", city="Brinkdam")
    fill(coordinator, cast.path(more="/edit"), "publish", phone="0699999999")
    draft = find_own_draft(cast.place, author.id)
    assert draft is not None
    path = review_path(cast, draft.number)
    page = coordinator.get(path).text
    assert texts(parse(page), ".clash__words") == ["0600000000", "0699999999"]

    answer = fill(coordinator, path, "publish", page)
    assert answer.status_code == 409
    keep = str(parse(page).query("input[type=radio]")[0].attrs["name"])
    assert fill(coordinator, path, "publish", page, **{keep: "theirs"}).status_code == 303
    db.session.expire_all()
    assert (cast.place.phone, cast.place.city) == ("0699999999", "Brinkdam")


def test_who_is_no_coordinator_reviews_nothing(cast: Cast) -> None:
    editor, author = cast.editor(publishes=True)
    fill(editor, cast.path(more="/edit"), "draft", phone="0600000000")
    draft = find_own_draft(cast.place, author.id)
    assert draft is not None

    assert editor.get(f"{STAFF}/review").status_code == 404
    assert editor.get(review_path(cast, draft.number)).status_code == 404
    coordinator, _boss = cast.coordinator()
    assert coordinator.get(review_path(cast, 99)).status_code == 404
    assert coordinator.get(review_path(cast, 10**12)).status_code == 404


def test_the_history_says_who_did_what_and_shows_any_two(cast: Cast) -> None:
    editor, author = cast.editor(publishes=True)
    fill(editor, cast.path(more="/edit"), phone="0600000000")
    fill(editor, cast.path(more="/edit"), phone="0611111111", city="Brinkdam")
    path = cast.path(more="/versions")

    page = editor.page(path)
    entries = [text_of(one) for one in page.query(".version")]
    assert [entry[:2] for entry in entries] == ["3.", "2.", "1."]
    assert author.name in entries[0]
    assert texts(page, ".changes dt") == ["Plaats", "Telefoon"]
    page = editor.page(f"{path}?from=1&to=3")
    assert texts(page, ".changes del") == ["0612345678"]
    assert texts(page, ".changes ins") == ["Brinkdam", "0611111111"]
    assert editor.get(f"{path}?from=x&to=99999999999999").status_code == 200


@pytest.mark.parametrize("publishes", [True, False])
def test_an_earlier_version_comes_back(cast: Cast, publishes: bool) -> None:
    coordinator, _boss = cast.coordinator()
    editor, author = cast.editor(publishes=publishes)
    fill(coordinator, cast.path(more="/edit"), phone="0600000000")
    path = cast.path(more="/versions")
    fields = fields_of(editor.get(path).text, f"{path}/1/restore")
    answer = editor.post(f"{path}/1/restore", data=fields)

    assert answer.status_code == 303
    db.session.expire_all()
    assert cast.place.phone == ("0612345678" if publishes else "0600000000")
    draft = find_own_draft(cast.place, author.id)
    assert (draft.state if draft else None) == (None if publishes else "review")


def test_only_what_was_public_comes_back(cast: Cast) -> None:
    editor, _author = cast.editor()
    fill(editor, cast.path(more="/edit"), "draft", phone="0600000000")
    path = cast.path(more="/versions")
    token = fields_of(editor.get(cast.path()).text, cast.path(more="/draft"))["csrf_token"]
    for number in (2, 9, 10**12):
        assert editor.post(f"{path}/{number}/restore", data={"csrf_token": token}).status_code == 404
