"""Whoever keeps trying is slowed down; nobody is kept out for ever, and nobody can keep somebody else out."""

from datetime import timedelta

import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from tests.page import PageClient
from tests.staff import PASSWORD, code_for, csrf_token, give_password, sign_in_by_forms, submit
from webapp.accounts.models import StaffUser

WRONG = "een heel ander wachtwoord"


def attempts(client: PageClient, email: str, number: int, *, address: str = "192.0.2.1") -> list[int]:
    token = csrf_token(client, "/staff/sign-in")
    data = {"csrf_token": token, "email": email, "password": WRONG}
    return [
        client.post("/staff/sign-in", data=data, environ_base={"REMOTE_ADDR": address}).status_code
        for _count in range(number)
    ]


def test_ten_wrong_passwords_then_wait(client: PageClient, user: StaffUser) -> None:
    assert attempts(client, user.email, 12) == [422] * 10 + [429] * 2
    answer = give_password(client, user.email, PASSWORD)
    assert answer.status_code == 429, "also the right one waits"
    assert int(answer.headers["Retry-After"]) > 0
    assert "Dat was te vaak" in answer.text


def test_an_unknown_address_is_slowed_down_alike(client: PageClient, user: StaffUser) -> None:
    assert attempts(client, "niemand@example.nl", 12) == attempts(client, user.email, 12)


def test_after_some_minutes_the_right_password_works(
    client: PageClient, user: StaffUser, clock: time_machine.Traveller
) -> None:
    attempts(client, user.email, 30)
    clock.shift(timedelta(minutes=2))

    assert give_password(client, user.email).status_code == 303


def test_a_browser_that_was_here_before_is_not_kept_out_by_others(
    client: PageClient, application: Flask, user: StaffUser
) -> None:
    sign_in_by_forms(client, user)
    submit(client, "/staff/sign-out", form_page="/staff/account")
    other = application.test_client()
    assert isinstance(other, PageClient)
    assert attempts(other, user.email, 12, address="198.51.100.7")[-1] == 429

    assert give_password(client, user.email).status_code == 303
    assert give_password(other, user.email).status_code == 429


def test_a_known_browser_has_a_limit_too(client: PageClient, user: StaffUser) -> None:
    sign_in_by_forms(client, user)
    submit(client, "/staff/sign-out", form_page="/staff/account")

    assert attempts(client, user.email, 12) == [422] * 10 + [429] * 2


def test_one_visitor_cannot_try_many_addresses(client: PageClient, db_session: Session) -> None:
    token = csrf_token(client, "/staff/sign-in")
    answers = [
        client.post(
            "/staff/sign-in", data={"csrf_token": token, "email": f"n{number}@example.nl", "password": WRONG}
        ).status_code
        for number in range(301)
    ]

    assert answers == [422] * 300 + [429]


def test_codes_can_be_guessed_six_times(client: PageClient, user: StaffUser, clock: time_machine.Traveller) -> None:
    give_password(client, user.email)
    answers = [submit(client, "/staff/second-step", code="000000").status_code for _count in range(6)]
    right = submit(client, "/staff/second-step", code=code_for(user)).status_code
    clock.shift(timedelta(minutes=2))

    assert (answers, right) == ([422] * 6, 429)
    assert submit(client, "/staff/second-step", code=code_for(user)).status_code == 303
