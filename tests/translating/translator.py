"""A server that speaks the protocol of LibreTranslate: it "translates" by turning words into capitals."""

import json
from typing import Any

from tests.far_server import FarServer, Heard, Reply

KEY = "a-key-of-ours"
LANGUAGES = ("en", "ar", "nl")


def said(translated: Any, status: int = 200) -> Reply:
    return Reply(json.dumps(translated).encode(), status, {"Content-Type": "application/json"})


def capitals(heard: Heard) -> Reply:
    assert (heard.method, heard.target) == ("POST", "/translate")
    assert heard.headers["content-type"] == "application/json"
    told = json.loads(heard.body)
    assert told.keys() == {"q", "source", "target", "format", "api_key"}
    if told["api_key"] != KEY:
        return said({"error": "Invalid API key"}, 403)
    if told["target"] not in LANGUAGES:
        return said({"error": f"{told['target']} is not supported"}, 400)
    return said({"translatedText": [f"{told['target']}: {words.upper()}" for words in told["q"]]})


def sent(server: FarServer) -> list[str]:
    """All lines that left us."""
    return [words for heard in server.heard for words in json.loads(heard.body)["q"]]
