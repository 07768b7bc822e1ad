"""The whole country: borders of every municipality and every PC4 area, imported as an operator would."""

import os
import resource
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from tools import cluster, serving
from tools.bench.report import Figure, Skip, Trouble

# Open data that is too large to come along with the product; where it is absent this part is left out.
FOLDER = Path(os.environ.get("BENCH_AREAS") or cluster.ROOT.parent / "shared" / "data")
STEPS = (
    ("import-boundaries", "boundaries/nl_gemeenten_2023.geojson.gz", "all municipalities"),
    ("import-postcodes", "postcodes/nl_pc4_polygons_2024.geojson.gz", "all PC4 areas"),
)
GOAL_S = 60
GOAL_MIB = 1024


def measure(environment: Mapping[str, str]) -> list[Figure]:
    for _command, file, _what in STEPS:
        if not (FOLDER / file).is_file():
            raise Skip(f"no {file} in {FOLDER}; BENCH_AREAS names another folder")
    figures, seconds, mebibytes = [], 0.0, 0.0
    for command, file, what in STEPS:
        took, used = run(serving.flask("areas", command, str(FOLDER / file)), environment)
        figures.append(Figure(what, took, "s"))
        seconds, mebibytes = seconds + took, max(mebibytes, used)
    total = Figure("municipalities and PC4 together", seconds, "s", at_most=GOAL_S)
    return [total, Figure("largest process", mebibytes, "MiB", at_most=GOAL_MIB), *figures]


def run(command: list[str], environment: Mapping[str, str]) -> tuple[float, float]:
    """Seconds and the most memory that was in use, MiB."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cluster.ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None  # it is a pipe
    with process.stdout as output:
        said = output.read()
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Trouble(f"{' '.join(command[2:])} ended with {process.returncode}: {said[-500:]}")
    return time.perf_counter() - started, in_mib(used)


def in_mib(used: resource.struct_rusage) -> float:
    return used.ru_maxrss / 1024  # Linux counts in KiB
