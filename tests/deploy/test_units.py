"""The units of systemd: systemd itself can read them, they give away little, and start what everything else starts."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tools import serving
from webapp.app import ROOT

UNITS = sorted((ROOT / "tools" / "deploy" / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
DOCKERFILE = ROOT / "tools" / "Dockerfile"
EXPOSURE = "20"  # tenths, of 100: "OK" begins below 50
needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze here")


def analyze(*arguments: str) -> tuple[int, str]:
    result = subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, check=False)
    return result.returncode, result.stdout + result.stderr


@needs_systemd
def test_systemd_reads_them_without_a_complaint(tmp_path: Path) -> None:
    placed = []
    for unit in UNITS:  # the programs that they name have to be there
        placed.append(tmp_path / unit.name)
        placed[-1].write_text(unit.read_text().replace("/opt/dichtbij", str(ROOT)))

    assert analyze("verify", "--man=no", *map(str, placed)) == (0, "")


@needs_systemd
@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_what_breaks_in_gets_little(unit: Path) -> None:
    code, said = analyze("security", "--offline=true", f"--threshold={EXPOSURE}", str(unit))

    assert code == 0, said


def test_every_service_keeps_the_same_rules() -> None:
    rules = {
        unit.name: unit.read_text().split("# Nothing but the network", 1)[1].split("\n[", 1)[0] for unit in SERVICES
    }

    assert len({found.strip() for found in rules.values()}) == 1
    assert "NoNewPrivileges=yes" in next(iter(rules.values()))


def options(words: Sequence[str]) -> dict[str, str]:
    """Of granian, but for what differs on purpose: where it listens, and how long a request may take to end."""
    found: dict[str, str] = {}
    for at, word in enumerate(words):
        if word.startswith("--"):
            value = words[at + 1] if at + 1 < len(words) else ""
            found[word] = "" if value.startswith("--") or ":" in value else value
    for name in ("--host", "--port", "--workers-kill-timeout", "--log-level"):
        found.pop(name, None)
    return found


def test_the_web_server_is_started_in_one_way_everywhere() -> None:
    here = options(serving.server_command(8000)[3:])
    unit = next(unit for unit in SERVICES if "web" in unit.name).read_text().replace("\\\n", " ")
    by_systemd = re.search(r"^ExecStart=(.*)$", unit, re.MULTILINE)
    in_container = re.search(r"^CMD (\[.*\])", DOCKERFILE.read_text().replace("\\\n", " "), re.MULTILINE)
    assert by_systemd is not None
    assert in_container is not None

    assert options(by_systemd[1].split()[1:]) == here
    assert options(re.findall(r'"([^"]+)"', in_container[1])[1:]) == here
