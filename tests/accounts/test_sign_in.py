"""Signing in takes both steps; nothing is shown before, and nobody learns which addresses there are."""

from datetime import timedelta

import pytest
import time_machine

from tests.page import ONCE, TOKEN, PageClient, one, parse, text_of
from tests.staff import PASSWORD, code_for, give_password, make_user, sign_in_by_forms, submit
from webapp.accounts import queries
from webapp.accounts.models import SignIn, StaffUser
from webapp.core.crypto import fingerprint
from webapp.extensions import db

HOME = "/staff/"


def test_password_and_code_open_the_first_page(client: PageClient, user: StaffUser) -> None:
    assert give_password(client, user.email).location == "/staff/second-step"
    answer = submit(client, "/staff/second-step", code=code_for(user))

    assert (answer.status_code, answer.location) == (303, HOME)
    assert text_of(one(client.page(HOME), "h1")) == "Hallo Anja"


def test_after_the_password_alone_nothing_is_shown(client: PageClient, user: StaffUser) -> None:
    give_password(client, user.email)

    for path in (HOME, "/staff/account", "/staff/account/password"):
        answer = client.get(path)
        assert (answer.status_code, "Anja" in answer.text) == (303, False)
        assert answer.location.startswith("/staff/sign-in")


def test_the_way_on_leads_where_somebody_wanted_to_go(client: PageClient, user: StaffUser) -> None:
    asked = client.get("/staff/account?x=1")
    assert asked.location == "/staff/sign-in?next=/staff/account?x%3D1"

    give_password(client, user.email, next_="/staff/account?x%3D1")

    assert submit(client, "/staff/second-step", code=code_for(user)).location == "/staff/account?x=1"


@pytest.mark.parametrize(
    "way", ["https://evil.example/", "//evil.example", "/nl/brinkdam/", "/staff/../x", "/staff//evil"]
)
def test_the_way_on_never_leads_elsewhere(client: PageClient, user: StaffUser, way: str) -> None:
    give_password(client, user.email, next_=way)

    assert submit(client, "/staff/second-step", code=code_for(user)).location == HOME


def test_wrong_password_and_unknown_address_get_the_same_answer(client: PageClient, user: StaffUser) -> None:
    wrong = give_password(client, user.email, "een heel ander wachtwoord")
    unknown = give_password(client, "niemand@example.nl", "een heel ander wachtwoord")
    make_user(email="weg@example.nl")
    operations_disable("weg@example.nl")
    shut_out = give_password(client, "weg@example.nl", PASSWORD)

    pages = [without_tokens(answer.text, address) for answer, address in (
        (wrong, user.email), (unknown, "niemand@example.nl"), (shut_out, "weg@example.nl"))]  # fmt: skip
    assert [wrong.status_code, unknown.status_code, shut_out.status_code] == [422] * 3
    assert pages[0] == pages[1] == pages[2]


def operations_disable(email: str) -> None:
    user = queries.find_user(email)
    assert user is not None
    user.active = False
    db.session.commit()


def without_tokens(html: str, address: str) -> str:
    for name in (TOKEN, ONCE):
        for field in parse(html).query(f"input[name={name}]"):
            html = html.replace(field.attrs["value"] or "", name)
    return html.replace(address, "ADDRESS")


def test_a_code_works_once(client: PageClient, application: object, user: StaffUser) -> None:
    code = code_for(user)
    give_password(client, user.email)
    assert submit(client, "/staff/second-step", code=code).status_code == 303
    submit(client, "/staff/sign-out", form_page="/staff/account")

    give_password(client, user.email)
    again = submit(client, "/staff/second-step", code=code)

    assert again.status_code == 422
    assert "werken één keer" in text_of(parse(again.text).root)


def test_the_password_is_good_for_ten_minutes(
    client: PageClient, user: StaffUser, clock: time_machine.Traveller
) -> None:
    give_password(client, user.email)
    clock.shift(timedelta(minutes=11))

    answer = client.get("/staff/second-step")

    assert answer.location == "/staff/sign-in"


def test_the_session_has_another_name_after_signing_in(client: PageClient, user: StaffUser) -> None:
    client.get("/staff/sign-in")
    before = client.get_cookie("dichtbij_staff", path="/staff")
    sign_in_by_forms(client, user)
    after = client.get_cookie("dichtbij_staff", path="/staff")

    assert before is not None
    assert after is not None
    assert before.value != after.value
    client.set_cookie("dichtbij_staff", before.value, path="/staff")
    assert client.get(HOME).status_code == 303, "the name from before opens nothing"


def test_only_hashes_of_the_session_are_kept(client: PageClient, user: StaffUser) -> None:
    sign_in_by_forms(client, user)

    with client.session_transaction(HOME) as session:
        token = session["sign_in"]
    stored = db.session.query(SignIn).one()
    assert stored.token_hash == fingerprint(token)
    assert token.encode() not in stored.token_hash


def test_a_form_from_elsewhere_is_refused(client: PageClient, user: StaffUser) -> None:
    answer = client.post("/staff/sign-in", data={"email": user.email, "password": PASSWORD})

    assert answer.status_code == 400
    assert "te lang open" in answer.text


def test_who_signs_out_is_out_also_with_a_copy_of_the_cookie(client: PageClient, user: StaffUser) -> None:
    sign_in_by_forms(client, user)
    copy = client.get_cookie("dichtbij_staff", path="/staff")
    assert copy is not None

    assert submit(client, "/staff/sign-out", form_page=HOME).location == "/staff/sign-in"

    client.set_cookie("dichtbij_staff", copy.value, path="/staff")
    assert client.get(HOME).status_code == 303


def test_without_a_page_for_an_hour_somebody_signs_in_again(
    client: PageClient, user: StaffUser, clock: time_machine.Traveller
) -> None:
    sign_in_by_forms(client, user)
    clock.shift(timedelta(minutes=59))
    assert client.get(HOME).status_code == 200
    clock.shift(timedelta(minutes=59))
    assert client.get(HOME).status_code == 200, "the page an hour ago counts"
    clock.shift(timedelta(minutes=61))

    assert client.get(HOME).status_code == 303


def test_a_page_that_refreshes_itself_keeps_nobody_signed_in(
    client: PageClient, user: StaffUser, clock: time_machine.Traveller
) -> None:
    sign_in_by_forms(client, user)
    for _count in range(2):
        clock.shift(timedelta(minutes=31))
        answer = client.get(HOME, headers={"Sec-Fetch-Mode": "cors"})

    assert answer.status_code == 303


def test_a_sign_in_ends_with_the_working_day(
    client: PageClient, user: StaffUser, clock: time_machine.Traveller
) -> None:
    sign_in_by_forms(client, user)
    for _count in range(15):
        clock.shift(timedelta(minutes=50))
        answer = client.get(HOME)

    assert answer.status_code == 303


def test_pages_of_staff_stay_nowhere_and_are_not_compressed(client: PageClient, user: StaffUser) -> None:
    sign_in_by_forms(client, user)

    answer = client.get(HOME, headers={"Accept-Encoding": "br, gzip"})

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "Content-Encoding" not in answer.headers
