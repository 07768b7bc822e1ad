"""What is sealed of a question, as the text that is sealed. Pure."""

import json
from dataclasses import fields
from typing import Any

from webapp.questions.values import Content, NewQuestion

_NAMES = {field.name for field in fields(Content)}


def write_content(content: Content) -> str:
    return json.dumps(content.as_document(), ensure_ascii=False, separators=(",", ":"))


def read_content(text: str) -> Content:
    """A field of an older version is passed by."""
    return Content(**{name: value for name, value in json.loads(text).items() if name in _NAMES})


def all_told(new: NewQuestion) -> str:
    """Everything in one text, to tell whether two requests with one key say the same. A number that a phone has hidden
    before it sent the form is the same as one that we hide."""
    told: dict[str, Any] = {**vars(new), "content": new.content.as_document(), "position": None, "masked": 0}
    if new.position is not None:
        told["position"] = [new.position.lat, new.position.lon]
    return json.dumps(told, ensure_ascii=False, sort_keys=True)
