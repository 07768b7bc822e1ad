"""The words that the phone puts on the pages it draws itself; `{name}` is filled in there."""

from babel import Locale

from webapp.areas.models import Municipality
from webapp.core.language import current_language
from webapp.core.words import _, ngettext
from webapp.finding.forms import open_labels, switch_labels
from webapp.finding.presenting import LONGEST_WALK_MIN
from webapp.maps.words import town_words


def page_words(town: Municipality) -> dict[str, str]:
    return {
        **dict(town_words(_)),
        **_headings(town),
        **_filter_words(),
        **_where_words(),
        **_day_words(),
        **_collection_words(),
        **_event_words(),
        **_question_words(),
        **_sentences(),
        **_ways(),
    }


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
        "you-chose": _("You chose"),
        "remove": _("Remove:"),
        "remove-all": _("Remove all"),
        "quoted": _("“%(words)s”", words="{words}"),
        **{f"open-{value}": label for value, label in open_labels().items()},
        "day": _("Another day"),
        "show-day": _("Show this day"),
    }


def _where_words() -> dict[str, str]:
    return {
        "where-are-you": _("Where are you? Postcode, street or neighbourhood"),
        "where-hint": _("For example 2951 AB. We do not keep it."),
        "near": _("Close to me"),
        "near-busy": _("Looking where you are…"),
        "near-failed": _("Your device did not tell where you are. Type your postcode or street instead."),
        "from-here": _("Distances from where you are now"),
        "from-place": _("Distances from %(place)s", place="{place}"),
        "from-middle": _("Distances from the middle of %(postcode)s", postcode="{place}"),
        "another-one": _("We chose %(place)s. Do you mean another one?", place="{place}"),
        "remove-origin": _("Remove"),
        "without-distances": _("Without distances"),
        **_walks(),
    }


def _walks() -> dict[str, str]:
    """By the name of each plural form of the language, as the browser calls it too."""
    form_of = Locale.parse(current_language()).plural_form
    numbers = {form_of(number): number for number in range(LONGEST_WALK_MIN, 0, -1)}
    return {
        f"walk-{form}": ngettext(
            "%(distance)s, %(num)s minute on foot", "%(distance)s, %(num)s minutes on foot", number,
            distance="{distance}", num="{number}",
        )
        for form, number in numbers.items()
    }  # fmt: skip


def _day_words() -> dict[str, str]:
    return {
        "tomorrow": _("What can I do tomorrow?"),
        "what-on": _("What can I do on %(date)s?", date="{day}"),
        "days": _("Days"),
        "day-today": _("Today"),
        "day-tomorrow": _("Tomorrow"),
        "week-before": _("Week before"),
        "week-after": _("Week after"),
        "search-day": _("Search, or another day"),
        "no-day": _("Your phone does not know that day. It knows the two weeks after your last visit."),
        "part-now": _("Going on now"),
        "part-all-day": _("The whole day"),
        "part-night": _("In the night, until 6:00"),
        "part-morning": _("In the morning"),
        "part-afternoon": _("In the afternoon"),
        "part-evening": _("In the evening"),
        "part-this-morning": _("This morning"),
        "part-this-afternoon": _("This afternoon"),
        "part-this-evening": _("This evening"),
        "already-over": _("Already over today"),
        "were-open": _("Were open today"),
        "closed-today": _("Closed today"),
        "closed-that-day": _("Closed on this day"),
        "nothing-more-that-day": _("Nothing more starts on this day."),
        "nothing-fits-that-day": _("We found nothing on this day that fits all of this."),
        "nothing-that-day": _("There are no activities on this day."),
        "something-on": _("There is something on %(date)s", date="{day}"),
        "see-doors": _("See which doors are open"),
        "everything-that-day": _("Look at everything on this day"),
        "until": _("until"),
        "all-day": _("all day"),
        "day-and-night": _("day and night"),
        "by-appointment": _("By appointment"),
        "this-by-appointment": _("by appointment"),
    }


def _collection_words() -> dict[str, str]:
    return {
        "collections": _("Collections"),
        "all-collections": _("All collections"),
        "together": _("Put together for you"),
        "about-this": _("Collections about this"),
        "collections-lead": _("People who know the town put these together. Each tells what helps in one situation."),
        "no-collections": _("There are none yet. Search for what you need, or ask us."),
        "nothing-to-go-to": _(
            "At this moment there is nothing here to go to. Call the team: they think along with you."
        ),
        "call-about-this": _("Call the team about this: %(phone)s", phone="{phone}"),
        "ask-about-this": _("Ask the team about this."),
        "all-of": _("All activities: %(subject)s", subject="{subject}"),
        "newer": _("The Dutch text is newer."),
        "read-newer": _("Read the Dutch text"),
    }


def _event_words() -> dict[str, str]:
    return {
        "life-events": _("Is something changing in your life?"),
        "life-events-lead": _(
            "Choose what looks like your situation. You see what helps first, close to home. "
            "We keep nothing of what you choose."
        ),
        "more-events": _("More that can change"),
        "other-events": _("Other changes in your life"),
        "something-else": _("Is it something else?"),
        "ask-short": _("Ask your question"),
        "ask-situation": _("Ask a question about your situation"),
        "never-kept-why": _(
            "We never keep this page on a phone, so that nobody else can find it there. "
            "You can read it when you have a connection."
        ),
        "nothing-but": _("We have nothing on our map for this yet. Here they think along with you:"),
        "nothing-yet": _("We have nothing on our map for this yet."),
        "ask-us": _("Ask us, we think along with you."),
        "look-at-all": _("Look at all activities."),
        "call-too": _("You can also call, from anywhere in the country"),
    }


def _question_words() -> dict[str, str]:
    return {
        "four-questions": _("I don't know what I need: four short questions"),
        "think-along": _("Answer four short questions, we think along"),
        "question-of": _("Question %(number)s of %(total)s", number="{number}", total="{total}"),
        "previous-question": _("Previous question"),
        "first-page": _("To the first page"),
        "kept-nothing": _("We keep nothing of what you choose."),
        "start-with-this": _("Start with this"),
        "start-with-one": _("Start with one of these"),
        "nothing-on-map": _("There is nothing on our map yet"),
        "change": _("Change:"),
        "show-near": _("Show what is near"),
        "see-about": _("See everything about: %(subject)s", subject="{subject}"),
        "see-all": _("See all activities"),
        "start-again": _("Start again"),
    }


def _sentences() -> dict[str, str]:
    return {
        "unknown-times": _("Call or ask for the times"),
        "nothing-open": _("Nothing is open at this moment. Below is what comes next, or look at the whole week."),
        "nothing-fits": _("We found nothing that fits all of this."),
        "no-distance": _("Your phone does not know where that is. What is open now comes first."),
        "no-distance-choose": _(
            "Your phone does not know where that is. Look at the spelling, or choose your neighbourhood:"
        ),
        "stale": _("Not checked for a long time. Call first."),
        "long-ago": _("That is long ago: something may have changed. Call first if you come from far."),
        "demo": _("This page is a made-up example for the demonstration."),
        "source": _("Source: %(source)s", source="{source}"),
        "appointment": _("By appointment. Call or mail first."),
        "checked": _("Checked on %(date)s", date="{date}"),
        "not-checked": _("Nobody has checked this yet. Call first if you come from far."),
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
