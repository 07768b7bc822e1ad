"""From the picker to the question form: nothing that is typed about a patient is asked, passed on, logged or kept.

A program, or somebody with a wrong idea of an address, adds it to every request; it ends there. What the patient writes
in the question form is the patient's own act: it is in the database sealed, and nowhere else."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import parse_qsl, urlsplit

import pypdfium2
import pytest
import sqlalchemy as sa
from flask import Flask

from tests.conftest import visiting
from tests.handouts.sheets import REFER, THING
from tests.handouts.test_warm import ASK
from tests.page import PageClient, one, parse
from tests.practices.build import make_practice
from webapp.extensions import db

# Words that stand nowhere else, as somebody would type them.
PATIENT = {
    "name": "Qwilhelmina Zterrenburg",
    "patient": "zterrenburgq",
    "bsn": "111222333",
    "email": "qwilhelmina@example.nl",
    "born": "1951-02-29",
    "complaint": "qhartfalen",
    "note": "woontqalleen",
}
WORDS = [*PATIENT.values()]
# All that any address of the flow may carry.
PARAMETERS = {
    "theme", "dimension", "collection", "area", "free", "walkin", "who", "how", "when", "skip", "practice", "language",
    "lang", "size", "made", "topic", "through", "activity", "place",
}  # fmt: skip


@dataclass
class Heard:
    """What went to the database as a value, and each address that our own answers name."""

    values: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)


@pytest.fixture
def client(demo_application: Flask, caplog: pytest.LogCaptureFixture) -> Iterator[PageClient]:
    """Everything that can be logged is, from before the first connection on."""
    for name in (None, "sqlalchemy.engine", "sqlalchemy.pool", "werkzeug", "webapp", "flask"):
        caplog.set_level(logging.DEBUG, logger=name)
    with visiting(demo_application) as client:
        yield client


@pytest.fixture
def heard() -> Iterator[Heard]:
    heard = Heard()

    def note(*arguments: object) -> None:
        heard.values.append(str(arguments[3]))

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield heard
    sa.event.remove(sa.Engine, "before_cursor_execute", note)


def ask_for(client: PageClient, heard: Heard, path: str, **form: object) -> str:
    """With all of the patient in the address and the form; gives what was answered, or where it leads."""
    address = urlsplit(path)
    asked = {**dict(parse_qsl(address.query)), **PATIENT}
    if form:
        answer = client.post(address.path, query_string=PATIENT, data={**PATIENT, **form})
    else:
        answer = client.get(address.path, query_string=asked)
    assert answer.status_code in (200, 302, 303), (path, answer.status_code)
    told = answer.headers.get("Location", "")
    heard.addresses.append(told)
    if answer.mimetype == "text/html":
        page = parse(answer.text)
        named = [(one_, name) for name in ("href", "action") for one_ in page.query(f"[{name}]")]
        heard.addresses += [str(element.attrs[name]) for element, name in named]
        for kept in page.query("input[type=hidden]"):
            assert not any(word in str(kept.attrs.get("value")) for word in WORDS)
    assert not any(word in str(answer.headers) for word in WORDS), "no header, no name of a file"
    assert not any(word.encode() in answer.data for word in WORDS), f"{path} says it again"
    return told or answer.text


def is_kept(words: list[str]) -> list[str]:
    """The tables with one of these anywhere, also as bytes."""
    likes = [f"%{word}%" for word in words] + [f"%{word.encode().hex()}%" for word in words]
    tables = db.session.scalars(
        sa.text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'spatial_ref_sys'")
    ).all()
    assert {"handout", "practice_sheet", "practice_quarter", "question", "outgoing_message", "rate_limit"} <= set(
        tables
    )
    found = []
    for table in tables:
        statement = sa.text(f'SELECT count(*) FROM "{table}" AS whole WHERE whole::text ILIKE ANY(:likes)')
        if db.session.scalar(statement, {"likes": likes}):
            found.append(table)
    return found


def logged(caplog: pytest.LogCaptureFixture) -> str:
    return "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)


@pytest.mark.parametrize("has_account", [False, True])
def test_nothing_of_it_is_passed_on_logged_or_kept(
    client: PageClient, heard: Heard, caplog: pytest.LogCaptureFixture, has_account: bool
) -> None:
    practice = {"practice": make_practice().code} if has_account else {}
    rest = "".join(f"&{name}={value}" for name, value in practice.items())
    for query in ("", "theme=geld", "dimension=PG5", "theme=geld&area=all", "theme=geld&area=all&free=1&who=ouderen"):
        ask_for(client, heard, f"{REFER}?{query}{rest}")
    sheet = ask_for(client, heard, REFER, theme="geld", area="all", language="en", pick=[THING], **practice)
    code = urlsplit(sheet).path
    for path in (sheet, code, f"{code}?lang=nl"):
        ask_for(client, heard, path)
    for path in (f"{code}.pdf", f"{code}.pdf?size=a6"):
        ask_for_pdf(client, path)
    form = ask_for(client, heard, f"{code}/contact")
    ask_for(client, heard, form)

    known = {name for address in heard.addresses for name, _value in parse_qsl(urlsplit(address).query)}
    assert {"theme", "area", "through"} <= known, "the flow was walked"
    assert not [one_ for one_ in heard.addresses if any(word in one_ for word in WORDS)]
    of_the_flow = [one_ for one_ in heard.addresses if "/refer" in one_ or one_.startswith("/h/") or "/ask" in one_]
    assert {name for one_ in of_the_flow for name, _value in parse_qsl(urlsplit(one_).query)} <= PARAMETERS
    assert heard.values, "the database was asked"
    assert not [value for value in heard.values if any(word in value for word in WORDS)]
    assert "handout" in logged(caplog), "also every statement was logged"
    assert not [word for word in WORDS if word in logged(caplog)]
    assert is_kept(WORDS) == []


def ask_for_pdf(client: PageClient, path: str) -> None:
    address = urlsplit(path)
    answer = client.get(address.path, query_string={**dict(parse_qsl(address.query)), **PATIENT})
    document = pypdfium2.PdfDocument(BytesIO(answer.data))
    said = document[0].get_textpage().get_text_range() + str(document.get_metadata_dict()) + str(answer.headers)
    assert "Inloop geld en post" in said
    assert not [word for word in WORDS if word in said]


def test_what_the_patient_writes_is_sealed_and_in_no_log(client: PageClient, caplog: pytest.LogCaptureFixture) -> None:
    practice = make_practice()
    stamp = one(parse(client.get(ASK).text), "input[name=opened]").attrs["value"]
    told = {
        "question": f"Ik ben {PATIENT['name']}, {PATIENT['complaint']}, {PATIENT['note']}",
        "topic": "geld",
        "reply_by": "email",
        "contact": PATIENT["email"],
        "name": PATIENT["name"],
        "through": f"practice-{practice.code}",
        "opened": stamp,
        "again": "1",
    }
    answer = client.post(ASK, data=told)
    words = [PATIENT[name] for name in ("name", "email", "complaint", "note")]

    assert answer.status_code == 303
    assert not [word for word in words if word in answer.headers["Location"]]
    assert db.session.scalar(sa.text("SELECT count(*) FROM question")) == 1
    assert not [word for word in words if word in logged(caplog)]
    assert is_kept(words) == []
    assert is_kept([practice.code]) == ["practice"], "and no row of a question says which practice it was"
