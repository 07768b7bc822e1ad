"""Drafts, reviews and publishing, with two people and two tabs at it."""

from dataclasses import replace
from uuid import UUID

import pytest

from tests.versions.build import LATER, NOW, changed, numbers
from webapp.areas.models import Municipality
from webapp.core.text_states import state_of
from webapp.extensions import db
from webapp.places.checks import FactsError
from webapp.places.models import Place
from webapp.versions import operations
from webapp.versions.models import ItemVersion
from webapp.versions.operations import Proposal, VersionConflict
from webapp.versions.queries import find_own_draft, list_waiting


def test_a_draft_is_not_public_until_a_coordinator_publishes_it(
    town: Municipality, place: Place, ebru: UUID, carla: UUID
) -> None:
    draft = operations.save_draft(town, place, changed(place, facts__phone="0600000000"), by=ebru, now=NOW)
    assert place.phone == "0612345678"
    assert list_waiting(town.id) == []
    operations.ask_review(draft)
    assert list_waiting(town.id) == [draft]

    operations.send_back(draft, "Klopt het nummer?", by=carla, now=NOW)
    again = operations.save_draft(
        town, place, Proposal(draft.number, {**draft.document, "published": True}), by=ebru, now=NOW
    )
    assert again.note == "Klopt het nummer?"
    operations.ask_review(again)
    noted = operations.publish_draft(town, place, again, by=carla, now=LATER)

    assert place.phone == "0600000000"
    assert (noted.by_user, noted.reviewed_by_user, noted.reviewed_at) == (ebru, carla, LATER)
    assert (list_waiting(town.id), find_own_draft(place, ebru)) == ([], None)
    assert numbers(place) == [
        (4, "published", "edit"), (3, "dropped", "edit"), (2, "dropped", "edit"), (1, "superseded", "import")
    ]  # fmt: skip


def test_a_draft_takes_along_what_others_changed_meanwhile(
    town: Municipality, place: Place, ebru: UUID, carla: UUID
) -> None:
    draft = operations.save_draft(town, place, changed(place, facts__phone="0600000000"), by=ebru, now=NOW)
    operations.publish(town, place, changed(place, facts__city="Overwater"), by=carla, now=NOW)
    operations.publish_draft(town, place, draft, by=carla, now=LATER)

    assert (place.phone, place.city) == ("0600000000", "Overwater")


def test_the_same_part_changed_by_two_is_asked_about_and_nothing_is_written(
    town: Municipality, place: Place, ebru: UUID, carla: UUID
) -> None:
    mine = changed(place, facts__phone="0600000000", facts__city="Overwater")
    operations.publish(town, place, changed(place, facts__phone="0611111111"), by=carla, now=NOW)

    with pytest.raises(VersionConflict) as caught:
        operations.publish(town, place, mine, by=ebru, now=NOW)

    [clash] = caught.value.merged.clashes
    assert (clash.part, clash.before, clash.mine, clash.theirs) == (
        "facts.phone", "0612345678", "0600000000", "0611111111"
    )  # fmt: skip
    assert (place.phone, place.city) == ("0611111111", None)
    chosen = replace(mine, choices={caught.value.number: {"facts.phone": "mine"}})
    operations.publish(town, place, chosen, by=ebru, now=LATER)
    assert (place.phone, place.city) == ("0600000000", "Overwater")


@pytest.mark.parametrize(("side", "phone"), [("mine", "0600000000"), ("theirs", "0611111111")])
def test_a_reviewer_chooses_between_a_draft_and_what_is_public(
    town: Municipality, place: Place, ebru: UUID, carla: UUID, side: str, phone: str
) -> None:
    draft = operations.save_draft(town, place, changed(place, facts__phone="0600000000"), by=ebru, now=NOW)
    operations.publish(town, place, changed(place, facts__phone="0611111111"), by=carla, now=NOW)
    with pytest.raises(VersionConflict) as caught:
        operations.publish_draft(town, place, draft, by=carla, now=NOW)
    choices = {caught.value.number: {"facts.phone": side}}
    operations.publish_draft(town, place, draft, by=carla, now=NOW, choices=choices)

    assert place.phone == phone


