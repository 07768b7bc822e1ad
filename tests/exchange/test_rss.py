"""What is written as RSS is read back by a reader for news and by a plain reader of XML, whatever stands in it."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from unicodedata import category

import feedparser
import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from webapp.exchange.rss import Channel, Entry, write_rss

HERE = "https://dichtbij.example/nl/brinkdam"
CHANNEL = Channel("Nieuw", f"{HERE}/", f"{HERE}/feed.rss?q=a&theme=geld", "Wat er nieuw is", "nl", 60)
HARD = [
    "]]>",
    "<b>vet</b> & <!-- x",
    "🧶 breien",
    "قهوة في المركز",
    "a\x00b\x08c\x1fd\x7fe\ufffe",
    "\r\n\tregel\u2028twee",
]
TEXTS = st.text(max_size=60) | st.sampled_from(HARD)


def as_read(words: str) -> str:
    """On one line, without what no reader takes."""
    kept = [c for c in words if c in "\t\n\r" or (category(c) != "Cc" and c not in "\ufffe\uffff")]
    return " ".join("".join(kept).split())


@given(title=TEXTS, description=TEXTS, categories=st.lists(TEXTS, max_size=3), key=TEXTS)
def test_every_text_comes_back_as_it_was(title: str, description: str, categories: list[str], key: str) -> None:
    document = write_rss(CHANNEL, [Entry(key, title, f"{HERE}/places/a", description, tuple(categories))])

    item = fromstring(document).find("channel/item")
    assert item.findtext("title") == as_read(title)
    assert unescape(item.findtext("description")) == as_read(description)
    assert [each.text or "" for each in item.findall("category")] == list(map(as_read, categories))
    assert item.findtext("guid") == as_read(key)
    assert not feedparser.parse(document).bozo


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "5 < 6 && 7 > 3"])
def test_a_description_is_text_also_for_a_reader_that_takes_it_for_html(words: str) -> None:
    read = feedparser.parse(write_rss(CHANNEL, [Entry("a", "b", HERE, words)]), sanitize_html=False)

    assert "<" not in read.entries[0].summary
    assert unescape(read.entries[0].summary) == words


def test_a_moment_is_told_in_the_form_of_rfc_822_and_no_moment_is_made_up() -> None:
    at = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # the second 2:30 of that night on a clock in the Netherlands
    document = write_rss(CHANNEL, [Entry("a", "x", HERE, ""), Entry("b", "y", HERE, "", at=at)])

    without, with_ = fromstring(document).findall("channel/item")
    assert without.find("pubDate") is None
    assert with_.findtext("pubDate") == "Sun, 25 Oct 2026 01:30:00 GMT"
    assert parsedate_to_datetime(with_.findtext("pubDate")) == at
    assert fromstring(document).findtext("channel/lastBuildDate") == with_.findtext("pubDate")


def test_a_feed_says_whose_it_is_where_it_is_and_how_long_it_may_be_kept() -> None:
    read = feedparser.parse(write_rss(CHANNEL, []))

    assert (read.version, read.bozo, read.entries) == ("rss20", False, [])
    assert (read.feed.title, read.feed.link, read.feed.language, read.feed.ttl) == ("Nieuw", f"{HERE}/", "nl", "60")
    [own] = [link for link in read.feed.links if link.rel == "self"]
    assert (own.href, own.type) == (CHANNEL.own, "application/rss+xml")


def test_a_key_is_no_address() -> None:
    """Else a reader opens it instead of the link."""
    document = write_rss(CHANNEL, [Entry("a/b", "x", HERE, "")])

    assert fromstring(document).find("channel/item/guid").attrib == {"isPermaLink": "false"}
