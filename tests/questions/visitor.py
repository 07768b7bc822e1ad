"""A browser without script at a real web server: keeps cookies, sends forms, follows nothing by itself."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPMessage
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode

from justhtml.dom import Element

from tests.page import parse
from tools.serving import HOST

WITHIN_S = 60
TRIES = 5


@dataclass(frozen=True)
class Answer:
    status_code: int
    text: str
    location: str
    retry_after: str = ""

    def json(self) -> Any:
        return json.loads(self.text)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_told: object) -> None:
        return None


class Visitor:
    def __init__(self, port: int) -> None:
        self._root = f"http://{HOST}:{port}"
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self._open = urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies, _Stay()).open

    def get(self, path: str) -> Answer:
        return self._ask(urllib.request.Request(self._whole(path)))

    def post(self, path: str, data: Mapping[str, Any]) -> Answer:
        body = urlencode({name: value for name, value in data.items() if value is not None}).encode()
        return self._ask(urllib.request.Request(self._whole(path), body))

    def post_json(self, path: str, body: bytes, **headers: str) -> Answer:
        sent = {"Content-Type": "application/json", **{name.replace("_", "-"): to for name, to in headers.items()}}
        return self._ask(urllib.request.Request(self._whole(path), body, sent))

    def _whole(self, path: str) -> str:
        return path if path.startswith(self._root) else self._root + path

    def _ask(self, request: urllib.request.Request, tries: int = TRIES) -> Answer:
        """A server that refuses what is too large may hang up before all of it is sent, and then its answer may be lost
        on the way: asked again, as nothing of it was taken."""
        try:
            with self._open(request, timeout=WITHIN_S) as answer:
                return _read(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            return _read(error.code, error.headers, error.read())
        except urllib.error.URLError as error:
            if tries == 1 or not isinstance(error.reason, BrokenPipeError):
                raise
            return self._ask(request, tries - 1)


def _read(status: int, headers: HTTPMessage, body: bytes) -> Answer:
    return Answer(status, body.decode(), headers.get("Location", ""), headers.get("Retry-After", ""))


def form_of(page: Answer, action_ends: str = "") -> tuple[str, dict[str, str]]:
    """Where the one form whose address ends so is sent to, and the hidden fields of it."""
    forms = [form for form in parse(page.text).query("form") if _action(form).endswith(action_ends)]
    [form] = [form for form in forms if form.attrs.get("method", "").lower() == "post"]
    return _action(form), {
        str(field.attrs["name"]): field.attrs.get("value") or "" for field in form.query("[type=hidden][name]")
    }


def _action(form: Element) -> str:
    return form.attrs.get("action") or ""
