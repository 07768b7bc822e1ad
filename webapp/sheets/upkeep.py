"""Each minute: tables that nobody confirmed go."""

from datetime import datetime

from webapp.core.rounds import each_minute
from webapp.sheets import operations


@each_minute
def forget_old_uploads(moment: datetime) -> None:
    operations.forget_old(moment)
