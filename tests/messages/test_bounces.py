"""Bounces as mail servers write them."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.messages.bounce_mails import EXIM_HEADERS, ID, MAIL_ID, POSTFIX, POSTFIX_LATE, VACATION
from webapp.messages.bounces import Bounce, NoBounce, read_bounce


@pytest.mark.parametrize(
    ("mail", "bounce"),
    [
        (POSTFIX, Bounce(True, "5.1.1", UUID(ID), (MAIL_ID,))),
        (POSTFIX.replace(f"Original-Envelope-Id: {ID}\n", ""), Bounce(True, "5.1.1", None, (MAIL_ID,))),
        (POSTFIX.replace("\n", "\r\n"), Bounce(True, "5.1.1", UUID(ID), (MAIL_ID,))),
        (EXIM_HEADERS, Bounce(True, "5.0.0", None, (MAIL_ID,))),
        (POSTFIX_LATE, Bounce(False, "4.4.1", UUID(ID), (MAIL_ID,))),
    ],
)
def test_a_report_says_what_became_of_which_mail(mail: str, bounce: Bounce) -> None:
    assert read_bounce(mail.encode()) == bounce


@pytest.mark.parametrize("mail", [VACATION, "", "\n", "no mail at all", "\x00\xff" * 50])
def test_another_mail_is_no_bounce(mail: str) -> None:
    with pytest.raises(NoBounce):
        read_bounce(mail.encode())


@given(st.binary(max_size=400), st.integers(0, len(POSTFIX)), st.integers(0, 60))
def test_no_mail_breaks_the_reading(noise: bytes, start: int, length: int) -> None:
    for raw in (noise, POSTFIX.encode()[:start] + noise + POSTFIX.encode()[start + length :]):
        try:
            read_bounce(raw)
        except NoBounce:
            continue
