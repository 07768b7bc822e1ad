"""Organisations, their editors and the colleagues of a town: who may invite whom, and what ends with a role."""

from datetime import UTC, datetime

import pytest

from tests.colleagues.cast import LIST, browser, make_editor, make_organisation, page_of, path_in_mail
from tests.outbox import queued_mails
from tests.page import PageClient, text_of
from tests.staff import PASSWORD, sign_in, submit
from webapp.accounts import queries
from webapp.accounts.rules import EDITOR
from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.places.editors import get_organisation, map_own_organisations, set_editor
from webapp.places.models import Organisation

# ---------------------------------------------------------------- organisations


def test_an_organisation_is_added_and_changed(coordinator: PageClient, brinkdam: Municipality) -> None:
    answer = submit(coordinator, f"{LIST}/new", name="Huis & Haard", provider_type="professioneel")
    found = get_organisation(brinkdam.id, "huis-en-haard")
    assert answer.location == page_of(found)

    answer = submit(
        coordinator,
        f"{page_of(found)}/facts",
        name="Huis en Haard",
        provider_type="informeel-vrijwillig",
        quality_label="Goed bezig",
        quality_label_until="31-12-2027",
        website="https://example.nl",
    )
    db.session.refresh(found)

    assert answer.location == page_of(found)
    assert (found.name, found.slug, str(found.quality_label_until)) == ("Huis en Haard", "huis-en-haard", "2027-12-31")
    assert "Goed bezig" in coordinator.page(page_of(found)).to_text()


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", " "),
        ("email", "geen adres"),
        ("website", "javascript:alert(1)"),
        ("quality_label_url", "ftp://x"),
        ("quality_label_until", "ooit"),
        ("provider_type", "baas"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_is_lost(
    coordinator: PageClient, brink: Organisation, field: str, typed: str
) -> None:
    values = {"name": "Nieuwe naam", "provider_type": "professioneel", "phone": "078 765 43 21", field: typed}

    answer = submit(coordinator, f"{page_of(brink)}/facts", **values)

    assert answer.status_code == 422
    assert f'id="{field}-problem"' in answer.text
    assert 'value="078 765 43 21"' in answer.text
    db.session.refresh(brink)
    assert brink.name == "De Brink"


def test_two_organisations_of_one_name_get_two_addresses(coordinator: PageClient, brinkdam: Municipality) -> None:
    for phone in ("078 202 11 99", "078 202 11 98"):  # the same in all would be a second tap
        submit(coordinator, f"{LIST}/new", name="Huis", provider_type="professioneel", phone=phone)

    assert get_organisation(brinkdam.id, "huis-2").name == "Huis"


# ---------------------------------------------------------------- an editor invites


def test_an_editor_invites_a_colleague_who_then_edits_for_the_same_organisation(
    brinkdam: Municipality, brink: Organisation
) -> None:
    client = sign_in(browser(), make_editor(brinkdam, brink))
    assert (
        submit(client, f"{page_of(brink)}/invite", form_page=page_of(brink), invited="Nieuw@Example.nl").status_code
        == 303
    )
    assert "nieuw@example.nl" in client.page(page_of(brink)).to_text()
    (mail,) = queued_mails()
    assert "redacteur voor De Brink" in mail.body

    other = browser()
    path = path_in_mail()
    assert submit(other, path, name="Noor", language="nl", password=PASSWORD).location == "/staff/set-up"

    noor = queries.find_user("nieuw@example.nl")
    assert noor is not None
    assert [(one.role, one.municipality_id) for one in noor.memberships] == [(EDITOR, brinkdam.id)]
    assert map_own_organisations(brinkdam.id, noor.id) == {brink.id: False}, "changes are looked at first"


def test_invitations_for_two_organisations_stand_side_by_side(
    coordinator: PageClient, brinkdam: Municipality, brink: Organisation
) -> None:
    other = make_organisation(brinkdam, "het-veer")
    for organisation in (brink, other, other):
        submit(coordinator, f"{page_of(organisation)}/invite", form_page=LIST, invited="nieuw@example.nl")

    about = [one.about for one in queries.list_open_invitations(datetime(2026, 11, 24, tzinfo=UTC))]
    assert sorted(map(str, about)) == sorted([str(brink.id), str(other.id)])


@pytest.mark.parametrize("typed", ["", "geen adres", "x" * 300 + "@example.nl", "els@example.nl"])
def test_a_slip_in_an_invitation_is_said(brinkdam: Municipality, brink: Organisation, typed: str) -> None:
    client = sign_in(browser(), make_editor(brinkdam, brink))

    answer = submit(client, f"{page_of(brink)}/invite", form_page=page_of(brink), invited=typed)

    assert answer.status_code == 422
    assert 'id="invited-problem"' in answer.text
    assert not queued_mails()


def test_nobody_sends_unwanted_mail_by_us(
    coordinator: PageClient, brink: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.accounts.belonging.INVITATIONS", "2/day")
    statuses = [
        submit(coordinator, f"{page_of(brink)}/invite", form_page=LIST, invited=f"n{n}@example.nl").status_code
        for n in range(3)
    ]

    assert statuses == [303, 303, 429]


def test_an_editor_finds_no_other_organisation(brinkdam: Municipality, brink: Organisation) -> None:
    other = make_organisation(brinkdam, "het-veer")
    client = sign_in(browser(), make_editor(brinkdam, brink))

    assert [text_of(name) for name in client.page(LIST).query(".inbox__subject")] == ["De Brink"]
    assert client.get(page_of(other)).status_code == 404
    assert (
        submit(client, f"{page_of(other)}/invite", form_page=page_of(brink), invited="x@example.nl").status_code == 404
    )
    for path in (f"{page_of(brink)}/facts", f"{LIST}/new"):
        assert client.get(path).status_code == 404, "names and labels are the coordinator's"


def test_a_withdrawn_invitation_opens_nothing(coordinator: PageClient, brink: Organisation) -> None:
    submit(coordinator, f"{page_of(brink)}/invite", form_page=LIST, invited="nieuw@example.nl")
    path = path_in_mail()
    form = coordinator.page(page_of(brink)).query('form[action$="/withdraw"]')[0]
    assert submit(coordinator, str(form.attrs["action"]), form_page=LIST).status_code == 303

    assert browser().get(path).status_code == 404


# ---------------------------------------------------------------- what ends


def test_a_colleague_is_taken_away_with_role_and_sign_ins(brinkdam: Municipality, brink: Organisation) -> None:
    els = sign_in(browser(), make_editor(brinkdam, brink))
    bob_user = make_editor(brinkdam, brink, "bob@example.nl")
    bob = sign_in(browser(), bob_user)

    assert submit(els, f"{page_of(brink)}/editors/{bob_user.id}/end", form_page=page_of(brink)).status_code == 303

    assert bob.get("/staff/").location.startswith("/staff/sign-in"), "signed out: there is nothing left to see"
    user = queries.find_user("bob@example.nl")
    assert user is not None
    assert user.memberships == []
    assert map_own_organisations(brinkdam.id, user.id) == {}


def test_with_another_organisation_left_the_role_stays(
    coordinator: PageClient, brinkdam: Municipality, brink: Organisation
) -> None:
    user = make_editor(brinkdam, brink)
    set_editor(brinkdam.id, make_organisation(brinkdam, "het-veer").id, user.id)
    db.session.commit()

    submit(coordinator, f"{page_of(brink)}/editors/{user.id}/end", form_page=LIST)

    db.session.expire_all()
    assert [one.role for one in user.memberships] == [EDITOR]


def test_nobody_takes_away_the_own_role(brinkdam: Municipality, brink: Organisation) -> None:
    user = make_editor(brinkdam, brink)
    client = sign_in(browser(), user)

    assert submit(client, f"{page_of(brink)}/editors/{user.id}/end", form_page=page_of(brink)).status_code == 400


def test_the_coordinator_lets_an_editor_publish_and_takes_it_back(
    coordinator: PageClient, brinkdam: Municipality, brink: Organisation
) -> None:
    user = make_editor(brinkdam, brink)
    for way, publishes in (("direct", True), ("reviewed", False)):
        submit(coordinator, f"{page_of(brink)}/editors/{user.id}/{way}", form_page=LIST)
        db.session.expire_all()
        assert map_own_organisations(brinkdam.id, user.id) == {brink.id: publishes}

    client = sign_in(browser(), user)
    answer = submit(client, f"{page_of(brink)}/editors/{user.id}/direct", form_page=page_of(brink))
    assert answer.status_code == 404, "an editor does not let themselves publish"
