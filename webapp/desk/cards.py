"""Cards about what lies below the desk and has no page of its own to hand one in."""

from datetime import timedelta

from flask import url_for

from webapp.accounts.desk_cards import DeskCard, DeskLine, add_desk_card
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.core.language import languages
from webapp.core.texts import FALLBACK_LANGUAGE
from webapp.core.words import _
from webapp.desk import queries
from webapp.desk.wording import state_line
from webapp.messages.rules import LONGEST_WAIT
from webapp.search.queries import list_missed
from webapp.taxonomy.rules import terms
from webapp.teams.ground_queries import list_gaps
from webapp.teams.queries import is_reachable

MOST_WORDS, MOST_EDITORLESS = 5, 5
MAIL_DAYS = 30


def questions_card(town: Municipality) -> DeskCard:
    """Numbers only: who asked what is for the team that owns the question."""
    waiting = queries.count_waiting(town, clock.now())
    lines = []
    if waiting.unread:
        lines.append(DeskLine(_("Nobody has read them in time"), number=waiting.unread))
    if waiting.late:
        lines.append(DeskLine(_("Not answered when we promised it"), number=waiting.late))
    return DeskCard(
        _("Questions that wait"),
        icon="messages-square",
        lines=tuple(lines),
        well=_("All questions are read and answered in time."),
        url=url_for("coordinating.teams", town=town.slug),
        link=_("Teams"),
    )


def teams_card(town: Municipality) -> DeskCard:
    """Ground where a question about a theme falls to the triage team for want of another."""
    url = url_for("coordinating.who_serves", town=town.slug)
    if not is_reachable(town):
        lines = [DeskLine(_("No team can be reached. Residents see a phone number in place of the form."), url)]
    else:
        gaps = [term.id for term in terms("theme").values() if not term.hidden and list_gaps(town, term.id)]
        number = len(gaps)
        lines = (
            [DeskLine(_("Themes for which a part of the town has only the team for all other questions"), url, number)]
            if number
            else []
        )
    well, link = _("Every theme has a team everywhere."), _("Who serves what")
    return DeskCard(_("Gaps in the teams"), icon="users", lines=tuple(lines), well=well, url=url, link=link)


def texts_card(town: Municipality) -> DeskCard:
    lines = []
    for language in languages():
        if language.code == FALLBACK_LANGUAGE:
            continue
        counts = queries.count_texts(town, language.code)
        for state in queries.TO_DO:
            if counts.get(state):
                url = url_for("desk_staff.texts", town=town.slug, code=language.code, state=state.value)
                lines.append(DeskLine(state_line(state, language.name), url, counts[state]))
    well = _("Every text is there in every language.")
    return DeskCard(_("Translations"), icon="languages", lines=tuple(lines), well=well)


def mails_card(town: Municipality) -> DeskCard:
    counts = queries.count_undelivered(town, clock.now() - timedelta(days=MAIL_DAYS))
    number = sum(counts.values())
    waiting = queries.count_waiting_mails(town, clock.now() - LONGEST_WAIT)
    told = (
        (_("Mails that wait until the mail server takes them"), waiting),
        (_("Mails of the last month that did not arrive"), number),
    )
    lines = tuple(DeskLine(words, number=count) for words, count in told if count)
    return DeskCard(_("Mail"), icon="mail", lines=lines, well=_("All mail of the last month arrived."))


def words_card(town: Municipality) -> DeskCard:
    url = url_for("town_words_staff.words", town=town.slug)
    lines = tuple(
        DeskLine(f"“{words}”", url_for("town_words_staff.words", town=town.slug, words=words), number)
        for words, number in list_missed(town.id, MOST_WORDS)
    )
    return DeskCard(
        _("Searched for in vain"),
        icon="search",
        lines=lines,
        well=_("Everything that was searched for was found."),
        url=f"{url}#missed",
        link=_("All words"),
    )


def editors_card(town: Municipality) -> DeskCard:
    found = queries.list_without_editor(town)
    lines = [
        DeskLine(one.name, url_for("colleagues_staff.organisation", town=town.slug, organisation_id=one.id))
        for one in found[:MOST_EDITORLESS]
    ]
    more = len(found) - len(lines)
    url = url_for("colleagues_staff.organisation_list", town=town.slug)
    if more > 0:
        lines.append(DeskLine(_("And more organisations"), url, more))
    return DeskCard(
        _("Organisations that nobody keeps"),
        icon="building-2",
        lines=tuple(lines),
        well=_("Every organisation has an editor."),
        url=url,
        link=_("All organisations"),
    )


def is_text_state(text: str) -> bool:
    return text in {state.value for state in queries.TO_DO}


add_desk_card("questions", questions_card)
add_desk_card("teams", teams_card)
add_desk_card("texts", texts_card)
add_desk_card("mails", mails_card)
add_desk_card("words", words_card)
add_desk_card("editors", editors_card)
