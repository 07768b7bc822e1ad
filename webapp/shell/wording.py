"""The words that the phone puts on the pages it draws itself; `{name}` is filled in there."""

from webapp.areas.models import Municipality
from webapp.core.words import _
from webapp.finding.forms import open_labels, switch_labels
from webapp.maps.words import town_words


def page_words(town: Municipality) -> dict[str, str]:
    return {**dict(town_words(_)), **_headings(town), **_filter_words(), **_sentences(), **_ways()}


def _headings(town: Municipality) -> dict[str, str]:
    return {
        "home": _("What is there for you in %(town)s?", town=town.name),
        "places-found": _("Places in %(town)s: {number}", town=town.name),
        "activities-found": _("Activities in %(town)s: {number}", town=town.name),
        "no-places": _("No places found"),
        "no-activities": _("No activities found"),
        "search-in": _("Search in %(town)s", town=town.name),
        "found-for": _("Found for “%(words)s”", words="{words}"),
        "nothing-for": _("We found nothing for “%(words)s”", words="{words}"),
        "what-on": _("What is there on {day}?"),
        "not-kept": _("This is not on your phone"),
        "about": _("What is it about?"),
        "later": _("Later today"),
        "doors": _("Open doors"),
        "when": _("When"),
        "where": _("Where"),
        "contact": _("Contact"),
        "access": _("Getting in"),
        "held": _("What happens here"),
        "call": _("Call"),
    }


def _filter_words() -> dict[str, str]:
    return {
        "looking": _("What are you looking for?"),
        "search": _("Search"),
        "more-filters": _("More filters"),
        "show-list": _("Show the list"),
        "theme": _("Subject"),
        "any-theme": _("All subjects"),
        "kind": _("Kind"),
        "any-kind": _("All kinds"),
        "group": _("For whom"),
        "any-group": _("It makes no difference"),
        "spoken": _("They speak"),
        "any-spoken": _("Any language"),
        "matters": _("This matters to me"),
        **switch_labels(),
        "quick": _("Quick choices"),
        **{f"open-{value}": label for value, label in open_labels().items()},
        "day": _("Another day"),
        "show-day": _("Show this day"),
    }


def _sentences() -> dict[str, str]:
    return {
        "unknown-times": _("Call or ask for the times"),
        "nothing-open": _("Nothing is open at this moment. Below is what comes next, or look at the whole week."),
        "nothing-fits": _("We found nothing that fits all of this."),
        "nothing-that-day": _("Your phone knows of no activities on this day."),
        "no-distance": _("Without a connection we cannot tell how far it is. What is open now comes first."),
        "stale": _("Not checked for a long time. Call first."),
        "appointment": _("By appointment. Call or mail first."),
        "checked": _("Checked on %(date)s", date="{date}"),
        "not-checked": _("Nobody has checked this yet. Call first if you come from far."),
        "cancelled": _("Cancelled"),
        "not-kept-why": _("It may be new, or gone. Try again when you have a connection."),
    }


def _ways() -> dict[str, str]:
    return {
        "places": _("Places"),
        "activities": _("Activities"),
        "lists": _("Places or activities"),
        "all-places": _("All places"),
        "all-activities": _("All activities"),
        "everything": _("Look at everything"),
        "today": _("What can I do today?"),
        "ask": _("Ask your question, we look for you"),
        "pages": _("Pages of this list"),
        "page": _("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
        "previous": _("Previous page"),
        "next": _("Next page"),
    }