def test_two_tabs_of_one_author_lose_nothing(town: Municipality, place: Place, ebru: UUID) -> None:
    first_tab, second_tab = changed(place, facts__phone="0600000000"), changed(place, facts__city="Overwater")
    operations.save_draft(town, place, first_tab, by=ebru, now=NOW)
    draft = operations.save_draft(town, place, second_tab, by=ebru, now=NOW)
    assert (draft.document["facts"]["phone"], draft.document["facts"]["city"]) == ("0600000000", "Overwater")

    third_tab = Proposal(1, {**first_tab.document, "facts": {**first_tab.document["facts"], "phone": "0622222222"}})
    with pytest.raises(VersionConflict) as caught:
        operations.publish(town, place, third_tab, by=ebru, now=NOW)
    assert caught.value.number == draft.number
    operations.publish(
        town, place, replace(third_tab, choices={draft.number: {"facts.phone": "theirs"}}), by=ebru, now=NOW
    )
    assert (place.phone, place.city, find_own_draft(place, ebru)) == ("0600000000", "Overwater", None)


def test_a_choice_counts_against_the_version_that_was_looked_at_only(
    town: Municipality, place: Place, ebru: UUID, carla: UUID
) -> None:
    """Own draft and public both differ: first against the one, then against the other, and no choice is lost."""
    old = changed(place, facts__phone="0633333333")
    draft = operations.save_draft(town, place, changed(place, facts__phone="0600000000"), by=ebru, now=NOW)
    operations.publish(town, place, changed(place, facts__phone="0611111111"), by=carla, now=NOW)
    choices: dict[int, dict[str, str]] = {}
    for number in (draft.number, draft.number + 1):
        with pytest.raises(VersionConflict) as caught:
            operations.publish(town, place, replace(old, choices=choices), by=ebru, now=NOW)
        assert caught.value.number == number
        choices[number] = {"facts.phone": "mine"}
    operations.publish(town, place, changed(place, facts__phone="0622222222"), by=carla, now=NOW)
    with pytest.raises(VersionConflict):
        operations.publish(town, place, replace(old, choices=choices), by=ebru, now=NOW)
    assert place.phone == "0622222222"


def test_a_major_change_asks_translations_to_follow_and_a_typo_does_not(
    town: Municipality, place: Place, ebru: UUID
) -> None:
    def state() -> str:
        texts = {text.language: text for text in place.texts}
        return str(state_of(texts["en"], texts["nl"]))

    operations.publish(town, place, changed(place, {"en": "machine"}, texts__en__name="Green"), by=ebru, now=NOW)
    assert state() == "machine"
    operations.publish(town, place, changed(place, {"en": "confirmed"}), by=ebru, now=NOW)
    assert state() == "checked"
    operations.publish(town, place, changed(place, {"nl": "minor"}, texts__nl__name="De Brinck"), by=ebru, now=NOW)
    assert state() == "checked"
    operations.publish(town, place, changed(place, {"nl": "major"}, texts__nl__name="Het Plein"), by=ebru, now=NOW)
    assert state() == "outdated"


def test_what_may_not_be_stored_is_refused(town: Municipality, place: Place, ebru: UUID) -> None:
    with pytest.raises(FactsError, match="phone"):
        operations.publish(town, place, changed(place, facts__phone="bel maar"), by=ebru, now=NOW)
    with pytest.raises(FactsError, match="organisation"):
        operations.publish(town, place, changed(place, facts__organisation_id=str(UUID(int=9))), by=ebru, now=NOW)


def test_only_what_waits_can_be_dealt_with(town: Municipality, place: Place, ebru: UUID, carla: UUID) -> None:
    draft = operations.save_draft(town, place, changed(place, facts__phone="0600000000"), by=ebru, now=NOW)
    with pytest.raises(ValueError, match="is draft"):
        operations.send_back(draft, "", by=carla, now=NOW)
    operations.drop(draft)
    with pytest.raises(ValueError, match="is dropped"):
        operations.ask_review(draft)
    with pytest.raises(ValueError, match="is dropped"):
        operations.publish_draft(town, place, draft, by=carla, now=NOW)


def test_versions_go_with_their_item(town: Municipality, place: Place) -> None:
    db.session.delete(place)
    db.session.flush()

    assert db.session.query(ItemVersion).count() == 0
