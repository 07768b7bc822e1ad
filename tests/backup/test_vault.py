"""The sealed file: what goes in comes out, and nothing else opens."""

import io
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from webapp.backup.rules import BackupError
from webapp.backup.vault import CUT_OFF, DAMAGED, DUMP, PIECE, STOCK, Writer, read_head, read_pieces

KEY, OTHER = Fernet.generate_key().decode(), Fernet.generate_key().decode()
MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
Pieces = list[tuple[int, bytes]]
PIECES = st.lists(st.tuples(st.sampled_from((STOCK, DUMP)), st.binary(max_size=200)), max_size=6)
THREE: Pieces = [(STOCK, b"{}"), (DUMP, b"first " * 20), (DUMP, b"second " * 20)]


def sealed(pieces: Pieces, key: str = KEY) -> bytes:
    file = io.BytesIO()
    writer = Writer(file, key, MOMENT, "0019")
    for kind, piece in pieces:
        writer.write(kind, piece)
    writer.end()
    return file.getvalue()


def opened(file: bytes, *keys: str) -> Pieces:
    return list(read_pieces(io.BytesIO(file), keys or (KEY,)))


def frames(file: bytes) -> tuple[bytes, list[bytes]]:
    """The head, and each piece as it stands in the file."""
    stream = io.BytesIO(file)
    head = stream.readline() + stream.readline()
    found = []
    while frame := stream.read(5):
        found.append(frame + stream.read(int.from_bytes(frame[1:], "big")))
    return head, found


@given(PIECES)
def test_what_goes_in_comes_out(pieces: Pieces) -> None:
    file = sealed(pieces)

    assert opened(file) == pieces
    assert opened(file, OTHER, KEY) == pieces


def test_a_piece_may_be_as_large_as_a_piece_is() -> None:
    assert opened(sealed([(DUMP, bytes(PIECE))])) == [(DUMP, bytes(PIECE))]


def test_memory_stays_flat_however_much_there_is(tmp_path: Path) -> None:
    path, piece, number = tmp_path / "large", bytes(PIECE), 48
    tracemalloc.start()
    try:
        with path.open("wb") as file:
            writer = Writer(file, KEY, MOMENT, "0019")
            for _time in range(number):
                writer.write(DUMP, piece)
            writer.end()
        with path.open("rb") as file:
            assert sum(len(words) for _kind, words in read_pieces(file, (KEY,))) == number * PIECE
        assert tracemalloc.get_traced_memory()[1] < 8 * PIECE
    finally:
        tracemalloc.stop()


def test_nothing_can_be_read_in_it_but_its_head() -> None:
    file = sealed(THREE)

    assert b"first" not in file
    assert sealed(THREE)[200:] != file[200:], "the same words never look the same"
    assert read_head(io.BytesIO(file)).migration == "0019"
    assert read_head(io.BytesIO(file)).made_at == "2026-11-24T09:30:00+00:00"


def test_another_key_is_named_by_the_day_it_was_used() -> None:
    with pytest.raises(BackupError, match="of 2026-11-24 was sealed with a key that is not in DATA_KEYS"):
        opened(sealed(THREE), OTHER)


def test_cut_off_anywhere_it_is_noticed() -> None:
    file = sealed(THREE)
    head = len(frames(file)[0])

    for length in range(head, len(file)):
        with pytest.raises(BackupError, match=CUT_OFF):
            opened(file[:length])
    for length in range(head):
        with pytest.raises(BackupError):
            opened(file[:length])


@given(st.data())
def test_any_changed_bit_is_noticed(data: st.DataObject) -> None:
    file = bytearray(sealed(THREE))
    at = data.draw(st.integers(0, len(file) - 1))
    file[at] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(BackupError):
        opened(bytes(file))


def test_pieces_moved_left_out_doubled_added_or_of_another_file_do_not_open() -> None:
    head, (stock, first, second, end) = frames(sealed(THREE))
    _head, (_stock, foreign, _second, _end) = frames(sealed(THREE))
    for pieces in (
        (stock, second, first, end),
        (stock, second, end),
        (stock, first, first, second, end),
        (stock, foreign, second, end),
        (stock, first, second, end, end),
        (stock, end),
    ):
        with pytest.raises(BackupError, match=DAMAGED):
            opened(head + b"".join(pieces))


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (b"PGDMP\x01\x0e\x00", "no backup of Dichtbij"),
        (b"", "no backup of Dichtbij"),
        (b"DICHTBIJ BACKUP 2\n{}\n", "newer version"),
        (b"DICHTBIJ BACKUP 1\n{}\n", "head of this backup is damaged"),
        (b'DICHTBIJ BACKUP 1\n{"made_at": 1, "migration": "", "key": "", "salt": ""}\n', "head of this backup"),
        (b"DICHTBIJ BACKUP 1\n[]\n", "head of this backup"),
    ],
)
def test_what_is_no_backup_says_so(head: bytes, said: str) -> None:
    with pytest.raises(BackupError, match=said):
        opened(head)
