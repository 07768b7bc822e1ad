"""Reasons, refusals and working time in words, whole sentences for each case."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from webapp.core import clock
from webapp.core.formats import clock_time, day_and_date, day_name
from webapp.core.language import current_language, language_names
from webapp.core.words import _
from webapp.schedule.values import Hours
from webapp.taxonomy.rules import terms
from webapp.teams.checks import Flaw
from webapp.teams.rules import Decision, Reason
from webapp.teams.working_time import NeverOpen, is_open, next_opening

A_WEEK = 6  # days: beyond it the name of a day would be the wrong one


def N_(sentence: str) -> str:
    """Marks a text for the catalogues that is said later."""
    return sentence


REASONS = {
    "about": N_("The question is about: %(topic)s."),
    "no_topic": N_("Nobody has chosen a topic."),
    "from": N_("It comes from %(place)s."),
    "from_outside": N_("It comes from a place outside this town, so the place does not count."),
    "from_unknown": N_("Nobody knows from which place it comes, so the place does not count."),
    "language": N_("It is in this language: %(language)s."),
    "rule": N_("Rule %(number)s of the town says: this is for %(team)s."),
    "topic_here": N_("%(team)s helps with this topic in this area."),
    "topic_everywhere": N_("%(team)s helps with this topic in the whole town."),
    "all_here": N_("%(team)s helps with everything in this area."),
    "smaller_area": N_("%(other)s does so too, but in a larger area. So %(team)s goes first."),
    "larger_area": N_("%(other)s does so too, but in a smaller area. So %(team)s goes first."),
    "fewer_topics": N_("%(other)s does so too, but with more topics. So %(team)s goes first."),
    "first_by_name": N_("%(other)s does so just as well. %(team)s goes first by the alphabet."),
    "triage": N_("No rule and no other team fits. So %(team)s looks who can help."),
    "inactive": N_("%(team)s takes no questions now."),
    "no_mail": N_("%(team)s has no e-mail address."),
    "deputy": N_("%(team)s takes over from %(other)s."),
    "triage_instead": N_("No deputy can take over. So %(team)s looks who can help."),
    "anybody": N_("No other team can be reached. So %(team)s takes the question."),
    "nobody": N_("No team can be reached by e-mail. The question waits with %(team)s."),
}

FLAWS = {
    "missing": N_("Fill this in."),
    "too_long": N_("This has %(number)s characters. %(most)s is the most."),
    "one_line": N_("Write this on one line, without special characters."),
    "slug": N_("Use small letters, digits and dashes only, such as team-north."),
    "slug_taken": N_("Another team is called %(slug)s already. Choose another short name."),
    "email": N_("This is not an e-mail address. Write it like team@example.org."),
    "phone": N_("This is not a phone number. Use digits, such as 078 123 45 67."),
    "hours_missing": N_("Say at least one time in the week when the team works."),
    "hours": N_("These hours are not right: %(reason)s."),
    "number": N_("Choose a whole number from %(least)s to %(most)s."),
    "topic": N_("There is no topic %(topic)s. Choose one of: %(known)s."),
    "language": N_("%(language)s is not a language code like nl, en or ar."),
    "neighbourhood": N_("There is no wijk or buurt %(code)s in this town."),
    "area_unreadable": N_(
        "We cannot read this area. Draw it on the map, or give GeoJSON with a Polygon or MultiPolygon in degrees, "
        "longitude first."
    ),
    "area_empty": N_("This area has no ground. Draw it anew."),
    "area_crossed": N_("The line of this area crosses itself near %(lon)s, %(lat)s. Draw it anew."),
    "area_invalid": N_("This area is not drawn right (%(reason)s). Draw it anew."),
    "area_outside": N_("This area lies outside %(town)s. Draw it inside the town."),
    "area_large": N_("This area has %(number)s points. %(most)s is the most; draw it in less detail."),
    "deputy_self": N_("A team cannot stand in for itself. Choose another team."),
    "deputy_unknown": N_("There is no such team in this town to stand in. Choose another team."),
    "team_unknown": N_("There is no such team in this town. Choose another team."),
    "triage_active": N_(
        "This team takes what fits nobody else. Choose another team for that first, then this one can stop."
    ),
    "triage_mail": N_("The team that takes what fits nobody else needs an e-mail address."),
    "triage_inactive": N_("This team takes no questions now. Let it start again first."),
    "rule_empty": N_("This rule fits every question. Choose a topic, an area or a language."),
    "rules_order": N_("The order must name each rule once. Open the page again and try once more."),
    "rules_many": N_("A town can have %(most)s rules."),
}


def sentence(reason: Reason) -> str:
    """In the language of the request. A kind that is no more known says nothing."""
    words = REASONS.get(reason.kind)
    return _(words, **_shown(dict(reason.names))) if words else ""


def sentences(decision: Decision) -> list[str]:
    return [words for reason in decision.reasons if (words := sentence(reason))]


def flaw_sentence(flaw: Flaw) -> str:
    return _(FLAWS[flaw.kind], **dict(flaw.names))


def in_english(flaw: Flaw) -> str:
    """For the operator of a command."""
    return FLAWS[flaw.kind] % dict(flaw.names)


def _shown(names: Mapping[str, str]) -> dict[str, str]:
    """Ids as their labels; an id that is gone stays as it is."""
    shown = dict(names)
    if "topic" in shown:
        term = terms("theme").get(shown["topic"]) or terms("topic").get(shown["topic"])
        shown["topic"] = term.label(current_language()) if term else shown["topic"]
    if "lang" in shown:
        shown["language"] = language_names([shown["lang"]], current_language())[0]
    return shown


# ---------------------------------------------------------------- working time


def presence(hours: Sequence[Hours], closed_days: Collection[date], moment: datetime) -> str:
    """Whether somebody is there now, else when the team is back; empty for a team without working time."""
    try:
        if is_open(hours, closed_days, moment):
            return _("The team is there now.")
        return _back(next_opening(hours, closed_days, moment), moment)
    except NeverOpen:
        return ""


def _back(opens: datetime, moment: datetime) -> str:
    day, time = clock.local(opens).date(), clock_time(opens)
    days = (day - clock.local(moment).date()).days
    if days == 0:
        return _("The team is back today at %(time)s.", time=time)
    if days == 1:
        return _("The team is back tomorrow at %(time)s.", time=time)
    if days <= A_WEEK:
        return _("The team is back on %(day)s at %(time)s.", day=day_name(day), time=time)
    return _("The team is back on %(date)s at %(time)s.", date=day_and_date(day), time=time)


def promise(answer_by: datetime, moment: datetime) -> str:
    """Until when an answer comes, at the latest."""
    day = clock.local(answer_by).date()
    days = (day - clock.local(moment).date()).days
    if days == 1:
        return _("You get an answer tomorrow at the latest.")
    if days <= A_WEEK:
        return _("You get an answer on %(day)s at the latest.", day=day_name(day))
    return _("You get an answer on %(date)s at the latest.", date=day_and_date(day))
