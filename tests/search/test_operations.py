"""The town's synonyms by command, searches in vain, and search columns that follow every change."""

from datetime import UTC, date, datetime

import sqlalchemy as sa
from flask.testing import FlaskCliRunner

from tests.build import make_activity, make_place
from webapp import worker
from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.places.models import Place
from webapp.search.operations import count_missed, forget_missed, reindex
from webapp.search.queries import list_missed

DAY = date(2026, 11, 24)


def finds(word: str, table: str = "place") -> int:
    statement = sa.text(f"SELECT count(*) FROM {table} WHERE search @@ search_query(ARRAY[:word], '{{}}', '')")
    return db.session.scalar(statement, {"word": word}) or 0


def test_a_changed_text_is_found_by_its_new_words_only(brinkdam: Municipality) -> None:
    place = make_place(brinkdam, "De Zwaluw")
    assert finds("zwaluw") == 1

    place.texts[0].name = "De Reiger"
    db.session.commit()

    assert (finds("zwaluw"), finds("reiger")) == (0, 1)


def test_what_happens_at_a_place_is_found_by_the_name_and_street_of_the_place(brinkdam: Municipality) -> None:
    place = make_place(brinkdam, "De Zwaluw", street="Dorpsstraat")
    make_activity(brinkdam, "Koffie", place=place)
    assert finds("zwaluw", "activity") == finds("dorpsstraat", "activity") == 1

    place.street = "Kade"
    db.session.commit()

    assert (finds("dorpsstraat", "activity"), finds("kade", "activity")) == (0, 1)


def test_words_that_no_text_holds_any_more_go_when_the_town_is_indexed_anew(brinkdam: Municipality) -> None:
    place = make_place(brinkdam, "De Zwaluw")
    place.texts[0].name = "De Reiger"
    db.session.commit()

    reindex(brinkdam.id)

    words = set(db.session.scalars(sa.text("SELECT word FROM search_word")))
    assert "reiger" in words
    assert "zwaluw" not in words
    assert finds("reiger") == 1


def test_a_search_in_vain_is_counted_without_what_says_who_it_was(brinkdam: Municipality) -> None:
    for query in ("Pizza bezorgen", "pizza  BEZORGEN!", "bel 0612345678 of jan@example.nl pizza"):
        count_missed(brinkdam.id, query, DAY)

    assert list_missed(brinkdam.id, 10) == [("pizza bezorgen", 2), ("bel of pizza", 1)]
    assert forget_missed(date(2028, 1, 1)) == 2
    assert list_missed(brinkdam.id, 10) == []


def test_the_worker_forgets_what_was_searched_for_more_than_a_year_ago(brinkdam: Municipality) -> None:
    make_place(brinkdam)
    town_id = brinkdam.id
    count_missed(town_id, "pizza", DAY)
    db.session.commit()

    worker.work_once(datetime(2028, 1, 1, 12, tzinfo=UTC))

    assert list_missed(town_id, 10) == []


def test_synonyms_are_kept_per_town_by_command(brinkdam: Municipality, cli: FlaskCliRunner) -> None:
    town = ["--town", "brinkdam"]
    assert cli.invoke(args=["search", "add-synonym", "De Poen", "theme=geld", *town]).exit_code == 0
    assert cli.invoke(args=["search", "synonyms", *town]).output == "de poen\ttheme=geld\n"
    refused = cli.invoke(args=["search", "add-synonym", "poen", "theme=goud", *town])
    assert "theme=geld" in refused.output
    assert refused.exit_code == 1
    assert cli.invoke(args=["search", "forget-synonym", "de poen", "theme=geld", *town]).exit_code == 0
    assert cli.invoke(args=["search", "synonyms", *town]).output == ""


def test_the_search_goes_by_the_index_of_the_town(brinkdam: Municipality) -> None:
    many = """
        INSERT INTO place (municipality_id, id, slug, kind, street)
        SELECT :town, gen_random_uuid(), 'p' || n, 'buurthuis', 'weg ' || n FROM generate_series(1, 3000) AS n
    """
    db.session.execute(sa.text(many), {"town": brinkdam.id})
    db.session.execute(sa.text("SELECT gin_clean_pending_list('ix_place_search')"))  # as autovacuum does in time
    db.session.execute(sa.text("ANALYZE place"))
    statement = sa.select(Place.id).where(
        Place.municipality_id == brinkdam.id, Place.search.op("@@")(sa.text("search_query('{koffie}', '{}', '')"))
    )
    compiled = statement.compile(db.engine, compile_kwargs={"literal_binds": True})
    plan = "\n".join(db.session.scalars(sa.text(f"EXPLAIN {compiled}")))

    assert "ix_place_search" in plan
