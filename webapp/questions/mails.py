"""Mails about a question: to its team, to a coordinator, to its resident. Never with a word of the question in them."""

from typing import Any
from uuid import UUID

from webapp.areas.models import Municipality
from webapp.core.addresses import absolute, link_to
from webapp.core.language import find_language
from webapp.core.letters import Letter, write_letter
from webapp.messages.operations import new_mail, queue_mail
from webapp.questions.models import Question
from webapp.questions.values import Content
from webapp.taxonomy.rules import find_terms
from webapp.teams.models import Team
from webapp.teams.routing_queries import Owner

STAFF_LANGUAGE = "nl"
TO_TEAM, TO_COORDINATOR, TO_RESIDENT = "question", "coordinator", "answer"  # kinds of mails


def tell_team(town: Municipality, question_id: UUID, topic: str | None, team: Team, occasion: str) -> None:
    """`occasion`: added, withdrawn, handed_over, answer_undelivered, deputy. With a link and the subject, never the
    words."""
    if team.email:
        letter = _to_team(town, question_id, topic, team, occasion)
        about = str(question_id)
        queue_mail(team.email, letter.subject, letter.body, kind=TO_TEAM, municipality_id=town.id, about=about)


def first_mail(town: Municipality, question_id: UUID, topic: str | None, owner: Owner) -> dict[str, Any]:
    """That tells of a new question, for the statement that stores both."""
    letter = _to_team(town, question_id, topic, owner, "new")
    assert owner.email  # who has none gets no question
    about = str(question_id)
    return new_mail(owner.email, letter.subject, letter.body, kind=TO_TEAM, municipality_id=town.id, about=about)


def _to_team(town: Municipality, question_id: UUID, topic: str | None, team: Team | Owner, occasion: str) -> Letter:
    return write_letter(
        "question_to_team",
        STAFF_LANGUAGE,
        occasion=occasion,
        label=_subject_label(topic),
        team=team,
        town=town,
        link=absolute(f"/staff/{town.slug}/questions/{question_id}"),
    )


def tell_coordinator(town: Municipality, email: str, question: Question, team: Team, occasion: str) -> None:
    """`occasion`: unread, undelivered. A coordinator reads no question; this says whom to speak to."""
    letter = write_letter(
        "question_to_coordinator",
        STAFF_LANGUAGE,
        occasion=occasion,
        label=_subject_label(question.topic),
        team=team,
        town=town,
        link=absolute(f"/staff/{town.slug}/teams"),
    )
    queue_mail(email, letter.subject, letter.body, kind=TO_COORDINATOR, municipality_id=town.id, about=str(question.id))


def answer_resident(town: Municipality, question: Question, team: Team, content: Content, words: str) -> None:
    """The one mail that holds words: those of the answer, to whom asked for it. Its subject tells nobody what about."""
    language = question.language if find_language(question.language) else STAFF_LANGUAGE
    letter = write_letter(
        "answer_to_resident",
        language,
        town=town,
        team=team,
        name=content.name,
        words=words,
        link=link_to("following.question", lang=language, town=town.slug, code=question.code),
    )
    queue_mail(
        content.contact, letter.subject, letter.body, kind=TO_RESIDENT, municipality_id=town.id, about=str(question.id)
    )


def _subject_label(topic: str | None) -> str:
    """Empty where the resident chose no subject."""
    found = find_terms("theme", [topic] if topic else [])
    return found[0].label(STAFF_LANGUAGE) if found else ""
