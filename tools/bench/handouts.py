"""A GP's sheet: the page, the PDF, and what a process holds after two hundred of them."""

import os
import re

from flask import Flask
from flask.testing import FlaskClient

from tools.bench import pages, town
from tools.bench.measuring import pss_mib
from tools.bench.report import Figure, Trouble
from webapp.extensions import db

PAGE_MS, PDF_MS = 150, 1500
FIRST, MORE = 20, 200  # PDFs; the first ones load letters and code
GROWTH_MIB = 10
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
        growth(client, f"{sheet}.pdf"),
    ]


def growth(client: FlaskClient, path: str) -> Figure:
    for _ in range(FIRST):
        pages.visit(client, path)
    before = pss_mib(os.getpid())
    for _ in range(MORE):
        pages.visit(client, path)
    return Figure(f"memory that {MORE} PDFs add", pss_mib(os.getpid()) - before, "MiB PSS", at_most=GROWTH_MIB)
