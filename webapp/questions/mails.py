"""Mails about a question: to its team, to a coordinator, to its resident. Never with a word of the question in them."""

from flask import render_template

from webapp.areas.models import Municipality
from webapp.core.addresses import absolute, link_to
from webapp.core.language import find_language, speaking
from webapp.core.words import _
from webapp.messages.operations import queue_mail
from webapp.questions.models import Question
from webapp.questions.values import Content
from webapp.taxonomy.rules import find_terms
from webapp.teams.models import Team

STAFF_LANGUAGE = "nl"
KIND = "question"


def tell_team(town: Municipality, question: Question, team: Team, occasion: str) -> None:
    """`occasion`: new, added, withdrawn, handed_over, deputy. With a link and the subject, never the words."""
    if not team.email:
        return
    with speaking(STAFF_LANGUAGE):
        subject = team_subject(occasion, _subject_label(question))
        body = render_template(
            "emails/question_to_team.txt",
            occasion=occasion,
            label=_subject_label(question),
            team=team,
            town=town,
            link=absolute(f"/staff/{town.slug}/questions/{question.id}"),
        )
    queue_mail(team.email, subject, body, kind=KIND, municipality_id=town.id, about=str(question.id))


def team_subject(occasion: str, label: str) -> str:
    sentences = {
        "new": _("New question about: %(label)s", label=label),
        "added": _("Something was added to a question about: %(label)s", label=label),
        "withdrawn": _("A question was taken back, about: %(label)s", label=label),
        "handed_over": _("A question was handed over to you, about: %(label)s", label=label),
        "deputy": _("Please take over a question about: %(label)s", label=label),
    }
    return sentences[occasion]


def tell_coordinator(town: Municipality, email: str, question: Question, team: Team, occasion: str) -> None:
    """`occasion`: unread, undelivered. A coordinator reads no question; this says whom to speak to."""
    with speaking(STAFF_LANGUAGE):
        subject = _("A question is waiting too long at %(team)s", team=team.name)
        body = render_template(
            "emails/question_to_coordinator.txt",
            occasion=occasion,
            label=_subject_label(question),
            team=team,
            town=town,
            link=absolute(f"/staff/{town.slug}/teams"),
        )
    queue_mail(email, subject, body, kind="coordinator", municipality_id=town.id, about=str(question.id))


def answer_resident(town: Municipality, question: Question, team: Team, content: Content, words: str) -> None:
    """The one mail that holds words: those of the answer, to whom asked for it. Its subject tells nobody what about."""
    language = question.language if find_language(question.language) else STAFF_LANGUAGE
    with speaking(language):
        subject = _("An answer from %(team)s", team=team.name)
        body = render_template(
            "emails/answer_to_resident.txt", town=town, team=team, name=content.name, words=words,
            link=link_to("following.question", lang=language, town=town.slug, code=question.code),
        )  # fmt: skip
    queue_mail(content.contact, subject, body, kind="answer", municipality_id=town.id, about=str(question.id))


def _subject_label(question: Question) -> str:
    found = find_terms("theme", [question.topic] if question.topic else [])
    return found[0].label(STAFF_LANGUAGE) if found else _("no subject chosen")
