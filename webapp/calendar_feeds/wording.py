"""What went wrong with a calendar, and what to do."""

from webapp.core.words import _


def problem_sentence(word: str) -> str:
    sentences = {
        "no_address": _("This is no address of a calendar. It looks like https://… or webcal://…"),
        "not_public": _("This address is not on the open internet. We cannot read it."),
        "unknown_name": _("There is no such website. Look whether the address is right."),
        "unreachable": _("The other website does not answer."),
        "not_secure": _("The connection to the other website is not safe, so we do not use it."),
        "too_slow": _("The other website takes too long to answer."),
        "too_large": _("This calendar is larger than 5 MB. Use one with fewer events."),
        "redirects": _("The other website sends us from one address to the next."),
        "broken": _("The other website gives an answer that we cannot read."),
        "locked": _("The other website wants a password. Use the public or secret address of the calendar."),
        "gone": _("The calendar is no longer at this address."),
        "answer": _("The other website has a problem."),
        "no_calendar": _("At this address is no calendar. Look for an address that ends in .ics."),
        "empty": _("The calendar is empty."),
        "over": _("All events in the calendar are over."),
        "picked_gone": _("The events that you chose are no longer in the calendar."),
        "shrunk": _("The calendar lists far fewer dates than last time. It may be cut off."),
        "unclear": _("Dates are missing, and there are new events that we cannot read. They may be the same."),
        "too_much": _("The calendar holds too much for one schedule. Choose fewer events."),
        "refused": _("The calendar holds events that we cannot take over exactly."),
        "too_often": _("That was a lot at once. Please try again in a few minutes."),
        "sealed": _("We can no longer open the address. Write it again."),
    }
    return sentences.get(word, sentences["answer"])
