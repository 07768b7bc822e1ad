"""Each minute: what was remembered of a merge goes when it can no longer be undone."""

from datetime import datetime

from webapp.core.rounds import each_minute
from webapp.merging import operations


@each_minute
def forget_old_merges(moment: datetime) -> None:
    operations.forget_old(moment)
