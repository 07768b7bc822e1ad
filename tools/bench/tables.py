"""A table of 1,000 places as a coordinator brings it in: looked at, taken over, and looked at once more; CSV and XLSX.

Beside it the same places stored by plain inserts with their opening times, in the same database: the least it can cost.
"""

import io
import os
import random
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import sqlalchemy as sa
from flask import Flask, session
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tools.bench import town
from tools.bench.measuring import Stopwatch
from tools.bench.pages import database_process, parts_of
from tools.bench.report import Figure, Trouble
from tools.bench.words import HOURS
from webapp.accounts import operations as accounts
from webapp.accounts import pending
from webapp.accounts.rules import COORDINATOR
from webapp.areas.queries import get_municipality
from webapp.core import clock
from webapp.core.database import commit, undone
from webapp.extensions import db
from webapp.places.importing import BATCH
from webapp.places.models import Organisation, Place, PlaceText
from webapp.schedule.models import StoredSchedule
from webapp.schedule.operations import refresh_slots
from webapp.sheets.stored import MOST_ROWS
from webapp.sheets.writing import write_csv, write_xlsx

COLUMNS = (
    "external_id", "kind", "name_nl", "name_en", "description_nl", "street", "house_number", "postcode", "city",
    "lat", "lon", "phone", "opening_hours", "wheelchair",
)  # fmt: skip
BASE = "https://127.0.0.1"  # cookies of production
HERE = {"Referer": f"{BASE}/"}
LOOK_GOAL, TAKE_GOAL = 1.0, 1.5  # times the plain inserts
INSIDE = ((town.SOUTH, town.HEIGHT), (town.WEST, town.WIDTH))
LOOK, TAKE, AGAIN = "looked at", "taken over", "looked at again, when all of it is there"
FIELD = re.compile(r'name="(csrf_token|once|shown)" value="([^"]+)"')
FORM = re.compile(r'<form class="form".*?</form>', re.DOTALL)
NUMBER = re.compile(r"<dd>\s*(\d+)\s*</dd>")
PLACES = sa.text("SELECT count(*) FROM place WHERE source = 'csv'")


def measure(app: Flask) -> Iterator[Figure]:
    """Half of the town is there before, with places of other sources that may be the same."""
    moment = clock.now()
    with app.app_context():
        municipality_id = town.open_town(moment)
        commit()
        plain = stored_plainly(municipality_id, moment)
        town.store(town.make(municipality_id, moment.date()))
        refresh_slots(municipality_id, moment.date())
        commit()
        db.session.execute(sa.text("ANALYZE"))
        commit()
        path, client = f"/staff/{town.SLUG}/import", signed_in(app)
        process = database_process()
    yield Figure(f"{MOST_ROWS:,} places by plain inserts, with their times", plain.work, "ms", remark=parts_of([plain]))
    for name, write in (("CSV", csv), ("XLSX", xlsx)):
        data = write(rows(name))
        before = count(app)
        runs = {LOOK: Stopwatch(process), TAKE: Stopwatch(process), AGAIN: Stopwatch(process)}
        with with_children(runs[LOOK]), runs[LOOK]:
            page = look(client, path, name, data)
        check_numbers(page, name, added=MOST_ROWS)
        with runs[TAKE]:
            answer(client.post(page.request.path, base_url=BASE, headers=HERE, data=fields(page.text)), 303)
        if (added := count(app) - before) != MOST_ROWS:
            raise Trouble(f"{added} places of {MOST_ROWS} rows of {name}")
        with with_children(runs[AGAIN]), runs[AGAIN]:
            page = look(client, path, name, data)
        check_numbers(page, f"{name} again", unchanged=MOST_ROWS)
        for what, run in runs.items():
            goal = TAKE_GOAL if what == TAKE else LOOK_GOAL
            yield Figure(f"{MOST_ROWS:,} rows of {name} {what}", run.work / plain.work, "times the plain inserts",
                         at_most=goal, remark=f"{run.work:,.0f} ms: {parts_of([run])}")  # fmt: skip


