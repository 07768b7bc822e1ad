"""A translator as the rest of the product sees it, and the one there is: a server with the protocol of LibreTranslate
(free software that a municipality can run itself)."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from webapp.core.fetching import CONFIGURED, Bounds, Fetched, FetchFailed, fetch
from webapp.translating.rules import Problem, TranslationFailed, batches, is_usable, lines_of, put_together

BOUNDS = Bounds(seconds=25.0, max_bytes=500_000, redirects=0)
OK, BAD_REQUEST = 200, 400
REFUSALS = (401, 403, 413, 429)


class Translator(Protocol):
    def translate(self, texts: Mapping[str, str], source: str, target: str) -> dict[str, str]:
        """The same parts in another language; empty ones stay empty. Raises TranslationFailed."""
        ...


class LibreTranslate:
    def __init__(self, base_url: str, key: str = "") -> None:
        self._url = f"{base_url}/translate"
        self._key = key

    def translate(self, texts: Mapping[str, str], source: str, target: str) -> dict[str, str]:
        lines = lines_of(texts)
        answers: list[str] = []
        for batch in batches(lines):
            words = [line.words for line in batch]
            came = self._ask(words, source, target)
            if not all(is_usable(asked, answer) for asked, answer in zip(words, came, strict=True)):
                raise TranslationFailed(Problem.CHANGED)
            answers += came
        return put_together(texts, lines, answers)

    def _ask(self, words: Sequence[str], source: str, target: str) -> list[str]:
        told: dict[str, Any] = {"q": list(words), "source": source, "target": target, "format": "text"}
        if self._key:
            told["api_key"] = self._key
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        try:
            answer = fetch(self._url, policy=CONFIGURED, bounds=BOUNDS, headers=headers, body=json.dumps(told).encode())
        except FetchFailed:
            raise TranslationFailed(Problem.AWAY) from None
        if answer.status != OK:
            raise TranslationFailed(_problem_of(answer))
        return _read(answer.body, len(words))


def _problem_of(answer: Fetched) -> Problem:
    if answer.status in REFUSALS:
        return Problem.REFUSED
    if answer.status == BAD_REQUEST:
        about_size = b"limit" in answer.body.lower()
        return Problem.REFUSED if about_size or b"api key" in answer.body.lower() else Problem.LANGUAGE
    return Problem.AWAY


def _read(body: bytes, number: int) -> list[str]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        raise TranslationFailed(Problem.AWAY) from None
    came = document.get("translatedText") if isinstance(document, dict) else None
    if not isinstance(came, list) or len(came) != number or not all(isinstance(one, str) for one in came):
        raise TranslationFailed(Problem.AWAY)
    return came
