"""`make bench-peers HARNESS=folder`: the product in one run with what a user would pick instead, same rows, same work.

The harness is a folder with peers.sh (installs and starts each peer and a database with its rows: `town` of 500 places,
`nl` of a million) and compare.py (interleaved runs, and how many items each answers). Here the same rows go into a
database of ours in the same cluster, and our addresses are put beside theirs. PEERS names some of them, ROWS makes the
country smaller, PEERS_DIR is where everything is kept (large: some 6 GB)."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from flask import Flask

from tools import cluster, serving
from tools.bench import run, servers
from tools.run import ensure_extensions
from webapp.app import create_app
from webapp.config import read_settings
from webapp.core import clock
from webapp.core.database import commit
from webapp.extensions import db
from webapp.schedule.document import to_document
from webapp.schedule.operations import refresh_slots
from webapp.schedule.told import read_opening_hours

TOWN, TOWN_CODE, DATABASE = "peers-town", "GM9998", "dichtbij"
WINDOWS_EACH = 60  # 3,840 windows: more than are asked for in a second
PEERS = "nginx hello tipg pygeoapi mapserver datasette umap"
KINDS = {
    "community_centre": "buurthuis", "library": "bibliotheek", "gp": "gezondheidscentrum", "sports_club": "sportplek",
    "playground": "groene-plek", "language_cafe": "inloop", "food_bank": "voedselbank", "thrift_shop": "kledingbank",
    "pharmacy": "gezondheidscentrum", "youth_centre": "jongerencentrum", "garden": "groene-plek",
    "repair_cafe": "leerwerkplek", "home_care": "huiskamer", "town_desk": "informatiepunt",
}  # fmt: skip
THEMES = {
    "ontmoeten": "ontmoeten", "vrije-tijd": "creatief", "kinderen": "gezin", "leren": "werk-leren",
    "taal": "taal-digitaal", "digitaal": "taal-digitaal", "gezondheid": "praten-steun", "sport": "bewegen-gezond",
    "geld": "geld", "eten": "eten", "duurzaam": "vrijwilligerswerk", "werk": "werk-leren", "jongeren": "gezin",
    "zorg": "mantelzorg", "mantelzorg": "mantelzorg", "wonen": "wonen-spullen",
}  # fmt: skip
ROWS = """COPY (SELECT municipality, id, kind, title, name->>'en', themes, opening_hours, published,
                       ST_X(geom), ST_Y(geom) FROM {schema}.places) TO STDOUT"""
MADE = """CREATE UNLOGGED TABLE {schema}_made (
    municipality text, number bigint, kind text, nl text, en text, themes text[], opening_hours text, published boolean,
    lon float, lat float, id uuid DEFAULT gen_random_uuid())"""
COLUMNS = "municipality, number, kind, nl, en, themes, opening_hours, published, lon, lat"
# Their codes are not all of the form of CBS, so the towns get new ones, in the order of theirs.
TOWNS = """INSERT INTO municipality (code, slug, name, opened_at)
           SELECT 'GM' || (5000 + row_number() OVER (ORDER BY municipality)), lower(municipality), municipality, now()
           FROM nl_made GROUP BY municipality"""
ONE_TOWN = f"""INSERT INTO municipality (code, slug, name, opened_at)
               SELECT '{TOWN_CODE}', '{TOWN}', 'Peers', now()"""
PLACES = """INSERT INTO place (municipality_id, id, slug, kind, point, themes, published, search)
    SELECT m.id, made.id, 'plek-' || number, CAST(:kinds AS jsonb) ->> made.kind,
           ST_SetSRID(ST_MakePoint(lon, lat), 4326),
           ARRAY(SELECT DISTINCT CAST(:themes AS jsonb) ->> one FROM unnest(made.themes) one), published,
           search_vector('nl', nl, 'A') || search_vector('en', en, 'A')
    FROM {schema}_made made JOIN municipality m ON m.slug = {slug}"""
TEXTS = """INSERT INTO place_text (municipality_id, place_id, language, name)
    SELECT m.id, made.id, language, said.name FROM {schema}_made made JOIN municipality m ON m.slug = {slug},
           LATERAL (VALUES ('nl', nl), ('en', en)) said(language, name)"""
WORDS = """INSERT INTO search_word (municipality_id, word)
    SELECT DISTINCT m.id, word FROM {schema}_made made JOIN municipality m ON m.slug = {slug},
           regexp_split_to_table(search_clean(nl || ' ' || en), ' ') AS word WHERE length(word) BETWEEN 3 AND 40"""

HOURS = """INSERT INTO schedule (municipality_id, place_id, document, source_text)
           VALUES (:town, :id, CAST(:document AS jsonb), :hours)"""


def main() -> int:
    harness = Path(os.environ.get("HARNESS") or sys.exit("HARNESS names the folder with peers.sh and compare.py."))
    folder = Path(os.environ.get("PEERS_DIR") or cluster.VAR / "peers").resolve()
    peers = os.environ.get("PEERS", PEERS).split()
    servers.program("wrk")  # compare.py looks for it on the PATH
    for step in (["db", str(folder)], ["install", str(folder), *peers], ["start", str(folder), *peers]):
        subprocess.run([harness / "peers.sh", *step], check=True)
    try:
        return compared(harness, folder, peers)
    finally:
        subprocess.run([harness / "peers.sh", "stop", str(folder), *peers], check=True)
        print(f"The database of the harness goes on; end it with {harness / 'peers.sh'} stop {folder} db")


def compared(harness: Path, folder: Path, peers: list[str]) -> int:
    source = sa.make_url(f"postgresql+psycopg://postgres@127.0.0.1:{int(os.environ.get('BASE', '8700')) + 9}/bench")
    app = filled(source)
    port, targets = serving.free_port(), folder / "targets-with-product.json"
    (cluster.VAR / "bench").mkdir(parents=True, exist_ok=True)
    with servers.product(port, {"DATABASE_URL": run.written(source.set(database=DATABASE))}) as product:
        pid = folder / "run" / "product.pid"
        pid.write_text(str(product.pid))
        theirs = json.loads(subprocess.run([harness / "peers.sh", "targets", folder], check=True, stdout=-1).stdout)
        targets.write_text(json.dumps([*chosen(theirs, peers), *ours(app, folder, port, pid)], indent=1))
        command = [sys.executable, str(harness / "compare.py"), "--targets", str(targets), "--probes",
                   str(folder / "probes-nl"), "--db-pidfile", str(folder / "run" / "db.pid"), "--out",
                   str(cluster.VAR / "bench" / "peers.json"), *sys.argv[1:]]  # fmt: skip
        return subprocess.run(command, check=False).returncode


def chosen(targets: list[dict[str, Any]], peers: list[str]) -> list[dict[str, Any]]:
    """Those of peers that run, and the limits in the database."""
    return [one for one in targets if "pidfile" not in one or Path(one["pidfile"]).stem in peers]


def filled(source: sa.URL) -> Flask:
    """Our database in their cluster, made once."""
    own = source.set(database=DATABASE)
    os.environ |= run.PRODUCTION | {"DATABASE_URL": run.written(own)}
    with psycopg.connect(
        host=source.host, port=source.port, user="postgres", dbname="bench", autocommit=True
    ) as theirs:
        if theirs.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
            theirs.execute(f"CREATE DATABASE {DATABASE}")
            ensure_extensions(run.written(own))
        subprocess.run(serving.flask("db", "upgrade"), cwd=cluster.ROOT, check=True)
        app = create_app(read_settings())
        with app.app_context():
            if not db.session.scalar(sa.text("SELECT 1 FROM municipality WHERE slug = :slug"), {"slug": TOWN}):
                fill(theirs)
    return app


def fill(theirs: psycopg.Connection) -> None:
    """Without the triggers, which would do the same row by row. In one transaction; a million takes its time."""
    tell("SELECT set_config('statement_timeout', '0', true)")
    tell("CREATE EXTENSION IF NOT EXISTS btree_gin")
    for table in ("place", "place_text"):
        tell(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    for schema, towns, slug in (("town", ONE_TOWN, f"'{TOWN}'"), ("nl", TOWNS, "lower(made.municipality)")):
        tell(MADE.format(schema=schema))
        into = db.session.connection().connection.driver_connection
        assert into is not None
        with (
            theirs.cursor().copy(ROWS.format(schema=schema)) as rows,
            into.cursor().copy(f"COPY {schema}_made ({COLUMNS}) FROM STDIN") as copy,
        ):
            for block in rows:
                copy.write(block)
        tell(f"ANALYZE {schema}_made")
        tell(towns)
        for statement in (PLACES, "ANALYZE place", TEXTS, WORDS):  # what refers to a place is looked up by its key
            tell(statement.format(schema=schema, slug=slug))
    for table in ("place", "place_text"):
        tell(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    set_hours()
    commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")


def set_hours() -> None:
    """Of the town whose feed is compared: theirs carry the words, ours the openings of 14 days. What we cannot keep
    exactly ("SH off") has no openings."""
    town_id = db.session.scalar(sa.text("SELECT id FROM municipality WHERE slug = :slug"), {"slug": TOWN})
    rows = db.session.execute(sa.text("SELECT id, opening_hours FROM town_made WHERE opening_hours IS NOT NULL")).all()
    for id_, hours in rows:
        try:
            document = json.dumps(to_document(read_opening_hours(hours)))
        except ValueError:
            continue
        tell(HOURS, town=town_id, id=id_, document=document, hours=hours)
    refresh_slots(int(town_id), clock.today())


def tell(statement: str, **values: Any) -> None:
    mappings = {"kinds": json.dumps(KINDS), "themes": json.dumps(THEMES)}
    db.session.execute(sa.text(statement), {**mappings, **values})


def ours(app: Flask, folder: Path, port: int, pid: Path) -> list[dict[str, Any]]:
    """An address of ours names the town, so each case has requests of its own, drawn from theirs."""
    address, theirs = f"http://{serving.HOST}:{port}", json.loads((folder / "probes-nl" / "probes.json").read_text())
    with app.app_context():
        near = [town_of(one["lon"], one["lat"]) for one in theirs["near"]]
        hard = [{**one, "id": town_of(one["lon"], one["lat"])} for one in theirs["near_hard"]]
        largest = theirs["municipality"].lower()
        places = db.session.execute(
            sa.text("SELECT p.slug, p.id FROM place p JOIN municipality m ON m.id = p.municipality_id "
                    "WHERE m.slug = :slug AND p.published ORDER BY p.slug"), {"slug": largest},
        ).all()  # fmt: skip
    some = random.Random(len(places)).sample(list(places), min(64, len(places)))
    slugs, services = [place.slug for place in some], [str(place.id) for place in some]
    window = "/api/v1/places.geojson?bbox={x0},{y0},{x1},{y1}&lang=nl"
    cases: tuple[tuple[str, str, str, dict[str, Any], str], ...] = (
        ("feed", "product", f"/api/v1/{TOWN}/map.geojson?type=place&lang=nl", {},
         "openings of 14 days instead of their words"),
        ("bbox", "product", window, {}, "64 windows in turn, answers kept for a second; name in one language"),
        ("bbox", "product (new)", window, windows(theirs), "a window that nobody asked for in the last second"),
        ("near", "product", "/api/v1/{id}/search.json?q={q}&near={lat},{lon}&lang=nl", {"ids": near},
         "ANOTHER WORK: the best eight in that town by words, openness and distance; stems, slips and meanings too"),
        ("hard", "product", "/api/v1/{id}/search.json?q={hard}&near={lat},{lon}&lang=nl", {"near_hard": hard},
         "ANOTHER WORK, as above, with words that match nothing or have two letters"),
        ("item", "product", f"/nl/{largest}/places/{{id}}", {"ids": slugs}, "MORE WORK: the whole page in HTML"),
        ("item", "product (HSDS)", f"/hsds/{largest}/services/{{id}}", {"ids": services},
         "MORE WORK: with its location, organisation, terms and the times of three months; kept for ten seconds"),
    )  # fmt: skip
    targets = []
    for number, (case, name, path, changes, note) in enumerate(cases):
        probes = folder / f"probes-product-{number}"
        probes.mkdir(exist_ok=True)
        (probes / "probes.json").write_text(json.dumps({**theirs, **changes}))
        about = {"case": case, "name": name, "note": note, "pidfile": str(pid)}
        targets.append({**about, "url": address + path, "probes": str(probes)})
    return targets


def windows(theirs: dict[str, Any]) -> dict[str, Any]:
    """Theirs, each many times and each time moved by a metre or so: the same places, and no answer is there already."""
    moved = [
        [round(edge + step * 0.00001, 6) for edge in box] for step in range(WINDOWS_EACH) for box in theirs["bboxes"]
    ]
    return {"bboxes": moved, **{name: theirs[name] * WINDOWS_EACH for name in ("near", "ids", "route")}}


def town_of(lon: float, lat: float) -> str:
    nearest = sa.text(
        "SELECT m.slug FROM place p JOIN municipality m ON m.id = p.municipality_id WHERE m.slug <> :town "
        "ORDER BY p.point <-> ST_SetSRID(ST_MakePoint(:lon, :lat), 4326) LIMIT 1"
    )
    return str(db.session.scalar(nearest, {"town": TOWN, "lon": lon, "lat": lat}))


if __name__ == "__main__":
    sys.exit(main())
