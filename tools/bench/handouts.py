"""A GP's sheet: the page, the PDF, and what a process holds after two hundred of them."""

import gc
import os
import re
from collections.abc import Iterator

from flask import Flask
from flask.testing import FlaskClient

from tools.bench import pages, town
from tools.bench.measuring import private_mib
from tools.bench.report import Figure, Trouble
from webapp.extensions import db

PAGE_MS, PDF_MS = 150, 1500
FIRST, MORE = 20, 200  # PDFs; the first ones load letters and code
GROWTH_MIB = 10
MOST_OBJECTS = 2_000  # ten a PDF; what is kept once and for all was there after the first ones
PICK = re.compile(r'name="pick" value="([^"]+)"')


def measure(app: Flask) -> list[Figure]:
    client, subject = app.test_client(), {"theme": "ontmoeten", "area": "all"}
    refer = f"/nl/{town.SLUG}/refer"
    with app.app_context():
        process, engine = pages.database_process(), db.engine
    picks = PICK.findall(client.get(refer, query_string=subject).text)
    made = client.post(refer, data={**subject, "language": "en", "pick": picks})
    if made.status_code != 303:
        raise Trouble(f"no sheet was made: {made.status_code} for {len(picks)} things")
    sheet = made.headers["Location"]
    chooser = f"{refer}?theme=ontmoeten&area=all"
    return [
        pages.page(client, process, engine, "three cards to choose from", chooser, PAGE_MS),
        pages.page(client, process, engine, f"sheet of {len(picks)} in two languages", sheet, PAGE_MS),
        pages.page(client, process, engine, "the same as a PDF", f"{sheet}.pdf", PDF_MS),
        *growth(client, f"{sheet}.pdf"),
    ]


def growth(client: FlaskClient, path: str) -> Iterator[Figure]:
    """A leak shows as objects that nobody lets go of; without one the memory goes up and down with what the allocator
    keeps for the next PDF."""
    for _ in range(FIRST):
        pages.visit(client, path)
    objects, memory = held()
    for _ in range(MORE):
        pages.visit(client, path)
    more_objects, more_memory = held()
    yield Figure(f"objects that {MORE} PDFs leave", more_objects - objects, "objects", at_most=MOST_OBJECTS)
    yield Figure(f"memory that {MORE} PDFs add", more_memory - memory, "MiB private", at_most=GROWTH_MIB)


def held() -> tuple[int, float]:
    gc.collect()
    return len(gc.get_objects()), private_mib(os.getpid())
