"""Each minute: what was typed and never fetched goes."""

from datetime import datetime

from webapp.accounts import operations
from webapp.core.rounds import each_minute


@each_minute
def look_after_drafts(moment: datetime) -> None:
    operations.forget_old_drafts(moment)
