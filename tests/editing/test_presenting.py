"""What two texts have in common is shown once; put together again, the pieces are both texts."""

from hypothesis import given
from hypothesis import strategies as st

from webapp.editing.presenting import LEAST_STAYED, Piece, word_pieces

TEXT = st.text(alphabet="ab .\n", max_size=60)


def test_a_word_more_and_a_word_less() -> None:
    assert word_pieces("Koffie en een praatje", "Koffie en een lang praatje") == [
        Piece("", "Koffie en een "), Piece("+", "lang "), Piece("", "praatje")
    ]  # fmt: skip
    assert word_pieces("Iets heel anders", "Geen woord is gelijk") == []
    assert 0 < LEAST_STAYED < 1


@given(TEXT, TEXT)
def test_the_pieces_are_both_texts(before: str, after: str) -> None:
    pieces = word_pieces(before, after)
    if pieces:
        assert "".join(piece.words for piece in pieces if piece.sign != "+") == before
        assert "".join(piece.words for piece in pieces if piece.sign != "-") == after
