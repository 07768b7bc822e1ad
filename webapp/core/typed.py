"""A form of staff as it was typed: shown again with what is wrong beside each field, so that nothing is lost."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from webapp.core.editions import edition_of, together
from webapp.core.words import _


@dataclass
class Typed:
    """`values` are lines as they were typed, `problems` sentences by name of the field ("": about the whole), `edition`
    says from which state it was made (core/editions)."""

    values: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    edition: str = ""


def typed_lines(typed: Mapping[str, str], names: Iterable[str], longest: int) -> Typed:
    """Each as one line, of at most so many characters."""
    return Typed({name: " ".join(typed.get(name, "").split())[:longest] for name in names})


def opened(stored: Mapping[str, str]) -> Typed:
    """A form as it is stored, before anything is typed."""
    return Typed(dict(stored), edition=edition_of(stored))


def meet(form: Typed, stored: Mapping[str, str], choices: Collection[str] = ()) -> None:
    """What somebody else saved since the form was opened stays, where its writer left that alone. What both changed
    becomes a problem that tells the other's words (not of `choices`, which hold ids); the form, sent once more, is then
    the choice."""
    form.values, clashes = together(form.values, stored, form.edition)
    form.edition = edition_of(stored)
    form.problems |= clash_problems(clashes, {name: None if name in choices else stored[name] for name in stored})


def clash_problems(clashes: Iterable[str], told: Mapping[str, str | None]) -> dict[str, str]:
    """Sentences by field, and one for the top of the page; nothing without clashes. `told` is what the other saved, or
    None where it is no text to read."""
    beside = {name: _clash_sentence(told.get(name)) for name in clashes}
    return beside and {
        "": _("A colleague changed this while you were writing. Choose below, and save again."),
        **beside,
    }


def _clash_sentence(other: str | None) -> str:
    if other is None:
        return _("A colleague has just changed this too. What you chose stands here; leave it or change it.")
    if not other:
        return _("A colleague has just emptied this. What you wrote stands here; leave it or empty it too.")
    return _("A colleague has just saved: “%(words)s”. What you wrote stands here; leave it or change it.", words=other)
