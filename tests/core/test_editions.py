"""Two forms that were opened at the same moment come together, and nothing is lost unseen."""

from hypothesis import given
from hypothesis import strategies as st

from webapp.core.editions import edition_of, together

NAMES = ("name", "phone", "words_nl")
FIELDS = st.fixed_dictionaries({name: st.sampled_from(["", "1", "twee", "a b\nc=d"]) for name in NAMES})


@given(opened=FIELDS, mine=FIELDS, theirs=FIELDS)
def test_no_change_of_either_is_lost_without_being_asked_about(
    opened: dict[str, str], mine: dict[str, str], theirs: dict[str, str]
) -> None:
    values, clashes = together(mine, theirs, edition_of(opened))

    for name in NAMES:
        if mine[name] == theirs[name] or theirs[name] == opened[name]:
            assert (values[name], name in clashes) == (mine[name], False)
        elif mine[name] == opened[name]:
            assert (values[name], name in clashes) == (theirs[name], False)
        else:
            assert (values[name], name in clashes) == (mine[name], True)


@given(mine=FIELDS, theirs=FIELDS, edition=st.text(max_size=60))
def test_a_form_without_a_true_edition_overwrites_nothing(
    mine: dict[str, str], theirs: dict[str, str], edition: str
) -> None:
    values, clashes = together(mine, theirs, edition)

    assert values == mine
    assert set(clashes) == {name for name in NAMES if mine[name] != theirs[name]}


def test_the_edition_of_one_field_says_nothing_of_another() -> None:
    borrowed = edition_of({"name": "x"}).replace("name=", "phone=")

    assert together({"phone": "new"}, {"phone": "x"}, borrowed)[1] == ("phone",)
