"""/metrics as Prometheus reads it."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from prometheus_client.parser import text_string_to_metric_families

from tests.conftest import DEMO_MOMENT, running_application
from tests.page import PageClient
from tests.questions.build import make_question
from webapp.app import ROOT
from webapp.areas.queries import list_open_municipalities
from webapp.core.clock import local
from webapp.extensions import db
from webapp.freshness.queries import count_stale
from webapp.questions.rounds import COORDINATOR
from webapp.schedule.upkeep import beat
from webapp.worker import work_once

TOWN = "alblasserdam"
AN_HOUR_AGO = DEMO_MOMENT - timedelta(hours=1)
Figures = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def figures(client: PageClient) -> Figures:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def plain(found: Figures, name: str, **labels: str) -> float:
    return found[(f"dichtbij_{name}", tuple(sorted(labels.items())))]


def test_requests_are_counted_by_view_and_status(demo: PageClient) -> None:
    before = figures(demo)
    demo.get(f"/nl/{TOWN}/about")
    demo.get(f"/nl/{TOWN}/about?q=Truus")
    demo.get(f"/nl/{TOWN}/Truus")
    demo.get("/static/none.css")
    after = figures(demo)

    def grown(name: str, **labels: str) -> float:
        return plain(after, name, **labels) - before.get((f"dichtbij_{name}", tuple(sorted(labels.items()))), 0)

    assert grown("requests_total", endpoint="pages.about", status="200") == 2
    assert grown("request_seconds_count", endpoint="pages.about") == 2
    assert grown("request_seconds_bucket", endpoint="pages.about", le="+Inf") == 2
    assert grown("requests_total", endpoint="unknown", status="404") == 2
    assert not any("Truus" in value for _name, labels in after for _label, value in labels)


def test_the_database_tells_how_the_service_is(demo: PageClient) -> None:
    [town] = list_open_municipalities("")
    make_question(town, DEMO_MOMENT)
    make_question(town, DEMO_MOMENT)
    first = figures(demo)
    today = local(DEMO_MOMENT).date()
    stale = count_stale(town, today)
    assert {kind: plain(first, "stale_items", kind=kind) for kind in stale} == stale
    assert sum(stale.values()) > 0
    assert plain(first, "questions", state="waiting") == plain(first, "questions", state="unread") == 2
    assert plain(first, "questions", state="late") == plain(first, "questions", state="unread_overdue") == 0
    assert plain(first, "mails", state="queued") == plain(first, "jobs", state="todo") == 2
    assert plain(first, "queue_age_seconds") == 0
    assert ("dichtbij_worker_age_seconds", ()) not in first
    assert ("dichtbij_backup_age_seconds", ()) not in first


def test_signs_of_life_have_an_age(demo: PageClient) -> None:
    work_once(DEMO_MOMENT - timedelta(minutes=2))
    beat("backup", DEMO_MOMENT - timedelta(hours=5))
    db.session.commit()
    found = figures(demo)

    assert plain(found, "worker_age_seconds") == 120
    assert plain(found, "backup_age_seconds") == 5 * 3600
    assert plain(found, "slots_horizon_days") == 90


def test_every_figure_that_the_document_names_is_there(demo: PageClient) -> None:
    work_once(DEMO_MOMENT)
    beat("backup", DEMO_MOMENT)
    db.session.commit()
    told = set(re.findall(r"`(dichtbij_[a-z_]+)", (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")))
    found = {name for name, _labels in figures(demo)}

    assert len(told) > 8
    assert [name for name in told if not any(one.startswith(name) for one in found)] == []


def test_what_is_late_and_what_nobody_read_is_told(demo: PageClient) -> None:
    [town] = list_open_municipalities("")
    unread, _receipt = make_question(town, DEMO_MOMENT)
    passed_on, _receipt = make_question(town, DEMO_MOMENT)
    make_question(town, DEMO_MOMENT)
    unread.unread_by = unread.answer_by = DEMO_MOMENT - timedelta(seconds=1)
    passed_on.reached = COORDINATOR
    db.session.commit()
    found = figures(demo)

    states = ("waiting", "unread", "unread_overdue", "late")
    assert [plain(found, "questions", state=state) for state in states] == [3, 3, 2, 1]


def test_a_job_that_waits_has_an_age(demo: PageClient) -> None:
    [town] = list_open_municipalities("")
    make_question(town, DEMO_MOMENT)
    db.session.execute(sa.text("UPDATE procrastinate_events SET at = CAST(:at AS timestamptz)"), {"at": AN_HOUR_AGO})
    db.session.execute(sa.text("UPDATE procrastinate_jobs SET scheduled_at = NULL"))
    db.session.commit()

    assert plain(figures(demo), "queue_age_seconds") == 3600


@pytest.mark.parametrize(
    ("headers", "remote", "status"),
    [
        ({}, "203.0.113.7", 404),
        ({"X-Forwarded-For": "127.0.0.1"}, "127.0.0.1", 404),
        ({"Forwarded": "for=127.0.0.1"}, "127.0.0.1", 404),
        ({"Authorization": "Bearer V7p2-kq9Lw4zXn8RtY3mBc6D"}, "203.0.113.7", 200),
        ({"Authorization": "Bearer V7p2-kq9Lw4zXn8RtY3mBc6d"}, "203.0.113.7", 404),
        ({}, "127.0.0.1", 200),
    ],
)
def test_for_everyone_else_there_is_no_such_page(
    database_url: sa.URL, headers: dict[str, str], remote: str, status: int
) -> None:
    with running_application(database_url, metrics_token="V7p2-kq9Lw4zXn8RtY3mBc6D") as other:
        answer = other.test_client().get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": remote})

    assert answer.status_code == status
