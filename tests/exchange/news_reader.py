"""A reader for news, as people have one."""

from typing import Any

import feedparser

from tests.page import PageClient


def feed(client: PageClient, address: str = "/nl/brinkdam/feed.rss") -> Any:
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/rss+xml"), answer.text[:300]
    read = feedparser.parse(answer.data)
    assert not read.bozo, read.bozo_exception
    return read


def titles(read: Any) -> list[str]:
    return [entry.title for entry in read.entries]


def about(read: Any, words: str) -> Any:
    [found] = [entry for entry in read.entries if words in entry.title]
    return found
