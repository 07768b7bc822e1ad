"""Files as text: packing, encoding, size."""

import gzip
from pathlib import Path

import pytest

from tests.areas.build import write
from webapp.areas.reading import read_csv, read_text
from webapp.core.errors import ImportRefused


def text_of(path: Path) -> str:
    return "".join(read_text(path))


def refused(path: Path, max_bytes: int = 1000) -> str:
    with pytest.raises(ImportRefused) as caught:
        list(read_text(path, max_bytes))
    return str(caught.value)


@pytest.mark.parametrize("name", ["plain.geojson", "packed.geojson.gz"])
def test_plain_and_packed_files_read_the_same(tmp_path: Path, name: str) -> None:
    assert text_of(write(tmp_path, "Súdwest-Fryslân", name)) == "Súdwest-Fryslân"


def test_a_packed_file_is_known_by_its_content_not_its_name(tmp_path: Path) -> None:
    assert text_of(write(tmp_path, gzip.compress(b"text", mtime=0), "data.csv")) == "text"


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    assert text_of(write(tmp_path, b"\xef\xbb\xbfpc4,lat")) == "pc4,lat"


def test_latin_1_is_refused_by_name_and_line(tmp_path: Path) -> None:
    sentence = refused(write(tmp_path, "een\ntwee\nSúdwest".encode("latin-1")))
    assert "Latin-1" in sentence
    assert "line 3" in sentence


def test_a_half_character_at_the_end_is_refused(tmp_path: Path) -> None:
    assert "UTF-8" in refused(write(tmp_path, "é".encode()[:1]))


@pytest.mark.parametrize(
    ("content", "word"),
    [("x".encode("utf-16"), "UTF-16"), (b"PK\x03\x04rest", "zip"), (gzip.compress(b"x" * 99, mtime=0)[:20], "gzip")],
)
def test_other_kinds_of_file_are_refused_by_name(tmp_path: Path, content: bytes, word: str) -> None:
    assert word in refused(write(tmp_path, content))


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    assert "larger than 0.001 MB" in refused(write(tmp_path, b" " * 1001))


def test_a_gzip_bomb_is_refused_by_its_unpacked_size(tmp_path: Path) -> None:
    path = write(tmp_path, b" " * 5_000_000, "bomb.gz")
    assert path.stat().st_size < 10_000
    assert "unpacked" in refused(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "no file" in refused(tmp_path / "nothing.geojson")
    assert "cannot be read" in refused(tmp_path)


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_csv_rows_know_the_line_they_begin_on(delimiter: str) -> None:
    lines = ["pc4,plaats", "", '2951,"Alblas', 'serdam"', "2952,x"]
    text = "\n".join(lines).replace(",", delimiter)
    rows = list(read_csv([text[:9], text[9:]]))
    assert rows == [(1, ["pc4", "plaats"]), (3, ["2951", "Alblas\nserdam"]), (5, ["2952", "x"])]
