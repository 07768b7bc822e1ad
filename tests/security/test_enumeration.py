"""Neither words nor time tell a stranger which addresses of mail, questions or things of others there are."""

import random
import re
import statistics
import time
from collections.abc import Callable

import pytest

from tests.build import make_municipality
from tests.page import ONCE, TOKEN, PageClient
from tests.staff import csrf_token, make_user
from webapp.accounts import attempts
from webapp.accounts.rules import COORDINATOR

WRONG = "een heel ander wachtwoord"
KEYS = re.compile(rf'name="({TOKEN}|{ONCE})" value="[^"]+"')
TIMES = 25
# Medians of the same work differ by a few per cent; looking nobody up, or hashing nothing, by half and more.
MOST_APART = 0.35


@pytest.fixture
def without_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "hit", lambda *_arguments: True)


def apart(one: Callable[[], object], other: Callable[[], object]) -> float:
    """How far the medians of both are apart, as a part of the larger; in turn, in an order that chance chose."""
    chance, times = random.Random(7), {one: [], other: []}  # type: ignore[var-annotated]
    for _time in range(TIMES):
        for which in chance.sample([one, other], 2):
            began = time.process_time()  # of this process alone, whatever else the machine does
            which()
            times[which].append(time.process_time() - began)
    first, second = (statistics.median(found) for found in times.values())
    return abs(first - second) / max(first, second)


def test_the_measure_sees_work_that_is_left_out() -> None:
    assert apart(lambda: sum(range(60_000)), lambda: sum(range(30_000))) > MOST_APART


def test_the_time_does_not_tell_which_address_there_is(client: PageClient, without_limits: None) -> None:
    user = make_user(COORDINATOR, make_municipality())
    token = csrf_token(client, "/staff/sign-in")

    def try_as(email: str) -> Callable[[], object]:
        told = {"csrf_token": token, "email": email, "password": WRONG}
        return lambda: client.post("/staff/sign-in", data=told)

    assert apart(try_as(user.email), try_as("niemand@voorbeeld.nl")) < MOST_APART


def test_a_forgotten_password_says_the_same_to_everyone(client: PageClient, without_limits: None) -> None:
    user = make_user(COORDINATOR, make_municipality())
    token = csrf_token(client, "/staff/forgotten")
    answers = [
        client.post("/staff/forgotten", data={"csrf_token": token, "email": email})
        for email in (user.email, "niemand@voorbeeld.nl")
    ]

    assert len({answer.status_code for answer in answers}) == 1
    known, unknown = (KEYS.sub("", answer.text) for answer in answers)
    assert known.replace(user.email, "") == unknown.replace("niemand@voorbeeld.nl", "")
