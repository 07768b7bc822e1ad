"""What is no whole picture of the size of a tile is told from one that is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tiles.build import picture
from webapp.tiles.pictures import content_type_of

FORMS = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
HTML = b"<!doctype html><title>Please sign in to this network</title>"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("size", [64, 256, 512, 1024])
def test_a_picture_is_known_by_its_content(form: str, size: int) -> None:
    assert content_type_of(picture(form=form, size=size)) == FORMS[form]


@pytest.mark.parametrize("form", FORMS)
def test_half_a_picture_is_none(form: str) -> None:
    whole = picture(form=form)

    assert not [length for length in range(0, len(whole), 7) if content_type_of(whole[:length])]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("size", [1, 32, 2000])
def test_a_size_that_no_tile_has_is_refused(form: str, size: int) -> None:
    assert content_type_of(picture(form=form, size=size)) is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        HTML,
        b"\x89PNG\r\n\x1a\n" + HTML,
        b"\xff\xd8\xff" + HTML + b"\xff\xd9",
        b"RIFF\x00\x00\x00\x00WEBP",
        b"GIF89a",
    ],
)
def test_something_else_is_refused(body: bytes) -> None:
    assert content_type_of(body) is None


@given(st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF"]), st.binary(max_size=300))
def test_whatever_comes_it_ends(begin: bytes, rest: bytes) -> None:
    assert content_type_of(begin + rest) in (None, *FORMS.values())
