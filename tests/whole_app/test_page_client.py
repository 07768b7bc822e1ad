"""The client that checks every page finds what it promises to find, each time."""

import pytest

from tests.page import check_page, elements_below, parse

WHOLE = (
    '<!doctype html><html lang="nl" dir="ltr"><head><title>Kop</title></head><body><h1>Kop</h1>'
    '<form action="/x" method="post"><input type="hidden" name="csrf_token" value="Ab.c-1_2">'
    '<input type="hidden" name="once" value="an-own-key-of-it"></form></body></html>'
)
DATA = '<script type="application/ld+json">%s</script>'
BROKEN = {
    "invalid HTML": "<p><div></p>",
    "exactly one h1": "<h1>Kop</h1>",
    "ids stand twice": '<p id="a"></p><p id="a"></p>',
    "is not on the page": '<p aria-describedby="b"></p>',
    "a field without a label": "<input>",
    "a form names its action": "<form></form>",
    "an image without alt": '<img src="/x.png">',
    "hide an icon or name it": "<svg></svg>",
    "a status that was hidden": '<p role="status" hidden></p>',
    "@context": DATA % '{"x": 1}',
    "empty in JSON-LD": DATA % '{"@context": "https://schema.org", "@graph": [{"name": ""}]}',
    "blocked by our policy": '<p style="color: red"></p>',
    "off-site or empty src": '<img alt="" src="https://elsewhere.example/x.png">',
    "no inline script": "<script>alert(1)</script>",
    "a link that runs script": '<a href="javascript:alert(1)">x</a>',
    "a second tap on /y": '<form action="/y" method="post"><input type="hidden" name="csrf_token" value="x"></form>',
    "off-site or empty action": '<template><form action="//elsewhere.example/"></form></template>',
}


def with_more(more: str) -> str:
    return WHOLE.replace("</body>", f"{more}</body>")


def test_a_page_that_keeps_every_promise_passes() -> None:
    check_page(WHOLE)
    check_page(WHOLE)


@pytest.mark.parametrize("word", BROKEN)
def test_what_is_broken_is_found_also_the_second_time(word: str) -> None:
    check_page(WHOLE)
    for _time in range(2):
        with pytest.raises((AssertionError, KeyError), match=word):
            check_page(with_more(BROKEN[word]))


def test_a_token_that_is_no_token_is_looked_at() -> None:
    check_page(WHOLE)
    with pytest.raises(AssertionError, match="blocked by our policy"):
        check_page(WHOLE.replace("Ab.c-1_2", 'x" style="color: red'))


def test_every_element_is_looked_at_in_order() -> None:
    document = parse(with_more("<ul><li>a<b>b</b></li><li><template><p><i>c</i></p></template></li></ul><p>d</p>"))

    assert list(elements_below(document.root)) == document.query("*")
