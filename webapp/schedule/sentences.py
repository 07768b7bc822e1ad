"""The sentences of wording.py that a browser fills in by itself, on the map and without a network.

In the language of the request; `%(name)s` stays to be filled in."""

from webapp.core.words import _

SENTENCES = (
    "Open now", "Open now until %(time)s", "Now, until %(time)s", "Open day and night",
    "Opens today at %(time)s", "Opens tomorrow at %(time)s", "Opens on %(day)s at %(time)s",
    "Today at %(time)s", "Tomorrow at %(time)s", "On %(day)s at %(time)s", "Next time: %(date)s at %(time)s",
    "Cancelled", "Cancelled: %(reason)s", "Not today", "Not today: %(reason)s",
    "Closed now", "Closed now: %(reason)s", "Closed today", "Closed today: %(reason)s",
    "Moved to %(time)s", "Moved to %(date)s at %(time)s", "Moved from %(time)s", "Moved from %(date)s",
    "%(news)s: %(reason)s", "Extra", "Different than usual",
    "Now by appointment", "Now by appointment, until %(time)s", "Only by appointment", "Call or ask for the times",
)  # fmt: skip


def sentences() -> dict[str, str]:
    return {english: _(english) for english in SENTENCES}
