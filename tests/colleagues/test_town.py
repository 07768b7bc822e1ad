"""The colleagues of a town: whom the coordinator invites, and which roles end."""

import pytest

from tests.build import make_municipality
from tests.colleagues.cast import COLLEAGUES, browser, make_organisation, page_of, path_in_mail
from tests.outbox import queued_mails
from tests.page import PageClient, one
from tests.staff import PASSWORD, make_user, submit
from tests.town import OVERWATER
from webapp.accounts import queries
from webapp.accounts.rules import COORDINATOR, EDITOR, TEAM
from webapp.areas.models import Municipality


@pytest.mark.parametrize("role", [TEAM, COORDINATOR])
def test_the_coordinator_invites_into_the_town(coordinator: PageClient, brinkdam: Municipality, role: str) -> None:
    assert submit(coordinator, COLLEAGUES, invited="nieuw@example.nl", role=role).status_code == 303

    submit(browser(), path_in_mail(), name="Noor", language="nl", password=PASSWORD)
    noor = queries.find_user("nieuw@example.nl")
    assert noor is not None
    assert [(one.role, one.municipality_id) for one in noor.memberships] == [(role, brinkdam.id)]


@pytest.mark.parametrize(("role", "field"), [("admin", "role"), ("", "role"), (EDITOR, "organisation")])
def test_never_an_administrator_and_no_editor_without_organisation(
    coordinator: PageClient, brinkdam: Municipality, role: str, field: str
) -> None:
    answer = submit(coordinator, COLLEAGUES, invited="nieuw@example.nl", role=role)

    assert answer.status_code == 422
    assert not queued_mails()


def test_an_organisation_of_another_town_is_not_one(coordinator: PageClient, brinkdam: Municipality) -> None:
    foreign = make_organisation(make_municipality(OVERWATER))

    answer = submit(coordinator, COLLEAGUES, invited="n@example.nl", role=EDITOR, organisation=str(foreign.id))

    assert answer.status_code == 422
    assert coordinator.get(page_of(foreign)).status_code == 404


def test_a_role_ends_but_not_an_administrators(coordinator: PageClient, brinkdam: Municipality) -> None:
    bob, chief = make_user(TEAM, brinkdam), make_user("admin", brinkdam)
    memberships = {one.user_id: one.id for one in queries.list_members([brinkdam.id])}

    assert chief.email not in coordinator.page(COLLEAGUES).to_text()
    answers = [
        submit(coordinator, f"{COLLEAGUES}/roles/{memberships[user.id]}/end", form_page=COLLEAGUES).status_code
        for user in (bob, chief)
    ]

    assert answers == [303, 404]
    assert bob.email not in one(coordinator.page(COLLEAGUES), "main").to_text()


def test_a_second_tap_makes_no_second_organisation(coordinator: PageClient) -> None:
    new = "/staff/brinkdam/organisations/new"
    told = {"name": "Stichting Twee Tikken", "provider_type": "professioneel", "phone": "078 202 11 99"}
    first, again = (submit(coordinator, new, **told) for _tap in range(2))
    other = submit(coordinator, new, **told | {"phone": "078 202 11 98"})

    assert first.status_code == again.status_code == other.status_code == 303
    assert first.location == again.location != other.location
