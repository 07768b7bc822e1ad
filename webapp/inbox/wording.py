"""The words of the inbox, for staff."""

from collections.abc import Mapping
from typing import Any

from webapp.core.words import _
from webapp.questions.values import ANSWERED, CLOSED, EMAIL, NEW, NONE, PHONE, READ, TAKEN, VISIT, WHATSAPP, WITHDRAWN


def state_label(state: str) -> str:
    return {
        NEW: _("New"),
        READ: _("Read"),
        TAKEN: _("Somebody works on it"),
        ANSWERED: _("Answered"),
        CLOSED: _("Finished"),
        WITHDRAWN: _("Taken back"),
    }[state]


def way_label(reply_by: str) -> str:
    return {
        PHONE: _("wants to be called"),
        EMAIL: _("wants an e-mail"),
        WHATSAPP: _("wants a message on WhatsApp"),
        VISIT: _("comes by"),
        NONE: _("needs no answer"),
    }[reply_by]


def outcomes() -> dict[str, str]:
    return {
        "helped": _("Helped by us"),
        "told": _("Told what is there"),
        "went_along": _("Brought to an activity or a place"),
        "other_help": _("Other help began"),
        "no_contact": _("Could not be reached"),
        "not_needed": _("Not needed any more"),
    }


def ways_of_answering(has_address: bool) -> dict[str, str]:
    """How an answer was or is given; a mail only where the resident gave an address."""
    mail = {EMAIL: _("Send this as an e-mail now")} if has_address else {}
    return {
        **mail,
        PHONE: _("I called"),
        VISIT: _("We talked, here or there"),
        WHATSAPP: _("I sent a message"),
        "here": _("The resident reads it with the pass code"),
    }


def consents() -> dict[str, str]:
    return {"phone": _("said so by phone"), "visit": _("said so in person"), "mail": _("wrote so")}


def step_label(kind: str, facts: Mapping[str, Any]) -> str:
    """One line of the history; a step that nobody knows any more shows its name."""
    sentences = {
        "asked": _("Asked, after a sheet of a GP practice") if facts.get("source") == "practice" else _("Asked"),
        "routed": _("Came to this team"),
        "read": _("Read"),
        "taken": _("Taken"),
        "put_back": _("Put back"),
        "answered": _("Answered: %(how)s", how=ways_of_answering(True).get(str(facts.get("how", "")), "")),
        "noted": _("Note"),
        "added": _("The resident added something"),
        "given_away": _("Handed over to %(team)s", team=facts.get("to", "")),
        "handed_over": _("Taken over; the resident %(consent)s", consent=consents().get(str(facts.get("consent")), "")),
        "escalated": _("Passed on, as nobody had read it or a mail did not arrive"),
        "coordinator_told": _("The coordinator was told"),
        "undelivered": _("A mail to the team did not arrive"),
        "answer_undelivered": _("The mail with the answer did not arrive"),
        "merged": _("Goes on in question %(code)s", code=facts.get("into", "")),
        "merged_in": _("Question %(code)s was added", code=facts.get("code", "")),
        "closed": _("Finished"),
        "withdrawn": _("Taken back by the resident"),
        "forgotten": _("Content erased"),
    }
    return sentences.get(kind, kind)
