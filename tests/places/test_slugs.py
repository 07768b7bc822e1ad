"""An address made of a name."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.places.slugs import LONGEST, free_slug, slug_from


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("De Brink", "de-brink"),
        ("Café 't Hoekje", "cafe-t-hoekje"),
        ("Jan & Alleman", "jan-en-alleman"),
        ("Straße / Øst", "strasse-ost"),
        ("--- 1 ---", "1"),
        ("مركز", "plek"),
        ("", "plek"),
    ],
)
def test_a_name_becomes_readable_ascii(name: str, slug: str) -> None:
    assert slug_from(name, otherwise="plek") == slug


@given(st.text(max_size=300))
def test_every_name_gives_an_address_that_the_database_takes(name: str) -> None:
    slug = slug_from(name, otherwise="plek")

    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= LONGEST


def test_a_taken_address_gets_the_next_number() -> None:
    taken = {"a", "a-2"}

    assert [free_slug("a", taken), free_slug("a", taken), free_slug("b", taken)] == ["a-3", "a-4", "b"]
