"""Each minute: mails that lost their job get one, and old texts are forgotten."""

import logging
from datetime import datetime

from webapp.core.rounds import each_minute
from webapp.messages import operations

logger = logging.getLogger(__name__)


@each_minute
def look_after_messages(moment: datetime) -> None:
    found = operations.give_lost_ones_a_job(moment)
    if found:
        logger.warning("%s mails had lost their job", found)
    operations.forget_old(moment)
