"""What is kept in the process: the value of the present version, bounded by its weight."""

import pytest

from webapp.core.kept import Kept


def test_a_value_is_made_once_a_version() -> None:
    kept: Kept[str, str] = Kept(10)
    made: list[int] = []

    def make() -> str:
        made.append(1)
        return f"made {len(made)}"

    assert [kept.get("town", version, make) for version in (1, 1, 2, 2)] == ["made 1", "made 1", "made 2", "made 2"]


def test_an_older_version_is_no_answer_to_a_newer_one_nor_the_other_way_round() -> None:
    kept: Kept[str, str] = Kept(10)
    kept.get("town", 2, lambda: "new")

    assert kept.get("town", 1, lambda: "old") == "old"
    assert kept.get("town", 2, lambda: "new again") == "new again"


def test_what_was_asked_for_longest_ago_goes_when_it_gets_too_heavy() -> None:
    kept: Kept[str, str] = Kept(10, len)
    kept.get("a", 1, lambda: "aaaa")
    kept.get("b", 1, lambda: "bbbb")
    kept.get("a", 1, lambda: "not made")
    kept.get("c", 1, lambda: "cccc")

    assert kept.get("a", 1, lambda: "made again") == "aaaa"
    assert kept.get("b", 1, lambda: "made again") == "made again"


def test_what_is_too_heavy_by_itself_is_given_and_not_kept() -> None:
    kept: Kept[str, str] = Kept(3, len)

    assert kept.get("a", 1, lambda: "aaaa") == "aaaa"
    assert kept.get("a", 1, lambda: "bb") == "bb"
    assert kept.get("a", 1, lambda: "not made") == "bb"


def test_a_value_that_cannot_be_made_leaves_nothing_behind() -> None:
    kept: Kept[str, int] = Kept(3)
    with pytest.raises(ZeroDivisionError):
        kept.get("a", 1, lambda: 1 // 0)

    assert kept.get("a", 1, lambda: 7) == 7
