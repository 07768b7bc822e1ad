"""A slip in one filter: a sentence about it in the visitor's language, and nothing else that was filled in is lost."""

from typing import Any
from urllib.parse import quote

import pytest

from tests.page import PageClient, one, parse, text_of
from webapp.finding.rules import SWITCHES

PAGES = ("places", "activities", "today")
NL = {
    "theme=onbekend": "We kennen dit onderwerp niet",
    "topic=onbekend": "niet",
    "kind=geheim": "We kennen deze soort niet",
    "group=onbekend": "We kennen deze groep niet",
    "spoken=zzz": "We kennen deze taal niet",
    "open=soms": "Kies nu open",
    "near=91,4.6": "Typ liever je postcode",
    "near=51.8,999": "Typ liever je postcode",
    "near=nan,nan": "Typ liever je postcode",
    "postcode=%3Cb%3E": "geen postcode",
    "welcome=ja": "(1)",
    "q=" + "x" * 10_000: "te veel woorden",
    "q=a%00b": "Typ het",
    "q=a%07b": "Typ het",
    "theme=%27%20OR%201=1": "We kennen dit onderwerp niet",
    "page=-1": "pagina",
}


def wrong(demo: PageClient, path: str) -> Any:
    answer = demo.get(path)
    assert answer.status_code == 400, answer.status_code
    return parse(answer.text)


@pytest.mark.parametrize("bad", NL, ids=lambda bad: bad[:24])
def test_a_slip_costs_only_itself(demo: PageClient, bad: str) -> None:
    kept = {"theme": "eten", "group": "ouderen", "free": "1", "q": "koffie"}
    kept.pop(bad.partition("=")[0], None)
    query = "&".join(f"{name}={value}" for name, value in kept.items())
    document = wrong(demo, f"/nl/alblasserdam/activities?{bad}&{query}")

    assert NL[bad] in text_of(one(document, "[role=alert]"))
    for name, value in kept.items():
        if name == "free":
            assert "checked" in one(document, "input[name=free][type=checkbox]").attrs
        elif name == "q":
            assert one(document, "#q").attrs["value"] == value
        else:
            assert one(document, f"select[name={name}] option[selected]").attrs["value"] == value
    assert len(document.query(".chip")) >= len(kept)


@pytest.mark.parametrize("page", PAGES)
def test_each_slip_is_told_once_in_the_language_of_the_page(demo: PageClient, page: str) -> None:
    document = wrong(demo, f"/en/alblasserdam/{page}?theme=x&group=x&postcode=12&near=here&walkin=yes&free=yes&open=x")

    sentences = [text_of(sentence) for sentence in document.query("[role=alert] p")]
    assert len(sentences) == len(set(sentences)) == 7
    assert "We do not know this theme. Choose one from the list." in sentences
    assert one(document, "#where").attrs["value"] == "12", "to be mended"


def test_a_day_that_is_over_leaves_the_filters(demo: PageClient) -> None:
    document = wrong(demo, "/nl/alblasserdam/today?day=2020-01-01&theme=geld")

    assert "Deze dag is voorbij" in text_of(one(document, "[role=alert]"))
    assert one(document, "select[name=theme] option[selected]").attrs["value"] == "geld"


def test_a_search_that_is_too_long_can_be_shortened(demo: PageClient) -> None:
    words = "koffie " * 30

    assert one(wrong(demo, f"/nl/alblasserdam/places?q={quote(words)}"), "#q").attrs["value"] == words.strip()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "words", ["%", "'", "<", "<script>alert(1)</script>", "' OR 1=1 --", "\\", "__", "%s%(x)s", "{{7*7}}"]
)
def test_signs_are_words_like_any_other(demo: PageClient, page: str, words: str) -> None:
    document = demo.page(f"/nl/alblasserdam/{page}?q={quote(words)}&theme=geld")

    assert one(document, "#q").attrs["value"] == words
    assert one(document, "select[name=theme] option[selected]").attrs["value"] == "geld"


@pytest.mark.parametrize("page", PAGES)
def test_fifty_filters_at_once(demo: PageClient, page: str) -> None:
    known = "&".join([*(f"{name}=1" for name in SWITCHES), "theme=geld", "group=ouderen", "spoken=nl", "open=week"])
    unknown = "&".join(f"filter{number}=%3C{number}" for number in range(40))
    document = demo.page(f"/nl/alblasserdam/{page}?{known}&{unknown}")

    assert len(document.query(".switch__box[checked]")) == len(SWITCHES)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("filter_", ["theme=geld", "free=1", "q=koffie"])
def test_the_same_filter_fifty_times_is_that_filter(demo: PageClient, page: str, filter_: str) -> None:
    path = f"/nl/alblasserdam/{page}"
    once, often = demo.page(f"{path}?{filter_}"), demo.page(f"{path}?{'&'.join([filter_] * 50)}")

    assert [text_of(chip) for chip in often.query(".chip")] == [text_of(chip) for chip in once.query(".chip")]
    assert text_of(one(often, "h1")) == text_of(one(once, "h1"))


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_page_with_a_complaint_is_kept_by_nobody(demo: PageClient, lang: str) -> None:
    answer = demo.get(f"/{lang}/alblasserdam/places?theme=onbekend")

    assert answer.headers["Cache-Control"] == "no-store"
    assert one(parse(answer.text), "meta[name=robots]").attrs["content"].startswith("noindex")


@pytest.mark.parametrize(
    ("lang", "sentence"), [("nl", "We kennen dit onderwerp niet"), ("en", "do not know this theme")]
)
def test_the_feed_of_the_map_refuses_in_json_with_all_sentences(demo: PageClient, lang: str, sentence: str) -> None:
    answer = demo.get(f"/api/v1/alblasserdam/map.geojson?lang={lang}&theme=onzin&near=91,4&free=1")
    problem = answer.get_json()

    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.headers["Cache-Control"] == "no-store"
    assert problem["status"] == 400
    assert sentence in problem["detail"]
    assert "postcode" in problem["detail"]


@pytest.mark.parametrize("page", ["", "helper?about=any&who=any&how=any&when=any"])
@pytest.mark.parametrize(
    ("told", "typed", "sentence"),
    [
        ("where=" + "x" * 101, "x" * 101, "te veel woorden"),
        ("postcode=12", "12", "geen postcode"),
        ("near=9,999", "", "Typ"),
    ],
)
def test_a_slip_in_where_somebody_is_stands_beside_its_field(
    demo: PageClient, page: str, told: str, typed: str, sentence: str
) -> None:
    document = wrong(demo, f"/nl/alblasserdam/{page}{'&' if '?' in page else '?'}{told}")
    field = one(document, "#where")

    assert sentence in text_of(one(document, "#where-wrong"))
    assert (field.attrs["value"] or "", field.attrs["aria-invalid"]) == (typed, "true")
    assert document.query(".card, .pick"), "the rest of the page is there"


def test_a_filter_of_the_lists_means_nothing_to_the_first_page(demo: PageClient) -> None:
    assert demo.get("/nl/alblasserdam/?theme=onzin").status_code == 200
