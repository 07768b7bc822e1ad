"""The tables of docs/security.md and docs/faults.md are whole, and every test that they name is there."""

import re

import pytest

from tests.database import ROOT
from tests.named import missing_tests, rows

SECURITY = (ROOT / "docs" / "security.md").read_text()
FAULTS = (ROOT / "docs" / "faults.md").read_text()
# ASVS 5.0.0, levels 1 and 2: section and the numbers in it. In all 253, 70 of level 1 and 183 of level 2.
SECTIONS = {
    "1.1": "1-2", "1.2": "1-9", "1.3": "1-11", "1.4": "1-3", "1.5": "1-2", "2.1": "1-3", "2.2": "1-3", "2.3": "1-4",
    "2.4": "1", "3.2": "1-2", "3.3": "1-4", "3.4": "1-6", "3.5": "1-5", "3.7": "1-2", "4.1": "1-3", "4.2": "1",
    "4.3": "1-2", "4.4": "1-4", "5.1": "1", "5.2": "1-3", "5.3": "1-2", "5.4": "1-3", "6.1": "1-3", "6.2": "1-12",
    "6.3": "1-4", "6.4": "1-4", "6.5": "1-5", "6.6": "1-3", "6.8": "1-4", "7.1": "1-3", "7.2": "1-4", "7.3": "1-2",
    "7.4": "1-5", "7.5": "1-2", "7.6": "1-2", "8.1": "1-2", "8.2": "1-3", "8.3": "1", "8.4": "1", "9.1": "1-3",
    "9.2": "1-4", "10.1": "1-2", "10.2": "1-2", "10.3": "1-4", "10.4": "1-11", "10.5": "1-5", "10.6": "1-2",
    "10.7": "1-3", "11.1": "1-2", "11.2": "1-3", "11.3": "1-3", "11.4": "1-4", "11.5": "1", "11.6": "1", "12.1": "1-3",
    "12.2": "1-2", "12.3": "1-4", "13.1": "1", "13.2": "1-5", "13.3": "1-2", "13.4": "1-5", "14.1": "1-2",
    "14.2": "1-4", "14.3": "1-3", "15.1": "1-3", "15.2": "1-3", "15.3": "1-7", "16.1": "1", "16.2": "1-5",
    "16.3": "1-4", "16.4": "1-3", "16.5": "1-3", "17.1": "1", "17.2": "1-4", "17.3": "1-2",
}  # fmt: skip
STATES = {"met", "partly", "not met", "not used", "proxy"}
NUMBERS = re.compile(r"(\d+\.\d+)\.(\d+)(?:–(\d+))?")


def numbers(cell: str) -> list[str]:
    return [
        f"{section}.{number}"
        for section, first, last in NUMBERS.findall(cell)
        for number in range(int(first), int(last or first) + 1)
    ]


def requirements() -> list[list[str]]:
    return [row for row in rows(SECURITY) if numbers(row[0])]


def test_every_requirement_stands_there_once() -> None:
    wanted = [f"{section}.{number}" for section, which in SECTIONS.items() for number in _span(which)]
    assert len(wanted) == 253
    told = [number for row in requirements() for number in numbers(row[0])]

    assert sorted(told, key=_order) == wanted


def test_every_line_says_how_it_stands_and_why() -> None:
    for row in requirements():
        assert len(row) == 4, row
        assert row[2] in STATES, row
        assert len(row[3]) > 10, row


@pytest.mark.parametrize("text", [SECURITY, FAULTS], ids=["security", "faults"])
def test_the_tests_that_are_named_are_there(text: str) -> None:
    assert not missing_tests(text)
    assert missing_tests("`tests/security/test_documented.py::test_nothing`"), "the check itself finds what is missing"


def test_every_fault_of_the_matrix_has_a_test() -> None:
    table = rows(FAULTS)
    assert [row[0] for row in table] == [str(number) for number in range(1, 21)]
    assert all("`tests/" in row[2] for row in table)


def _span(which: str) -> range:
    first, _, last = which.partition("-")
    return range(int(first), int(last or first) + 1)


def _order(number: str) -> tuple[int, ...]:
    return tuple(map(int, number.split(".")))