def stored_plainly(municipality_id: int, moment: datetime) -> Stopwatch:
    """In a town that is empty, and taken back again."""
    made = town.make(municipality_id, moment.date(), 0, MOST_ROWS)
    with Stopwatch(int(db.session.scalar(sa.text("SELECT pg_backend_pid()")) or 0)) as watch, undone():
        for model, told in (
            (Organisation, made.organisations),
            (Place, made.places),
            (PlaceText, made.place_texts),
            (StoredSchedule, made.schedules),
        ):
            for first in range(0, len(told), BATCH):  # one statement for many rows, as triggers work by statements
                db.session.execute(sa.insert(model).values(told[first : first + BATCH]))
        refresh_slots(municipality_id, moment.date())
    db.session.rollback()
    return watch


def rows(name: str) -> list[list[str]]:
    """Other places for each of the two files, none of which is there."""
    made = town.make(0, clock.today(), 0, MOST_ROWS)
    chance, of_place = random.Random(name), {row["place_id"]: {} for row in made.place_texts}
    for row in made.place_texts:
        of_place[row["place_id"]][row["language"]] = row
    told = []
    for number, row in enumerate(made.places):
        words = of_place[row["id"]]
        lat, lon = (start + size * chance.uniform(0.1, 0.9) for start, size in INSIDE)
        told.append([
            f"{name}-{number}", row["kind"], f"{words['nl']['name']} {name}", words["en"]["name"],
            words["nl"]["description"], row["street"], str(chance.randint(1, 240)),
            f"29{chance.randint(50, 59)} {''.join(chance.choices('ABDEGHKLNPRTVXZ', k=2))}", "Rekenstad",
            f"{lat:.6f}", f"{lon:.6f}", f"078 - 2{chance.randint(10_0000, 99_9999)}",
            chance.choice(HOURS) or "", row["wheelchair"],
        ])  # fmt: skip
    return told


def csv(told: list[list[str]]) -> bytes:
    return "".join(write_csv(COLUMNS, told)).encode()


def xlsx(told: list[list[str]]) -> bytes:
    return write_xlsx({"places": (COLUMNS, told)})


def signed_in(app: Flask) -> FlaskClient:
    """As after both steps of the sign-in, which are measured by nobody."""
    user = accounts.create_user("coordinator@rekenstad.example", "Coordinator", secrets.token_hex(16), "nl")
    user.tf_totp_secret = "not used"
    accounts.grant(user, COORDINATOR, get_municipality(town.SLUG).id)
    commit()
    client = app.test_client()
    with app.test_request_context("/staff/", base_url=BASE):
        pending.finish(user)
        commit()
        begun = dict(session)
    with client.session_transaction("/staff/", base_url=BASE) as kept:
        kept.update(begun)
    return client


def look(client: FlaskClient, path: str, name: str, data: bytes) -> TestResponse:
    """From the file to the page that says what would happen."""
    page = answer(client.get(path, base_url=BASE), 200)
    file = (io.BytesIO(data), f"places.{name.lower()}")
    sent = client.post(path, base_url=BASE, headers=HERE, data={**fields(page.text), "file": file})
    return answer(client.get(answer(sent, 303).headers["Location"], base_url=BASE), 200)


def answer(found: TestResponse, status: int) -> TestResponse:
    if found.status_code != status:
        raise Trouble(f"{found.request.method} {found.request.path} answered {found.status_code}")
    return found


def fields(page: str) -> dict[str, str]:
    form = FORM.search(page)
    if form is None:
        raise Trouble("a page without its form")
    return dict(FIELD.findall(form.group()))


def check_numbers(page: TestResponse, name: str, *, added: int = 0, unchanged: int = 0) -> None:
    said = [int(number) for number in NUMBER.findall(page.text)[:4]]
    if said != [added, 0, unchanged, 0]:
        raise Trouble(f"{name}: new, changed, the same and refused are {said}")


def count(app: Flask) -> int:
    with app.app_context():
        found = db.session.scalar(PLACES) or 0
        db.session.remove()
    return found


@contextmanager
def with_children(watch: Stopwatch) -> Iterator[None]:
    """An XLSX is read by a program of its own, whose time counts too."""
    before = os.times()
    yield
    after = os.times()
    spent = (after.children_user + after.children_system - before.children_user - before.children_system) * 1000
    watch.application += spent
    watch.work += spent
