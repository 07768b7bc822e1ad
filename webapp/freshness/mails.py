"""The mail that asks: one a person, with all that is to be asked and one link each."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from webapp.activities.item_links import PLACES
from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.core.addresses import absolute
from webapp.core.language import DEFAULT_LANGUAGE, find_language
from webapp.core.letters import write_letter
from webapp.core.texts import pick_text
from webapp.extensions import db
from webapp.freshness.rules import ESCALATED, Due, Person
from webapp.messages.operations import queue_mail
from webapp.places.models import Place

KIND = "freshness"


def link_of(token: str) -> str:
    return absolute(f"/still-right/{token}")


def ask(town: Municipality, person: Person, mail_id: UUID, token: str, links: Sequence[tuple[Due, str]]) -> None:
    """`token` leads to all of it on one page, those in `links` to one thing each."""
    language = person.language if find_language(person.language) else DEFAULT_LANGUAGE
    letter = write_letter(
        "freshness",
        language,
        town=town,
        name=person.name,
        items=[(_name(town, due, language), link_of(one)) for due, one in links],
        link=link_of(token),
        escalated=any(due.stage == ESCALATED for due, _token in links),
    )
    queue_mail(person.email, letter.subject, letter.body, kind=KIND, municipality_id=town.id, about=str(mail_id))


def _name(town: Municipality, due: Due, language: str) -> str:
    model: Any = Place if due.what == PLACES else Activity
    item = db.session.get(model, (town.id, due.item_id))
    assert item is not None  # it was found in this transaction
    return str(pick_text(list(item.texts), language).name)
