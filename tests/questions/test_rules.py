"""Reading a question: lenient in what comes in, strict in what is kept, one sentence for each field that is wrong."""

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.questions.rules import FIELDS, MOST_LETTERS, Known, read_asked, tidy
from webapp.questions.values import Content, NewQuestion

KNOWN = Known(frozenset({"geld", "ontmoeten"}), frozenset({"nl", "en", "ar"}), has_whatsapp=False)
ASKED = {"question": "Ik kom niet rond met mijn geld.", "reply_by": "phone", "contact": "06 - 123 456 78"}


def read(**told: Any) -> NewQuestion:
    reading = read_asked({**ASKED, **told}, KNOWN)
    assert reading.new is not None, reading.problems
    return reading.new


def problems(**told: Any) -> dict[str, str]:
    reading = read_asked({**ASKED, **told}, KNOWN)
    assert reading.new is None
    return reading.problems


def test_a_whole_question() -> None:
    new = read(
        topic="geld", postcode="2951 ab", lang="en", best_time="after six", for_other="1", volunteer="0", place="brug"
    )

    assert new.content == Content(ASKED["question"], "", "0612345678", "2951AB", "after six")
    assert (new.topic, new.language, new.for_other, new.volunteer) == ("geld", "en", True, False)
    assert new.safe_to_call is None


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({"question": ""}, {"question": "missing"}),
        ({"question": None}, {"question": "missing"}),
        ({"question": " \n\t "}, {"question": "missing"}),
        ({"question": "😀😀😀"}, {"question": "too_little"}),
        ({"question": "😀", "topic": "geld"}, {"question": "too_little"}),
        ({"question": "\x00\x01\x02"}, {"question": "missing"}),
        ({"question": "a" * (MOST_LETTERS + 1)}, {"question": "too_long"}),
        ({"question": 7}, {"question": "not_text"}),
        ({"question": "\ud800 help"}, {"question": "broken"}),
        ({"topic": "maanreis"}, {"topic": "unknown"}),
        ({"reply_by": ""}, {"reply_by": "missing"}),
        ({"reply_by": "pigeon"}, {"reply_by": "unknown"}),
        ({"reply_by": "whatsapp"}, {"reply_by": "unknown"}),
        ({"contact": ""}, {"contact": "missing_phone"}),
        ({"contact": "12"}, {"contact": "phone"}),
        ({"contact": "bel mij 0612345678"}, {"contact": "phone"}),
        ({"contact": "1" * 16}, {"contact": "phone"}),
        ({"reply_by": "email", "contact": ""}, {"contact": "missing_email"}),
        ({"reply_by": "email", "contact": "noor"}, {"contact": "email"}),
        ({"reply_by": "email", "contact": "jöran@example.org"}, {"contact": "email"}),
        ({"reply_by": "email", "contact": "noor@nl"}, {"contact": "email"}),
        ({"reply_by": "email", "contact": "n@example.org\nBcc: all@example.org"}, {"contact": "email"}),
        ({"reply_by": "email", "contact": "n@example.org, m@example.org"}, {"contact": "email"}),
        ({"reply_by": "email", "contact": "Noor <n@example.org>"}, {"contact": "email"}),
        ({"reply_by": "email", "contact": f"{'n' * 250}@example.org"}, {"contact": "email"}),
        ({"name": "n" * 61}, {"name": "too_long"}),
        ({"postcode": "29511"}, {"postcode": "form"}),
        ({"postcode": "0951AB"}, {"postcode": "form"}),
        ({"postcode": "٢٩٥١"}, {"postcode": "form"}),
        ({"neighbourhood": "Kinderdijk"}, {"neighbourhood": "unknown"}),
        ({"lat": "here", "lon": "5.1"}, {"lat": "position"}),
        ({"lat": "52.1"}, {"lat": "position"}),
        ({"lat": "nan", "lon": "inf"}, {"lat": "position"}),
        ({"lat": 91, "lon": 5}, {"lat": "position"}),
        ({"lat": True, "lon": 5}, {"lat": "position"}),
        ({"lang": "tlh"}, {"lang": "unknown"}),
        ({"for_other": "perhaps"}, {"for_other": "yes_or_no"}),
        ({"safe_to_call": 3}, {"safe_to_call": "yes_or_no"}),
        ({"place": "../etc"}, {"place": "unknown"}),
        ({"question": "", "reply_by": ""}, {"question": "missing", "reply_by": "missing"}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_field(told: dict[str, Any], wrong: dict[str, str]) -> None:
    assert problems(**told) == wrong


@pytest.mark.parametrize(
    ("reply_by", "typed", "kept"),
    [
        ("phone", "+31 (0)6-12345678", "+310612345678"),
        ("phone", "٠٦١٢٣٤٥٦٧٨", "0612345678"),
        ("email", " noor.b+help@example.org ", "noor.b+help@example.org"),
        ("email", "joran@exämple.org", "joran@xn--exmple-cua.org"),
        ("visit", "06 12345678", ""),
        ("none", "noor@example.org", ""),
    ],
)
def test_only_the_detail_that_the_answer_needs_is_kept(reply_by: str, typed: str, kept: str) -> None:
    assert read(reply_by=reply_by, contact=typed).content.contact == kept


def test_a_subject_is_enough() -> None:
    assert read(question=None, topic="ontmoeten").content.question == ""


def test_a_point_is_kept_to_a_hundred_metres_even_at_sea() -> None:
    at_sea = read(lat="53.123456", lon="3.987654").position

    assert at_sea is not None
    assert (at_sea.lat, at_sea.lon) == (53.123, 3.988)


def test_script_in_a_name_is_a_name() -> None:
    assert read(name="<script>alert(1)</script>").content.name == "<script>alert(1)</script>"


def test_invisible_characters_go_and_lines_stay() -> None:
    assert tidy("\u202eeen\x07\r\n\r\n twee \x00") == "een\n\n twee"


def test_citizen_service_numbers_are_hidden_everywhere() -> None:
    new = read(question="Mijn BSN is 111222333.", name="Noor 111 222 333", best_time="123456782 na zes")

    assert new.content.question == "Mijn BSN is •••••••••."
    assert "111" not in new.content.name
    assert new.content.best_time == "••••••••• na zes"
    assert new.masked == 1


def test_the_form_asks_for_nothing_else() -> None:
    """Never a birth date, surname, address, gender, nationality or diagnosis: a field is added here on purpose only."""
    kept = {field.name for field in (*fields(Content), *fields(NewQuestion))} - {"content", "masked"}

    assert kept - {"language", "position"} == set(FIELDS) - {"lang", "lat", "lon"}


VALUES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=40), st.lists(st.text()))


@given(st.dictionaries(st.sampled_from(FIELDS), VALUES))
def test_whatever_comes_in_there_is_a_question_or_a_problem(told: dict[str, Any]) -> None:
    reading = read_asked(told, KNOWN)

    assert (reading.new is None) == bool(reading.problems)
    assert reading.problems.keys() <= set(FIELDS)
    if reading.new is not None:
        reading.new.content.question.encode()
