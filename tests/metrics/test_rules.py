"""Who may read the figures."""

import pytest

from webapp.metrics.rules import may_read

TOKEN = "V7p2-kq9Lw4zXn8RtY3mBc6D"
HERE, ELSEWHERE = "127.0.0.1", "203.0.113.7"


@pytest.mark.parametrize(
    ("remote", "is_forwarded", "authorization", "token", "may"),
    [
        (HERE, False, "", "", True),
        ("::1", False, "", "", True),
        (HERE, False, "", TOKEN, True),
        (HERE, True, "", "", False),  # a proxy on this machine hands it on
        (ELSEWHERE, False, "", "", False),
        (ELSEWHERE, False, f"Bearer {TOKEN}", TOKEN, True),
        (ELSEWHERE, True, f"Bearer {TOKEN}", TOKEN, True),
        (ELSEWHERE, False, f"Bearer {TOKEN[:-1]}", TOKEN, False),
        (ELSEWHERE, False, TOKEN, TOKEN, False),
        (ELSEWHERE, False, "Bearer ", "", False),
        (ELSEWHERE, False, "Bearer é", TOKEN, False),
        ("", False, "", "", False),
        ("unix:", False, "", "", False),
    ],
)
def test_the_machine_itself_or_who_has_the_token(
    remote: str, is_forwarded: bool, authorization: str, token: str, may: bool
) -> None:
    assert may_read(remote=remote, is_forwarded=is_forwarded, authorization=authorization, token=token) is may
