"""Roles and passwords, without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.accounts.rules import (
    ADMIN,
    COORDINATOR,
    EDITOR,
    TEAM,
    Grant,
    PasswordComplaint,
    device_words,
    inside_staff,
    is_email,
    is_over,
    may_enter,
    normal_code,
    password_complaint,
)

HERE, THERE = 1, 2
MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("grants", "roles", "town", "may"),
    [
        ([], (), None, False),
        ([Grant(TEAM, HERE)], (), None, True),
        ([Grant(TEAM, HERE)], (), HERE, True),
        ([Grant(TEAM, HERE)], (), THERE, False),
        ([Grant(TEAM, HERE)], (TEAM,), HERE, True),
        ([Grant(TEAM, HERE)], (TEAM,), THERE, False),
        ([Grant(TEAM, HERE)], (COORDINATOR,), HERE, False),
        ([Grant(TEAM, HERE), Grant(COORDINATOR, THERE)], (COORDINATOR,), HERE, False),
        ([Grant(TEAM, HERE), Grant(COORDINATOR, THERE)], (COORDINATOR,), None, True),
        ([Grant(TEAM, HERE), Grant(COORDINATOR, THERE)], (TEAM, COORDINATOR), THERE, True),
        ([Grant(ADMIN, None)], (ADMIN,), HERE, True),
        ([Grant(ADMIN, None)], (TEAM, COORDINATOR, EDITOR), HERE, False),
        ([Grant(ADMIN, HERE)], (ADMIN,), THERE, False),
    ],
)
def test_a_role_counts_in_its_own_town_only(
    grants: list[Grant], roles: tuple[str, ...], town: int | None, may: bool
) -> None:
    assert may_enter(grants, roles, town) is may


@pytest.mark.parametrize(
    ("password", "complaint"),
    [
        ("vier woorden op een rij", None),
        ("kort", PasswordComplaint.TOO_SHORT),
        ("a" * 129, PasswordComplaint.TOO_LONG),
        ("abababababababab", PasswordComplaint.TOO_SIMPLE),
        ("anja.jansen 12345", PasswordComplaint.IS_YOURS),
        ("ik ben ANJA Jansen toch", PasswordComplaint.IS_YOURS),
        ("أربع كلمات سهلة", None),
        ("Welkom2026!!", PasswordComplaint.TRIED_FIRST),
        ("dichtbij-gemeente1", PasswordComplaint.TRIED_FIRST),
        ("Wachtwoord123", PasswordComplaint.TRIED_FIRST),
        ("qwertyuiop12", PasswordComplaint.TRIED_FIRST),
        ("123456789012", PasswordComplaint.TRIED_FIRST),
        ("welkom in de tuin van toos", None),
        ("829-114-673-05", None),
    ],
)
def test_passwords(password: str, complaint: PasswordComplaint | None) -> None:
    assert password_complaint(password, "Anja Jansen", "anja.jansen@example.nl") is complaint


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("anja@example.nl", True),
        ("a.b+c@sub.example.nl", True),
        ("anja@example", False),
        ("anja example.nl", False),
        ("anja@example.nl\nBcc: x@example.nl", False),
        ("a@b.nl,c@d.nl", False),
        ("<anja@example.nl>", False),
        ("a" * 250 + "@example.nl", False),
        ("", False),
    ],
)
def test_addresses(text: str, is_one: bool) -> None:
    assert is_email(text) is is_one


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/staff/", True),
        ("/staff/brinkdam/inbox?state=new&page=2", True),
        ("/staff/x?q=%C3%A9", True),
        ("/staff", False),
        ("/nl/brinkdam/", False),
        ("//evil.example/staff/", False),
        ("https://evil.example/staff/", False),
        ("/staff//evil.example", False),
        ("/staff/../nl/", False),
        ("/staff/\\evil.example", False),
        ("/staff/\r\nSet-Cookie: a=b", False),
    ],
)
def test_the_way_on_stays_with_staff(path: str, kept: bool) -> None:
    assert inside_staff(path) == (path if kept else "")


@given(st.text())
def test_whatever_is_asked_the_way_on_stays_with_staff(path: str) -> None:
    assert inside_staff(path) == "" or path.startswith("/staff/")


def test_a_sign_in_ends_by_silence_and_by_the_day() -> None:
    idle = timedelta(minutes=60)
    assert not is_over(MOMENT, MOMENT, MOMENT + idle, idle)
    assert is_over(MOMENT, MOMENT, MOMENT + idle + timedelta(seconds=1), idle)
    later = MOMENT + timedelta(hours=12)
    assert not is_over(MOMENT, later, later, idle)
    assert is_over(MOMENT, later, later + timedelta(seconds=1), idle)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", ("Firefox", "Linux")),
        (
            "Mozilla/5.0 (Linux; Android 13; SM-A136B) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36",
            ("Chrome", "Android"),
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1",
            ("Safari", "iPhone"),
        ),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0 Safari/537.36 Edg/130.0", ("Edge", "Windows")),
        ("curl/8.5", ("", "")),
        ("", ("", "")),
    ],
)
def test_devices_in_words(agent: str, words: tuple[str, str]) -> None:
    assert device_words(agent) == words


@pytest.mark.parametrize("typed", ["1a2b-3c4d-5e6f", " 1A2B 3C4D 5E6F ", "1a2b3c4d5e6f", "1a2b–3c4d–5e6f"])
def test_codes_are_read_as_they_are_typed(typed: str) -> None:
    assert normal_code(typed) == "1a2b3c4d5e6f"
