"""A form of staff as it was typed: shown again with what is wrong beside each field, so that nothing is lost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass
class Typed:
    """`values` are lines as they were typed, `problems` sentences by name of the field ("": about the whole)."""

    values: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


def typed_lines(typed: Mapping[str, str], names: Iterable[str], longest: int) -> Typed:
    """Each as one line, of at most so many characters."""
    return Typed({name: " ".join(typed.get(name, "").split())[:longest] for name in names})
