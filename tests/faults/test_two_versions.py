"""During a deploy the migrations are done, the release before still answers and the new one does already: both write
the same questions, and the old one goes without losing any. `make faults` shows it; it needs the project's history."""

import os
import random
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from tests.database import ROOT
from tests.faults.askers import TAKEN_BEFORE, Asked, Crowd, questions
from tests.faults.ledger import (
    API,
    TOPICS,
    assert_each_was_answered,
    assert_stored_once_and_whole,
    assert_told,
    open_town,
    repeat,
)
from tests.faults.site import Web, running_site
from tests.messages.workers import wait_for, wait_for_many

IS_LONG = "FAULT_QUESTIONS" in os.environ
HALF = 40


def git(*arguments: str) -> bytes:
    told = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=False)
    if told.returncode:
        pytest.skip("the history of the project is not here")
    return told.stdout


def release_before(folder: Path) -> Path:
    """The newest state of the project that did not know the newest migration."""
    newest = max(path.name for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py"))
    added = git("log", "--diff-filter=A", "--format=%H", "-1", "--", f"migrations/versions/{newest}").decode().strip()
    if not added:
        pytest.skip(f"{newest} is not committed yet")
    root = folder / "before"
    root.mkdir()
    packed = git("archive", f"{added}^1")
    subprocess.run(["tar", "-x", "-C", str(root)], input=packed, check=True)
    assert not (root / "migrations" / "versions" / newest).exists()
    (root / "static" / "dist").symlink_to(ROOT / "static" / "dist")
    return root


@pytest.mark.slow
@pytest.mark.skipif(not IS_LONG, reason="long: make faults")
def test_the_release_before_and_the_new_one_write_the_same_questions(tmp_path: Path) -> None:
    root = release_before(tmp_path)
    chance = random.Random(11)
    with running_site(tmp_path) as site:
        open_town()
        (tmp_path / "log").mkdir()
        before = Web(site.url, site.mail.server, tmp_path / "log", root)
        try:
            before.start()
            wait_for(lambda: before.is_up, lambda: before.log[-2000:])
            asked = questions(2 * HALF, chance, TOPICS)
            old, new = Crowd(before.port, API, asked[:HALF], 2), Crowd(site.web.port, API, asked[HALF:], 2)
            for crowd in (old, new):
                crowd.start()
            for crowd in (old, new):
                crowd.join()
            assert_both_say_the_same(old, new, asked)
            before.stop()
        finally:
            before.kill()
        assert set(old.statuses + new.statuses) <= {200, 201}
        assert_each_was_answered(asked)
        repeat(new, asked)
        wait_for_many(lambda: site.worker.log[-3000:])
        assert_told(site, assert_stored_once_and_whole(asked), Counter())


def assert_both_say_the_same(old: Crowd, new: Crowd, asked: list[Asked]) -> None:
    """What one of them took the other knows."""
    assert {new.send(one) for one in asked[:5]} == {TAKEN_BEFORE}
    assert {old.send(one) for one in asked[HALF : HALF + 5]} == {TAKEN_BEFORE}
