"""Each minute: what was typed and never fetched goes, the notes of forms that were sent, and new recovery codes."""

from datetime import datetime

from webapp.accounts import fresh_codes, noting_forms, operations
from webapp.core.rounds import each_minute


@each_minute
def look_after_drafts(moment: datetime) -> None:
    operations.forget_old_drafts(moment)
    fresh_codes.hide_old(moment)
    noting_forms.forget_sent_forms(moment)
