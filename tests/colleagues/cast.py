"""Organisations and editors of Brinkdam, and what a mail brings them."""

from flask import current_app

from tests.outbox import queued_mails
from tests.page import PageClient
from tests.staff import make_user
from webapp.accounts.models import StaffUser
from webapp.accounts.rules import EDITOR
from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.places.editors import get_organisation, set_editor
from webapp.places.facts import OrganisationFacts
from webapp.places.models import Organisation
from webapp.places.operations import save_organisation

LIST = "/staff/brinkdam/organisations"
COLLEAGUES = "/staff/brinkdam/colleagues"


def make_organisation(town: Municipality, slug: str = "de-brink") -> Organisation:
    save_organisation(town, OrganisationFacts(slug=slug, name=slug.replace("-", " ").title(), phone="078 123 45 67"))
    db.session.commit()
    return get_organisation(town.id, slug)


def make_editor(town: Municipality, organisation: Organisation, email: str = "els@example.nl") -> StaffUser:
    user = make_user(EDITOR, town, email=email)
    set_editor(town.id, organisation.id, user.id)
    db.session.commit()
    return user


def page_of(organisation: Organisation) -> str:
    return f"{LIST}/{organisation.id}"


def browser() -> PageClient:
    client = current_app.test_client()
    assert isinstance(client, PageClient)
    return client


def path_in_mail() -> str:
    (mail,) = [mail for mail in queued_mails() if mail.kind == "invitation"]
    (link,) = [line for line in mail.body.splitlines() if line.startswith("http")]
    return "/" + link.split("/", 3)[3]
