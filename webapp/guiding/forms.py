"""The four questions as links: every answer is an address, so that back goes back and no script is needed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from flask import url_for

from webapp.core.texts import Spoken
from webapp.core.words import _
from webapp.finding.cards import Link
from webapp.finding.rules import Filters
from webapp.guiding.cards import Answered, Option, Question
from webapp.guiding.rules import ANY, QUESTIONS, AnswerError, Answers, possible
from webapp.taxonomy.rules import terms


def address(answers: Answers, place: Filters) -> str:
    return address_at(answers, place.as_arguments())


def address_at(answers: Answers, told: Mapping[str, Any], **more: Any) -> str:
    return url_for("guiding.helper", **answers.as_arguments(), **told, **more)


def question(name: str, answers: Answers, place: Filters, language: str) -> Question:
    said = asked(name)
    number = QUESTIONS.index(name)
    return Question(
        name=name,
        title=said.title,
        hint=said.hint,
        options=tuple(_option(name, value, answers, place, language) for value in possible(name)),
        skip=skip(name, said.skip, _answered(name, ANY, answers, place)),
        number=number + 1,
        total=len(QUESTIONS),
        back_url=back_url(answers, place, number),
    )


def skip(name: str, said: str, url: str) -> Option:
    """Not to know what it is about is an answer that gets help of its own; the others are simply passed by."""
    return Option(said, url, icon="life-buoy") if name == "about" else Option(said, url, icon="arrow-right")


def back_url(answers: Answers, place: Filters, number: int) -> str:
    """To the question before this one; before the first is the town's home."""
    if number == 0:
        return url_for("finding.home")
    return address(answers.without(QUESTIONS[number - 1]), place)


class Asked(NamedTuple):
    """The question, what helps to answer it, and how to pass it by."""

    title: str
    hint: str
    skip: str


def asked(name: str) -> Asked:
    no_difference = _("It makes no difference")
    return {
        "about": Asked(
            _("What is it about?"),
            _("Choose what comes closest. It does not have to be exact."),
            _("I don't know, think along with me"),
        ),
        "who": Asked(_("For whom are you looking?"), _("For yourself or for someone else."), no_difference),
        "how": Asked(_("What would you like best?"), _("There is no wrong answer."), no_difference),
        "when": Asked(_("When would suit you?"), _("You can always go another time."), no_difference),
    }[name]


def _option(name: str, value: str, answers: Answers, place: Filters, language: str) -> Option:
    theme = value if name == "about" else ""
    said = label(name, value, language)
    url = _answered(name, value, answers, place)
    return Option(said.words, url, icon=icon_of(name, value), theme=theme, lang=said.unlike(language))


def _answered(name: str, value: str, answers: Answers, place: Filters) -> str:
    given = {**answers.as_arguments(), name: value}
    return address(Answers(**given), place)


def label(name: str, value: str, language: str) -> Spoken:
    if name in ("about", "who"):
        return terms("theme" if name == "about" else "group")[value].spoken(language)
    labels = {
        "together": _("Together with others"),
        "one-to-one": _("Talk with one person"),
        "from-home": _("From home: by phone or online"),
        "for-others": _("Do something for others"),
        "today": _("Today"),
        "week": _("This week"),
        "evening": _("In the evening or at the weekend"),
    }
    return Spoken(labels[value], language)


def icon_of(name: str, value: str) -> str:
    if name in ("about", "who"):
        return terms("theme" if name == "about" else "group")[value].icon or "map-pin"
    icons = {
        "together": Option("", "", icon="users"),
        "one-to-one": Option("", "", icon="messages-square"),
        "from-home": Option("", "", icon="phone"),
        "for-others": Option("", "", icon="hand-helping"),
        "today": Option("", "", icon="clock"),
        "week": Option("", "", icon="calendar-days"),
        "evening": Option("", "", icon="moon"),
    }
    return icons[value].icon


def answered(answers: Answers, place: Filters, language: str) -> tuple[Answered, ...]:
    """What was said, with the address that asks it again; a question that was passed by is not repeated."""
    said = {name: label(name, answers.to(name), language) for name in QUESTIONS if answers.to(name)}
    return tuple(
        Answered(one.words, address(answers.without(name), place), one.unlike(language)) for name, one in said.items()
    )


def more_link(answers: Answers, place: Filters, language: str) -> Link:
    about = answers.to("about")
    url = url_for("finding.activities", **replace(place, theme=about).as_arguments())
    if not about:
        return Link(_("See all activities"), url)
    return Link(_("See everything about: %(subject)s", subject=label("about", about, language).words), url)


def widened_sentence(dropped: Iterable[str]) -> str:
    """By what had to give way most: that is what a visitor will notice."""
    sentences = {
        "about": _("There are few things that fit. We also show what is about something else."),
        "who": _("There are few things that fit. We also show what is for others."),
        "how": _("There are few things that fit. We also show what goes another way than you chose."),
        "when": _("There are few things that fit. We also show what is at other times."),
    }
    gave_way = set(dropped)
    return next((sentence for name, sentence in sentences.items() if name in gave_way), "")


def complaint_sentence(error: AnswerError) -> str:
    """What is wrong with an answer, and what to do."""
    sentences = {
        "about": _("We do not know this subject. Go back and choose one of the subjects."),
        "who": _("We do not know this group. Go back and choose one of the groups."),
        "how": _("We do not know this way. Go back and choose one of the answers."),
        "when": _("We do not know this time. Go back and choose one of the answers."),
    }
    return sentences[error.question]
