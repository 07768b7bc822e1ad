"""Each minute: what was typed and never fetched goes, and the notes of forms that were sent."""

from datetime import datetime

from webapp.accounts import noting_forms, operations
from webapp.core.rounds import each_minute


@each_minute
def look_after_drafts(moment: datetime) -> None:
    operations.forget_old_drafts(moment)
    noting_forms.forget_sent_forms(moment)
