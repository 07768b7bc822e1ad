"""Whatever fails while questions come in: each that was taken is there once and reaches its team, none is half there.

`make faults` runs it long. FAULT_QUESTIONS says how many questions, FAULT_SEED in which order things go wrong.
"""

import os
import random
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.askers import REFUSED, Crowd, questions
from tests.faults.ledger import (
    API,
    TOPICS,
    assert_each_was_answered,
    assert_stored_once_and_whole,
    assert_told,
    open_town,
    repeat,
)
from tests.faults.site import Site, running_site
from tests.messages.workers import wait_for_many

QUESTIONS = int(os.environ.get("FAULT_QUESTIONS", "30"))
SEED = int(os.environ.get("FAULT_SEED", "20261126"))
CLIENTS = 4
TROUBLES = [
    "kill the web server", "kill one web process", "kill the worker", "crash the database", "restart the database",
    "stop the mail server", "start the mail server", "greylist", "drop", "accept",
]  # fmt: skip


@pytest.mark.slow
def test_no_question_is_lost_doubled_or_half_there_whatever_fails(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    with running_site(tmp_path) as site:
        open_town()
        asked = questions(QUESTIONS, chance, TOPICS)
        crowd = Crowd(site.web.port, API, asked, CLIENTS)
        crowd.start()
        caused = cause_troubles(site, crowd, chance)
        crowd.join()
        site.mend()
        wait_for_many(lambda: site.worker.log[-3000:])
        print(f"\nseed {SEED}: {dict(caused)}, answers {dict(crowd.statuses)}")

        assert crowd.refusal_of(asked[0]) == REFUSED
        assert_each_was_answered(asked)
        repeat(crowd, asked)
        stored = assert_stored_once_and_whole(asked)
        assert_told(site, stored, caused)
        assert site.worker.is_alive
        assert "Vraag nummer" not in site.web.log + site.worker.log


def cause_troubles(site: Site, crowd: Crowd, chance: random.Random) -> Counter[str]:
    """Each at least once, as long as questions come in; the next when a few more were answered, or none for a while."""
    caused: Counter[str] = Counter()
    while crowd.done < QUESTIONS:
        for trouble in chance.sample(TROUBLES, len(TROUBLES)):
            crowd.wait_until(crowd.done + chance.randint(1, 2 * QUESTIONS // 30), chance.uniform(0.5, 3))
            site.cause(trouble, chance)
            caused[trouble] += 1
            if crowd.done >= QUESTIONS:
                break
    return caused
