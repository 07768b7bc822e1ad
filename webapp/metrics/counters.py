"""Requests as they are counted, by all web processes of a machine together.

Each process writes its numbers into a file of its own in METRICS_DIR, and whichever is asked adds them up. Without that
setting a process tells its own numbers only."""

import os
from collections.abc import Iterable
from functools import cache

from webapp.metrics.rules import Figure

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # seconds
FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # the library reads it when it is imported


class Counters:
    def __init__(self, folder: str | None) -> None:
        if folder:
            os.environ[FOLDER] = folder
        from prometheus_client import CollectorRegistry, Counter, Histogram

        self._folder = folder
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "dichtbij_requests", "Answers by view and status", ["endpoint", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "dichtbij_request_seconds", "Time to an answer", ["endpoint"], buckets=BUCKETS, registry=self._registry
        )
        # A look-up by the library takes longer than the counting.
        self._requests_of = cache(lambda endpoint, status: self._requests.labels(endpoint, str(status)))
        self._seconds_of = cache(self._seconds.labels)

    def count(self, endpoint: str, status: int, seconds: float | None) -> None:
        """`endpoint` is a name of ours, never an address: so there are as many as there are views."""
        self._requests_of(endpoint, status).inc()
        if seconds is not None:
            self._seconds_of(endpoint).observe(seconds)

    def written(self, figures: Iterable[Figure]) -> tuple[str, str]:
        """The text for Prometheus, counters first, and its content type."""
        from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
        from prometheus_client.multiprocess import MultiProcessCollector

        registry = CollectorRegistry() if self._folder else self._registry
        if self._folder:
            MultiProcessCollector(registry, path=self._folder)  # type: ignore[no-untyped-call]  # it publishes types for nearly all
        return (generate_latest(registry).decode() + "".join(map(_lines, figures)), CONTENT_TYPE_LATEST)


def _lines(figure: Figure) -> str:
    """By hand: the library would keep a gauge in the files too. Names and labels are ours, so nothing is escaped."""
    name = f"dichtbij_{figure.name}"
    values = "".join(
        f'{name}{{{figure.label}="{label}"}} {value}\n' if figure.label else f"{name} {value}\n"
        for label, value in figure.values.items()
    )
    return f"# HELP {name} {figure.help}\n# TYPE {name} gauge\n{values}"
