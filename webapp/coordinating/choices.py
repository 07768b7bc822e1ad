"""What can be chosen in the forms of a coordinator: topics, languages, wijken and buurten, teams."""

from webapp.areas.models import Municipality
from webapp.areas.whereabouts import list_neighbourhood_choices
from webapp.core.language import current_language, language_names
from webapp.questions.values import ANSWER_LANGUAGES
from webapp.taxonomy.rules import terms

Choices = tuple[tuple[str, str], ...]  # value and label


def topics() -> Choices:
    language = current_language()
    return tuple((term.id, term.label(language)) for term in terms("theme").values() if not term.hidden)


def languages() -> Choices:
    """By their names in the language of the page; Dutch first."""
    codes = sorted(ANSWER_LANGUAGES)
    named = zip(codes, language_names(codes, current_language()), strict=True)
    return tuple(sorted(named, key=lambda pair: (pair[0] != "nl", pair[1].casefold())))


def neighbourhoods(town: Municipality) -> Choices:
    return tuple(list_neighbourhood_choices(town))
