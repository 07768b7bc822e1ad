"""The peer: pygeoapi on the same rows of the same PostGIS, with every column that our feed shows."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from tools import serving
from tools.bench.report import Skip
from tools.bench.servers import Server, answers, program, running

TABLE = "bench_feed"
ITEMS = f"/collections/{TABLE}/items?f=json"
# A table and not a view: pygeoapi gets the slots and the name ready, our feed has to look them up.
COPY = f"""
    CREATE TABLE {TABLE} AS
    SELECT p.id::text AS id, 'place' AS type, p.slug, t.name, t.language AS lang, p.kind,
           to_jsonb(p.themes) AS themes, to_jsonb(p.groups) AS groups, p.free, p.walkin, p.wheelchair,
           EXISTS (SELECT FROM activity a WHERE a.municipality_id = p.municipality_id AND a.place_id = p.id
                   AND a.volunteer AND a.published) AS volunteer,
           to_jsonb(p.spoken) AS spoken, p.checked_on AS checked,
           (SELECT coalesce(jsonb_agg(jsonb_build_array(extract(epoch FROM starts_at)::bigint,
                                                        extract(epoch FROM ends_at)::bigint)
                                      ORDER BY starts_at), '[]')
            FROM slot s WHERE s.municipality_id = p.municipality_id AND s.place_id = p.id AND s.status = 'open'
              AND s.ends_at > now() AND s.starts_at < now() + interval '14 days') AS slots,
           p.point
    FROM place p JOIN place_text t ON t.municipality_id = p.municipality_id AND t.place_id = p.id AND t.language = 'nl'
    WHERE p.published AND p.point IS NOT NULL
"""


def prepare(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text(COPY))
        connection.execute(sa.text(f"ALTER TABLE {TABLE} ADD PRIMARY KEY (id)"))


def settings(url: sa.URL, port: int) -> dict[str, object]:
    about = {"title": "bench", "description": "bench"}
    address = f"http://{serving.HOST}:{port}"
    extent = {"spatial": {"bbox": [3.3, 50.7, 7.3, 53.6], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}}
    database = {
        "host": url.query["host"],
        "port": 5432,
        "dbname": url.database,
        "user": url.username,
        "password": "none",
        "search_path": ["public"],
    }
    provider = {
        "type": "feature",
        "name": "PostgreSQL",
        "data": database,
        "id_field": "id",
        "table": TABLE,
        "geom_field": "point",
    }
    collection = {"type": "collection", **about, "keywords": ["bench"], "links": [], "extents": extent}
    return {
        "server": {
            "bind": {"host": serving.HOST, "port": port},
            "url": address,
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "gzip": True,
            "language": "en-US",
            "cors": False,
            "pretty_print": False,
            "limits": {"default_items": 10, "max_items": 10000},
            "map": {"url": f"{address}/{{z}}/{{x}}/{{y}}.png", "attribution": "none"},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {
                **about,
                "keywords": ["bench"],
                "keywords_type": "theme",
                "terms_of_service": "none",
                "url": address,
            },
            "license": {"name": "none", "url": address},
            "provider": {"name": "bench", "url": address},
            "contact": {"name": "bench"},
        },
        "resources": {TABLE: {**collection, "providers": [provider]}},
    }


@contextmanager
def pygeoapi(folder: Path, url: sa.URL, port: int) -> Iterator[Server]:
    """As many processes as we have, each with as many threads, behind its recommended server."""
    bin_folder = Path(program("pygeoapi"))
    config, description = folder / "pygeoapi.yml", folder / "openapi.yml"
    config.write_text(json.dumps(settings(url, port)))  # YAML reads JSON
    environment = {"PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(description)}
    made = subprocess.run(
        [bin_folder / "pygeoapi", "openapi", "generate", config, "--output-file", description],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise Skip(f"pygeoapi does not start: {made.stderr.strip().splitlines()[-1:]}")
    command = [
        str(bin_folder / "gunicorn"), "--workers", str(serving.WORKERS), "--worker-class", "gthread",
        "--threads", str(serving.THREADS), "--keep-alive", "30", "--log-level", "error",
        "--bind", f"{serving.HOST}:{port}", "pygeoapi.flask_app:APP",
    ]  # fmt: skip
    server = Server("pygeoapi", command, environment)
    with running(server, answers(port, f"{ITEMS}&limit=1")):
        yield server
