"""Each minute: what was typed and never fetched goes, and the notes of forms that were sent."""

from datetime import datetime

from webapp.accounts import operations
from webapp.core.rounds import each_minute


@each_minute
def look_after_drafts(moment: datetime) -> None:
    operations.forget_old_drafts(moment)
    operations.forget_sent_forms(moment)
