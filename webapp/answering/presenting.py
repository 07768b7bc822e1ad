"""From answers to lines and cards."""

from collections.abc import Sequence

from flask import url_for

from webapp.answering.cards import Suggestion
from webapp.answering.queries import Answer
from webapp.answering.rules import MOST_THEMES, in_one_list
from webapp.core.formats import distance
from webapp.finding.cards import ACTIVITY, PLACE
from webapp.search.fitting import AT_ALL, IN_NAME, IN_SUMMARY
from webapp.search.understanding import themes_of
from webapp.search.units import Wanted
from webapp.taxonomy.rules import Term, terms

MOST_SUGGESTIONS = 8
ICONS = {PLACE: "map-pin"}
PAGES = {PLACE: "finding.place", ACTIVITY: "finding.activity"}
SLUG = "0"  # any, at the end of an address


def themes_meant(wanted: Wanted) -> list[Term]:
    return [terms("theme")[id_] for id_ in themes_of(wanted.units) if id_ in terms("theme")][:MOST_THEMES]


def suggestions(wanted: Wanted, answers: Sequence[Answer], language: str) -> list[Suggestion]:
    themes = [_of_theme(term, language) for term in themes_meant(wanted)]
    addresses = {type_: url_for(endpoint, slug=SLUG) for type_, endpoint in PAGES.items()} if answers else {}
    things = [_of_thing(answer, addresses[answer.type]) for answer in answers]
    return in_one_list(themes, things, is_named=is_named(wanted, answers), limit=MOST_SUGGESTIONS)


def is_named(wanted: Wanted, answers: Sequence[Answer]) -> bool:
    """Whether all that was typed stands in the name of the first: then it is what somebody looks for."""
    all_in_name = sum(unit.weight for unit in wanted.units) * (AT_ALL + IN_NAME + IN_SUMMARY)
    return bool(answers) and len(wanted.units) > 1 and answers[0].score >= all_in_name


def _of_theme(term: Term, language: str) -> Suggestion:
    url = url_for("finding.activities", theme=term.id)
    label = term.spoken(language)
    return Suggestion("theme", label.words, label.language, "", url, term.icon or "list")


def _of_thing(answer: Answer, address: str) -> Suggestion:
    """`address` is that of a page of its type: made once, as each costs as much as all the rest of a line."""
    where = distance(answer.distance_m) if answer.distance_m is not None else answer.where or ""
    url = address.removesuffix(SLUG) + answer.slug
    return Suggestion(answer.type, answer.name, answer.language, where, url, ICONS.get(answer.type, "calendar-days"))
