"""A package of HSDS in the one form in which it is read on, whichever form it came in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from webapp.places.findings import Rejected, Warned
from webapp.places.secrecy import reveals_shelter
from webapp.schedule.reading import show

A_SECRET = "names something that is not there"
Values = Mapping[str, Any]
Row = tuple[str, Any]  # where it stands, and what stands there


@dataclass
class Package:
    """Services with their locations within, as HSDS nests them in JSON; and locations that stand by themselves.

    `problems` are those of the form. They name tables, lines and ids and no words of a record: what has to stay secret
    is not known yet.
    """

    services: list[Row] = field(default_factory=list)
    locations: list[Row] = field(default_factory=list)
    problems: list[Rejected | Warned] = field(default_factory=list)

    def reject(self, where: str, reason: str) -> None:
        self.problems.append(Rejected((f"{where}: {_without_secrets(reason)}",)))

    def leave_out(self, where: str, reason: str) -> None:
        self.problems.append(Warned(f"{where}: {_without_secrets(reason)} (left out)"))


def _without_secrets(reason: str) -> str:
    """Some make ids of names."""
    return A_SECRET if reveals_shelter([reason], [reason], located=True) else reason


@dataclass(frozen=True)
class Tables:
    """The tabular form: by name, without `.csv`, each row with where it stands."""

    rows: Mapping[str, Sequence[Row]]
    problems: Sequence[Rejected | Warned] = ()


def key_of(value: object) -> str:
    """An id as all forms write it; empty where there is none."""
    return value.strip() if isinstance(value, str) else ""


def kind_of_value(value: object) -> str:
    return f"must hold keys with values, not {show(value)}"
