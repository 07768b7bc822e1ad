"""What can be chosen in the forms of a coordinator: topics, languages, wijken and buurten, teams."""

from collections.abc import Collection
from uuid import UUID

from webapp.accounts.queries import list_users_of_town, map_user_names
from webapp.accounts.rules import TEAM
from webapp.areas.models import DISTRICT, Municipality
from webapp.areas.queries import list_neighbourhoods
from webapp.areas.whereabouts import list_neighbourhood_choices
from webapp.core.language import current_language, language_names
from webapp.core.words import _
from webapp.questions.values import ANSWER_LANGUAGES
from webapp.taxonomy.rules import terms
from webapp.teams.queries import list_teams

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


def all_neighbourhoods(town: Municipality, chosen: Collection[str] = ()) -> Choices:
    """Wijken with their buurten; and what was chosen once and is not there any more, so that it can be let go."""
    there = [
        (code, _("District %(name)s", name=name) if level == DISTRICT else name)
        for code, level, name in list_neighbourhoods(town)
    ]
    lost = sorted(set(chosen) - {code for code, _label in there})
    return (*there, *((code, _("%(code)s (is not there any more)", code=code)) for code in lost))


def teams(town: Municipality) -> Choices:
    """Also those that take no questions now: what was chosen once must not be lost by saving something else."""
    return tuple(
        (str(team.id), team.name if team.is_active else _("%(team)s (takes no questions now)", team=team.name))
        for team in list_teams(town, with_inactive=True)
    )


def members(town: Municipality, chosen: Collection[str]) -> Choices:
    """Who answers questions in this town, and who is in the team but does so no longer."""
    there = [(str(user.id), user.name) for user in list_users_of_town(town.id, TEAM)]
    others = {id_ for id_ in chosen if id_ not in dict(there)}
    names = map_user_names([id_ for id_ in map(_read_id, others) if id_ is not None])
    gone = sorted((str(id_), _("%(name)s (answers no questions any more)", name=name)) for id_, name in names.items())
    return (*there, *gone)


def _read_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
