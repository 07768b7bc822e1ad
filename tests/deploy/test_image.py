"""The image, looked at without a container: what its last stage copies is enough to migrate and to serve."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.build import make_municipality
from tests.database import NO_MAIL_SERVER, cloned_database
from tests.deploy.test_units import DOCKERFILE
from tests.faults.site import Web
from tests.messages.workers import environment_of, sender, wait_for
from tests.questions.visitor import Visitor
from tests.town import BRINKDAM
from webapp.app import ROOT

STAGES = DOCKERFILE.read_text().replace("\\\n", " ").split("FROM ")[1:]
FRONT_END, PRODUCT = STAGES
COPIED = re.compile(r"^COPY (?:--from=\S+ )?(.+) (\S+)$", re.MULTILINE)
IGNORED = (ROOT / ".dockerignore").read_text().splitlines()


def sources(stage: str) -> list[str]:
    """As they are called in the folder that the image is built from; a stage before has made its own under /build."""
    return [name.removeprefix("/build/") for names, _into in COPIED.findall(stage) for name in names.split()]


def laid_out(folder: Path) -> Path:
    """What the last stage puts into the image. The front end is the one that set-up built here, by the same program."""
    folder.mkdir()
    for names, into in COPIED.findall(PRODUCT):
        for name in names.removeprefix("/build/").split():
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, folder / into, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                (folder / into).parent.mkdir(exist_ok=True)
                shutil.copy(source, folder / into)
    return folder


@pytest.mark.parametrize("stage", [FRONT_END, PRODUCT], ids=["front end", "product"])
def test_what_it_takes_in_is_there_and_reaches_the_builder(stage: str) -> None:
    for name in sources(stage):
        assert (ROOT / name).exists(), name
        assert f"!{name}" in IGNORED, f".dockerignore keeps {name} out"


def test_it_holds_no_tests_no_tools_and_no_secret() -> None:
    assert set(sources(PRODUCT)) == {
        "requirements.txt", "webapp", "templates", "migrations", "docs/hsds.md", "static"
    }  # fmt: skip
    assert not re.search(r"KEY|PASSWORD|TOKEN|SECRET", PRODUCT)


def test_it_runs_as_a_user_without_rights() -> None:
    users = re.findall(r"^USER (\S+)$", PRODUCT, re.MULTILINE)

    assert users == ["10001"]
    assert PRODUCT.index("USER 10001") < PRODUCT.index("CMD")


@pytest.mark.slow
def test_what_it_takes_in_is_enough_to_migrate_and_to_answer(tmp_path: Path) -> None:
    release = laid_out(tmp_path / "dichtbij")
    with cloned_database() as url, sender(url):
        make_municipality(BRINKDAM)
        environment = {**environment_of(url, NO_MAIL_SERVER), "FLASK_APP": "webapp.app:create_app", "PATH": ""}
        migrate = [sys.executable, "-m", "flask", "db", "upgrade"]
        subprocess.run(migrate, cwd=release, env=environment, check=True)
        web = Web(url, NO_MAIL_SERVER, tmp_path, root=release)
        web.change(PYTHONPATH=str(release))
        web.start()
        try:
            wait_for(lambda: web.is_up, lambda: web.log[-2000:])
            page = Visitor(web.port).get(f"/nl/{BRINKDAM}/places")
            styles = re.findall(r'href="(/static/[^"]+\.css)"', page.text)
            assert page.status_code == 200
            assert Visitor(web.port).get("/hsds/profile").status_code == 200
            assert styles
            assert {Visitor(web.port).get(path).status_code for path in (*styles, "/service-worker.js")} == {200}
        finally:
            web.kill()
