"""Reading a process from /proc, and wrk from its report."""

import os
import re
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from tools.bench.report import Trouble

CONNECTIONS = 16
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
WRK_RATE = re.compile(r"^Requests/sec:\s+([\d.]+)", re.MULTILINE)
WRK_COUNT = re.compile(r"^\s+(\d+) requests in", re.MULTILINE)
WRK_LATENCY = re.compile(r"^\s+(50|99)%\s+([\d.]+)(us|ms|s)\s*$", re.MULTILINE)
IN_MS = {"us": 0.001, "ms": 1, "s": 1000}
WRK_TROUBLE = re.compile(r"^\s+(?:Non-2xx or 3xx responses: \d+|Socket errors:.*)", re.MULTILINE)


# Each thread of wrk asks for the next of the paths, beginning at another one.
ASK_IN_TURN = """
local paths = {{{paths}}}
local at, threads = 0, 0
function setup(thread) thread:set("first", threads * 97) threads = threads + 1 end
function init(_arguments) at = first end
function request() at = at % #paths + 1 return wrk.format("GET", paths[at]) end
"""


@dataclass(frozen=True)
class Load:
    rate: float  # requests a second
    requests: int
    median_ms: float = 0
    p99_ms: float = 0


def load(
    url: str, seconds: int, headers: Mapping[str, str], script: Path | None = None, clients: int = CONNECTIONS
) -> Load:
    """Closed loop: each connection asks again when it has its answer."""
    sent = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    if script:
        sent += ["-s", str(script)]
    command = ["wrk", "-t2", f"-c{clients}", f"-d{seconds}s", "--latency", "--timeout", "20s", *sent, url]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 60)
    return read_wrk(done.stdout)


def read_wrk(said: str) -> Load:
    rate, count, trouble = WRK_RATE.search(said), WRK_COUNT.search(said), WRK_TROUBLE.search(said)
    if trouble or not rate or not count:
        raise Trouble(trouble.group().strip() if trouble else f"wrk said: {said}")
    times = {part: float(value) * IN_MS[unit] for part, value, unit in WRK_LATENCY.findall(said)}
    return Load(float(rate.group(1)), int(count.group(1)), times.get("50", 0), times.get("99", 0))


def write_script(file: Path, paths: Sequence[str]) -> Path:
    """For wrk, to ask for all of these."""
    file.write_text(ASK_IN_TURN.format(paths=", ".join(f'"{path}"' for path in paths)), encoding="utf-8")
    return file


def children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += [int(child) for child in (task / "children").read_text().split()]
    return found


def tree(pid: int) -> list[int]:
    return [pid, *(found for child in children(pid) for found in tree(child))]


def cpu_seconds(pid: int) -> float:
    """User and system time so far, of the process and all below it."""
    total = 0
    for one in tree(pid):
        fields = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS_A_SECOND


def pss_mib(pid: int) -> float:
    """Proportional set size: pages shared with others count for their part."""
    said = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = re.search(r"^Pss:\s+(\d+) kB", said, re.MULTILINE)
    assert found is not None  # the kernel always writes it
    return int(found.group(1)) / 1024


def private_mib(pid: int) -> float:
    """What would be free if this process ended: its neighbours, who share libraries with it, change nothing in it."""
    said = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return sum(map(int, re.findall(r"^Private_(?:Clean|Dirty):\s+(\d+) kB", said, re.MULTILINE))) / 1024


def ran_ms(pid: int) -> float | None:
    """Time on a processor so far, exact to the nanosecond; None where the kernel does not note it."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6
    except OSError:
        return None


class Stopwatch:
    """Times a block that asks the database, in milliseconds. `work` is the time on a processor, ours and that of the
    database's process: what a clock says on a quiet machine. On a busy one most of `elapsed` is standing in line."""

    def __init__(self, database_process: int) -> None:
        self._process = database_process

    def __enter__(self) -> "Stopwatch":
        self._database_ran = ran_ms(self._process)
        self._ran, self._start = time.thread_time(), time.perf_counter()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.elapsed = (time.perf_counter() - self._start) * 1000
        self.application = (time.thread_time() - self._ran) * 1000
        ran = ran_ms(self._process)
        is_noted = ran is not None and self._database_ran is not None
        self.database = ran - self._database_ran if is_noted else self.elapsed - self.application
        self.work = self.application + self.database
