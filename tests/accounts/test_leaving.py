"""What ends with a role: what it was for, and with the last one every sign-in."""

from flask import current_app

from tests.page import PageClient
from tests.staff import make_user, sign_in, submit
from tests.teams.build import make_team
from webapp.accounts import operations, queries
from webapp.accounts.models import StaffUser
from webapp.accounts.rules import COORDINATOR, EDITOR, TEAM
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.extensions import db
from webapp.places.editors import get_organisation, map_own_organisations, set_editor
from webapp.places.facts import OrganisationFacts
from webapp.places.operations import save_organisation
from webapp.teams.operations import add_member
from webapp.teams.queries import list_member_ids


def end(user: StaffUser, role: str) -> None:
    (membership,) = [one for one in user.memberships if one.role == role]
    operations.take_away(membership, clock.now())
    db.session.commit()


def test_who_is_of_no_team_any_more_is_in_none_also_when_the_role_comes_back(brinkdam: Municipality) -> None:
    team, user = make_team(brinkdam, "team"), make_user(TEAM, brinkdam)
    add_member(brinkdam, team.id, user.id)

    end(user, TEAM)
    operations.grant(user, TEAM, brinkdam.id)

    assert list(list_member_ids(brinkdam, team.id)) == []


def test_each_role_takes_only_its_own_along(brinkdam: Municipality) -> None:
    team, user = make_team(brinkdam, "team"), make_user(TEAM, brinkdam)
    add_member(brinkdam, team.id, user.id)
    save_organisation(brinkdam, OrganisationFacts(slug="huis", name="Huis"))
    operations.grant(user, EDITOR, brinkdam.id)
    organisation = get_organisation(brinkdam.id, "huis")
    set_editor(brinkdam.id, organisation.id, user.id)

    end(user, TEAM)

    assert map_own_organisations(brinkdam.id, user.id) == {organisation.id: False}


def test_with_the_last_role_every_sign_in_ends_and_not_before(client: PageClient, brinkdam: Municipality) -> None:
    user = make_user(COORDINATOR, brinkdam)
    operations.grant(user, TEAM, brinkdam.id)
    sign_in(client, user)

    end(user, TEAM)
    assert client.get("/staff/").status_code == 200
    end(user, COORDINATOR)
    assert client.get("/staff/").location.startswith("/staff/sign-in")


def test_an_invitation_for_what_is_gone_gives_the_role_and_nothing_to_edit(brinkdam: Municipality) -> None:
    save_organisation(brinkdam, OrganisationFacts(slug="huis", name="Huis"))
    organisation = get_organisation(brinkdam.id, "huis")
    _invitation, token = operations.invite("n@example.nl", EDITOR, brinkdam, clock.now(), about=organisation.id)
    db.session.delete(organisation)
    db.session.commit()
    other = current_app.test_client()
    assert isinstance(other, PageClient)

    answer = submit(other, f"/staff/invitation/{token}", name="Noor", language="nl", password="vier woorden op een rij")

    user = queries.find_user("n@example.nl")
    assert answer.status_code == 303
    assert user is not None
    assert map_own_organisations(brinkdam.id, user.id) == {}
