"""The sheet: made in one press, alive while it lasts, and nothing in it about who carries it."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, text

from tests.conftest import DEMO_MOMENT
from tests.handouts.sheets import REFER, THING, TOWN, give
from tests.page import PageClient, one, parse, text_of, texts
from webapp.activities.models import Activity
from webapp.extensions import db
from webapp.handouts.models import Handout
from webapp.handouts.operations import LIVES, forget_expired
from webapp.questions.codes import CODE_LENGTH, LETTERS


def stored(client: PageClient, address: str) -> Handout:
    with client.application.app_context():
        return db.session.scalars(select(Handout).where(Handout.code == address.rsplit("/", 1)[1])).one()


def test_a_press_makes_a_sheet_with_all_that_is_needed(demo: PageClient) -> None:
    page = demo.page(give(demo))
    told = text_of(one(page, ".entry"))

    assert text_of(one(page, ".entry__name a")) == "Inloop geld en post"
    assert len(page.query(".entry__date")) == 2
    assert "dinsdag 24 november, 9:00 tot 12:00" in told
    assert "Gratis" in told
    assert "de gastvrouw" in told
    assert not page.query(".sheet__dutch")
    assert page.query(".sheet__map circle")
    assert len(page.query(".sheet__qr")) == 2


def test_the_code_can_be_read_out_and_typed(demo: PageClient) -> None:
    address = give(demo)
    code = address.rsplit("/", 1)[1]
    said = text_of(one(demo.page(address), ".sheet__address")).rsplit("/", 1)[1]

    assert len(code) == CODE_LENGTH
    assert set(code) <= set(LETTERS)
    for typed in (said, said.upper(), said.replace("-", " "), code.capitalize()):
        answer = demo.get(f"/h/{typed}")
        assert answer.status_code == 302
        assert answer.headers["Location"] == address


def test_the_row_holds_nothing_but_the_things_and_the_language(demo: PageClient) -> None:
    """Whatever else is sent along is not even looked at."""
    address = give(demo, language="en", name="J. de Vries", note="diabetes", area="all")
    row = stored(demo, address)
    with demo.application.app_context():
        columns = db.session.execute(text("SELECT * FROM handout")).mappings().one()

    assert set(columns) == {"municipality_id", "code", "language", "topic", "items", "expires_at"}
    assert (row.language, row.topic) == ("en", "geld")
    assert set(row.items[0]) == {"id", "is_place", "name", "kind", "themes", "dates", "spot"}
    assert "Vries" not in str(dict(columns))
    assert "diabetes" not in str(dict(columns))


def test_dutch_stands_beside_another_language(demo: PageClient) -> None:
    page = demo.page(give(demo, language="en"))

    assert one(page, "html").attrs["lang"] == "en"
    assert text_of(one(page, ".entry__name a")) == "Money and letters walk-in"
    beside = texts(page, ".sheet__dutch")
    assert "Inloop geld en post" in beside
    assert "dinsdag 24 november, 9:00 tot 12:00" in beside
    assert "Tuesday 24 November, 9:00 to 12:00" in text_of(one(page, ".entry"))


def test_a_sheet_can_be_read_in_every_language_we_have(demo: PageClient) -> None:
    address = give(demo, language="en")
    page = demo.page(f"{address}?lang=nl")

    assert one(page, "html").attrs["lang"] == "nl"
    assert [link.attrs["href"] for link in page.query(".languages a")] == [f"{address}?lang=en"]


@pytest.mark.parametrize(
    ("picks", "sentence"),
    [
        ([], "niets gekozen"),
        ([f"activities/thing-{number}" for number in range(50)], "te veel"),
        (["activities/bestaat-niet"], "niet meer meegeven"),
        (["organisations/het-brughuis"], "niet meer meegeven"),
        (["<script>"], "niet meer meegeven"),
    ],
)
def test_what_cannot_be_given_is_said_above_the_same_cards(demo: PageClient, picks: list[str], sentence: str) -> None:
    answer = demo.post(REFER, data={"theme": "geld", "area": "all", "pick": picks})

    assert answer.status_code == 422
    assert sentence in text_of(one(parse(answer.text), "[role=alert]"))
    assert parse(answer.text).query(".offer")


def test_what_nobody_checked_cannot_be_given_by_hand_either(demo: PageClient) -> None:
    with demo.application.app_context():
        db.session.query(Activity).filter_by(slug="inloop-geld-en-post").update({"checked_on": None})
        db.session.commit()

    assert demo.post(REFER, data={"theme": "geld", "area": "all", "only": THING}).status_code == 422


def test_the_same_thing_twice_is_there_once(demo: PageClient) -> None:
    assert len(demo.page(give(demo, THING, THING)).query(".entry")) == 1


def test_a_date_that_moved_or_fell_out_is_told(demo: PageClient) -> None:
    address = give(demo, language="en")
    with demo.application.app_context():
        thing = db.session.scalars(select(Activity).where(Activity.slug == "inloop-geld-en-post")).one()
        values = {
            "id": thing.id,
            "was": DEMO_MOMENT + timedelta(hours=22, minutes=30),
            "to": DEMO_MOMENT + timedelta(days=2, hours=4),
        }
        moved = db.session.execute(
            text("""
                UPDATE slot SET status = 'cancelled', change = 'moved', elsewhere = :to,
                    reason = '{"nl": "de zaal is bezet"}'
                WHERE activity_id = :id AND starts_at = :was
            """),
            values,
        )
        assert moved.rowcount == 1  # type: ignore[attr-defined]
        db.session.commit()

    page = demo.page(address)
    told = text_of(one(page, ".entry .notice"))

    assert "Wednesday 25 November at 9:00: Moved to Thursday 26 November at 14:30" in told
    assert "de zaal is bezet" in told
    assert "Verplaatst naar donderdag 26 november" in told
    assert "Wednesday 25 November, 9:00" not in " ".join(texts(page, ".entry__date"))


def test_what_is_gone_is_said_with_the_nearest_like_it(demo: PageClient) -> None:
    address = give(demo)
    with demo.application.app_context():
        db.session.query(Activity).filter_by(slug="inloop-geld-en-post").update({"published": False})
        db.session.commit()

    page = demo.page(address)

    assert "‘Inloop geld en post’ is er niet meer" in text_of(one(page, ".entry .notice"))
    instead = one(page, ".entry__name a")
    assert text_of(instead) != "Inloop geld en post"
    assert demo.get(instead.attrs["href"]).status_code == 200


def test_where_nothing_is_left_the_team_is_there(demo: PageClient) -> None:
    from webapp.places.models import Place

    address = give(demo)
    with demo.application.app_context():
        db.session.query(Activity).update({"published": False})
        db.session.query(Place).update({"published": False})
        db.session.commit()

    page = demo.page(address)

    assert "Bel het team" in text_of(one(page, ".entry"))
    assert "078 - 202 11 11" in text_of(one(page, ".sheet__last"))
    assert demo.get(f"{address}.pdf").mimetype == "application/pdf"


def test_unknown_forged_and_expired_codes_are_the_same_answer(demo: PageClient) -> None:
    address = give(demo)
    never = demo.get("/h/bcdfghjkmpqr")
    strange = [demo.get(f"/h/{code}") for code in ("a", "aaaaaaaaaaaa", "x" * 3_000, "%00", "bcdfghjkmpqr;--")]

    further = [demo.get("/h/bcdfghjkmpqr.pdf"), demo.get("/h/bcdfghjkmpqr/contact")]
    with time_machine.travel(DEMO_MOMENT + LIVES + timedelta(seconds=1), tick=False):
        over = demo.get(address)

    assert {answer.status_code for answer in (never, over, *strange, *further)} == {404}
    assert {answer.text for answer in (over, *strange, *further)} == {never.text}
    assert never.headers["Cache-Control"] == "private, no-cache"


def test_a_sheet_is_forgotten_when_its_time_is_over(demo: PageClient) -> None:
    give(demo)
    with demo.application.app_context():
        assert forget_expired(DEMO_MOMENT + LIVES - timedelta(seconds=1)) == 0
        assert forget_expired(DEMO_MOMENT + LIVES) == 1
        assert db.session.scalars(select(Handout)).all() == []


def test_who_guesses_is_slowed_down(demo: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.handouts.views.LOOKED_AT", "3/hour")
    monkeypatch.setattr("webapp.handouts.views.MADE", "1/hour")
    address = give(demo)

    assert [demo.get(address).status_code for _look in range(4)] == [200, 200, 200, 429]
    refused = [demo.get(f"{address}{further}") for further in ("", ".pdf", "/contact")]
    refused.append(demo.post(REFER, data={"theme": "geld", "area": "all", "only": THING}))
    assert {(answer.status_code, answer.headers["Retry-After"]) for answer in refused} == {(429, "120")}


def test_the_way_to_the_team_fills_in_what_it_is_about_and_forgets_the_sheet(demo: PageClient) -> None:
    address = give(demo, language="en")
    answer = demo.get(f"{address}/contact")

    assert answer.status_code == 302
    assert answer.headers["Location"] == (f"/en/{TOWN}/ask?topic=geld&through=practice&activity=inloop-geld-en-post")
    page = demo.page(answer.headers["Location"])
    assert "Money and letters walk-in" in text_of(one(page, "main"))
    assert one(page, "input[name=through]").attrs["value"] == "practice"
    assert address.rsplit("/", 1)[1] not in page.to_html()
