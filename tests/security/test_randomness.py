"""What nobody may guess comes from the chance of the system, and is long enough."""

import ast
import math

import pytest

from tests.database import ROOT
from webapp.questions import codes

PREDICTABLE = {"random", "numpy.random"}


def imports(source: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_what_nobody_may_guess_comes_from_the_system() -> None:
    """No module of the product knows another source of chance, so none can be taken by mistake."""
    files = list((ROOT / "webapp").rglob("*.py"))
    assert len(files) > 100
    assert not [path.name for path in files if PREDICTABLE & imports(path.read_text())]
    assert PREDICTABLE & imports("from random import choice")


@pytest.mark.parametrize(
    ("make", "letters", "length", "bits"),
    [
        (codes.new_code, codes.LETTERS, codes.CODE_LENGTH, 48),
        (codes.new_pass_code, "0123456789", codes.PASS_DIGITS, 19),
    ],
)
def test_codes_use_all_letters_in_each_place(make: object, letters: str, length: int, bits: float) -> None:
    made = [make() for _time in range(2_000)]  # type: ignore[operator]

    assert length * math.log2(len(letters)) > bits
    assert {len(code) for code in made} == {length}
    for place in range(length):
        assert {code[place] for code in made} == set(letters)
    assert len(set(made)) > 1_990
