"""What became of a proposal, to who made it."""

from webapp.accounts.models import StaffUser
from webapp.areas.models import Municipality
from webapp.core.addresses import absolute
from webapp.core.letters import write_letter
from webapp.messages.operations import queue_mail

KIND = "review"
PUBLISHED, SENT_BACK = "published", "sent_back"


def tell_author(town: Municipality, author: StaffUser, name: str, path: str, *, occasion: str, note: str) -> None:
    """`path` is where the item is edited; `name` is that of the item."""
    letter = write_letter(
        "review_to_author",
        author.language,
        occasion=occasion,
        name=name,
        town=town,
        note=note,
        link=absolute(path),
    )
    queue_mail(author.email, letter.subject, letter.body, kind=KIND, municipality_id=town.id)
