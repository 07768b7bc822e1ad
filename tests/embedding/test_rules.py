"""Which addresses become an origin that a policy can name, and which never do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.embedding.rules import OriginError, frame_ancestors, read_origin


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://www.bieb.example", "https://www.bieb.example"),
        (" https://WWW.Bieb.example/agenda?x=1#y ", "https://www.bieb.example"),
        ("bieb.example/agenda", "https://bieb.example"),
        ("https://bieb.example:443", "https://bieb.example"),
        ("https://bieb.example:8443/", "https://bieb.example:8443"),
        ("https://bieb.example./", "https://bieb.example"),
        ("https://huisarts-plein.nl", "https://huisarts-plein.nl"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("http://localhost:5000", "http://localhost:5000"),
        ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080"),
    ],
)
def test_an_address_becomes_an_origin(typed: str, origin: str) -> None:
    assert read_origin(typed) == origin


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "address"),
        ("http://bieb.example", "https"),
        ("javascript://bieb.example", "https"),
        ("ftp://bieb.example", "https"),
        ("https://*.bieb.example", "address"),
        ("https://*", "address"),
        ("*", "address"),
        ("https://", "address"),
        ("https://bieb", "address"),
        ("https://bieb.example:99999", "address"),
        ("https://name:word@bieb.example", "address"),
        ("https://bieb.example evil.example", "address"),
        ("https://bieb.example;script-src", "address"),
        ("https://bieb.example'", "address"),
        ("https://bieb..example", "address"),
        ("https://-bieb.example", "address"),
        ("https://10.0.0.1", "address"),
        ("https://[::1]", "address"),
        ("data:text/html,x", "address"),
    ],
)
def test_anything_else_is_refused(typed: str, reason: str) -> None:
    with pytest.raises(OriginError) as refused:
        read_origin(typed)
    assert refused.value.reason == reason


@given(st.text(max_size=60) | st.from_regex(r"https?://[\w.:@*;' -]{0,40}", fullmatch=True))
def test_nothing_that_comes_out_can_break_a_policy(typed: str) -> None:
    try:
        origin = read_origin(typed)
    except OriginError:
        return
    assert not set(origin) & set(" ;,*'\"\r\n@")
    assert read_origin(origin) == origin


def test_the_part_of_the_policy() -> None:
    assert frame_ancestors([]) == "frame-ancestors 'none'"
    assert frame_ancestors(["https://a.example", "https://b.example"]) == (
        "frame-ancestors https://a.example https://b.example"
    )
