"""The client that checks every page: a page that breaks a promise fails the test that asked for it, with the mend."""

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from secrets import token_urlsafe
from typing import Any

from flask import g, has_app_context
from flask.testing import FlaskClient
from justhtml import JustHTML
from justhtml.dom import Element
from werkzeug.test import TestResponse

from webapp.core.access import is_for_staff
from webapp.core.addresses import OPEN_DATA
from webapp.core.headers import ALWAYS, NOBODY

TOKEN, ONCE = "csrf_token", "once"  # in each form of staff: from a page of ours, and one that a second tap sends again
DATA = "application/ld+json"  # a script that is never run
LABELLED = ("input", "select", "textarea")
Named = Mapping[str, Sequence[Element]]  # of each kind of element what a page has, in order
OF_THIS_TIME = re.compile(rf'(?<=name="{TOKEN}" value=")[\w.-]+(?=")|(?<=name="{ONCE}" value=")[\w-]+(?=")')
FORBIDDEN_ATTRIBUTES = re.compile(r"^(on[a-z]+|style)$")


class PageClient(FlaskClient):
    """Checks status-independent promises on each answer; `page(path)` is a GET that must succeed."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        forget_last_request()
        data = kwargs.get("data")
        if isinstance(data, dict) and TOKEN in data:  # of a form that was opened for this, where a test says no other
            kwargs["data"] = data.copy()
            kwargs["data"].setdefault(ONCE, token_urlsafe(16))
        response = super().open(*args, **kwargs)
        if not kwargs.get("follow_redirects"):
            check_headers(response)
        is_page = response.mimetype == "text/html" and response.request.method != "HEAD"
        if is_page and response.status_code not in (301, 302, 303, 308):
            check_page(response.get_data(as_text=True))
        return response

    def page(self, path: str, **kwargs: Any) -> JustHTML:
        response = self.get(path, **kwargs)
        assert response.status_code == 200, f"{path} answered {response.status_code}: {response.text[:500]}"
        return parse(response.text)


def forget_last_request() -> None:
    """A test has one application context for all its requests; in the product each request has its own `g`."""
    if has_app_context():
        for name in list(g):
            g.pop(name)


@lru_cache(maxsize=4)
def parse(html: str) -> JustHTML:
    """Kept, as each page is read twice, by its checks and by the test; who changes the tree changes it for the next."""
    return JustHTML(html, collect_errors=True, sanitize=False)


def check_headers(response: TestResponse) -> None:
    policy = response.headers.get("Content-Security-Policy", "")
    is_framed = response.request.path.endswith("/embed") and NOBODY not in policy
    if is_framed:  # the one page that others may hold: its policy says who, and is the same otherwise
        assert re.sub(r"frame-ancestors [^;]+", NOBODY, policy) == ALWAYS["Content-Security-Policy"]
        assert "X-Frame-Options" not in response.headers
    for name, value in ALWAYS.items():
        if is_framed and name in ("Content-Security-Policy", "X-Frame-Options"):
            continue
        if name.endswith("Resource-Policy") and is_for_others(response):
            assert response.headers[name] == "cross-origin", "made for pages of others"
            continue
        assert response.headers.get(name) == value, f"{name} must be {value!r}; set it in core/headers.py"
    for cookie in response.headers.getlist("Set-Cookie"):
        assert is_for_staff(response.request.path), "a resident's page sets no cookie"
        parts = cookie.split("; ")
        assert {"HttpOnly", "Path=/staff", "SameSite=Lax"} <= set(parts), f"a cookie that others can read: {parts[1:]}"
    if is_for_staff(response.request.path):
        assert response.headers["Cache-Control"] == "no-store", "no copy of a staff page stays anywhere"
    else:
        assert "Cookie" not in response.headers.get("Vary", ""), "a resident's page depends on no cookie"
    if response.status_code == 429:
        assert int(response.headers["Retry-After"]) > 0, "who is slowed down hears for how long"
    assert "X-Keep-Seconds" not in response.headers, "an inner header leaked; see core/microcache.py"


def is_for_others(response: TestResponse) -> bool:
    """A script that runs in pages of others, and open data that their scripts read, what goes wrong with it too."""
    path = response.request.path
    return path.startswith(OPEN_DATA) or (path == "/embed.js" and response.status_code in (200, 304))


def check_page(html: str) -> None:
    """Most pages differ from one before by nothing but a token, "not found" above all: what was right stays right."""
    seen = hashlib.blake2b(OF_THIS_TIME.sub("", html).encode(), digest_size=16).digest()
    if seen not in _right:
        _check_document(parse(html))
        _right.add(seen)


_right: set[bytes] = set()


def _check_document(document: JustHTML) -> None:
    assert not document.errors, f"invalid HTML: {[f'{e.line}:{e.column} {e.message}' for e in document.errors[:5]]}"
    elements = list(elements_below(document.root))
    named: dict[str, list[Element]] = defaultdict(list)
    for element in elements:
        named[element.name].append(element)
    _check_language(named)
    _check_headings(named)
    _check_ids(elements)
    _check_forms(named)
    _check_images(named)
    _check_statuses(elements)
    _check_data(script for script in named["script"] if script.attrs.get("type") == DATA)
    for element in elements:
        _check_attributes(element)


def elements_below(root: Any) -> Iterator[Element]:
    """In order, also what lies in a template. The same as `query("*")`, which asks each node many times more."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Element):
            yield node
        content = getattr(node, "template_content", None)
        if content is not None:
            waiting.append(content)
        waiting.extend(reversed(node.children or ()))


def _check_language(named: Named) -> None:
    [html] = named["html"]
    assert re.fullmatch(r"[a-z]{2,3}(-\w+)?", html.attrs.get("lang") or ""), "set lang on <html>"
    assert html.attrs.get("dir") in ("ltr", "rtl"), "set dir on <html>"


def _check_headings(named: Named) -> None:
    headings = [text_of(h1) for h1 in named["h1"]]
    assert len(headings) == 1, f"a page has exactly one h1, not {headings}"
    titles = [text_of(title) for title in named["title"] if not inside(title, "svg")]
    assert len(titles) == 1, f"a page has exactly one title, not {titles}"
    if "page-safe" not in (named["body"][0].attrs.get("class") or ""):  # says nothing on purpose; see its template
        assert titles[0].startswith(headings[0]), f"the title {titles[0]!r} must start with the h1 {headings[0]!r}"


def _check_ids(elements: Sequence[Element]) -> None:
    ids = Counter(element.attrs["id"] for element in elements if "id" in element.attrs)
    double = {id_ for id_, times in ids.items() if times > 1}
    assert not double, f"ids stand twice: {double}"
    for element in elements:
        for name in ("aria-labelledby", "aria-describedby"):
            for id_ in (element.attrs.get(name) or "").split():
                assert id_ in ids, f"{name} names {id_!r}, which is not on the page"


def _check_forms(named: Named) -> None:
    labels = {label.attrs.get("for") for label in named["label"]}
    for field in (field for name in LABELLED for field in named[name]):
        if field.attrs.get("type") in ("hidden", "submit"):
            continue
        is_named = field.attrs.get("id") in labels or "aria-label" in field.attrs or inside(field, "label")
        assert is_named, f"a field without a label: {field.attrs}"
    for form in named["form"]:
        assert form.attrs.get("action"), "a form names its action"
        names = {field.attrs.get("name") for field in form.query("input[type=hidden]") if isinstance(field, Element)}
        assert TOKEN not in names or ONCE in names, f"a second tap on {form.attrs['action']}; use csrf_field()"


def _check_images(named: Named) -> None:
    for image in named["img"]:
        assert "alt" in image.attrs, f"an image without alt: {image.attrs}"
    for icon in named["svg"]:
        assert icon.attrs.get("aria-hidden") == "true" or "aria-label" in icon.attrs, "hide an icon or name it"


def _check_statuses(elements: list[Element]) -> None:
    for element in elements:
        is_lost = element.attrs.get("role") == "status" and "hidden" in element.attrs
        assert not is_lost, "a status that was hidden is not read out: hide what is in it, not itself"


def _check_attributes(element: Element) -> None:
    for name, value in element.attrs.items():
        assert not FORBIDDEN_ATTRIBUTES.match(name), f"{name}= is blocked by our policy; use a class or a module"
        if name in ("src", "action") or (name == "href" and element.name == "link" and not _only_names(element)):
            assert re.match(r"/(?!/)", value or ""), f"off-site or empty {name}: {value}"
    if element.name == "script" and element.attrs.get("type") != DATA:
        assert element.attrs.get("src"), "no inline script"
    assert element.name != "style", "no inline style"
    if element.name == "a" and (element.attrs.get("href") or "").startswith("javascript:"):
        raise AssertionError("a link that runs script")


def _only_names(link: Element) -> bool:
    """An address that a browser never fetches; it has to be whole."""
    if link.attrs.get("rel") not in ("canonical", "alternate"):
        return False
    assert re.match(r"https?://[^/]+/", link.attrs.get("href") or ""), f"an absolute address: {link.attrs}"
    return True


def check_data(document: JustHTML) -> list[dict[str, Any]]:
    """What the page says in JSON-LD: it can be read, and no value in it is empty."""
    return _check_data(document.query(f'script[type="{DATA}"]'))


def _check_data(scripts: Iterable[Any]) -> list[dict[str, Any]]:
    found = [json.loads(script.to_text()) for script in scripts]
    for described in found:
        assert described["@context"] == "https://schema.org"
        _check_full(described, "")
    return [thing for described in found for thing in described["@graph"]]


def _check_full(value: Any, path: str) -> None:
    assert value not in (None, "", [], {}), f"empty in JSON-LD: {path}; leave it out"
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    assert not isinstance(value, dict) or value.keys() - {"@type"}, f"only a type in JSON-LD: {path}"
    for name, part in parts:
        _check_full(part, f"{path}/{name}")


def inside(element: Element, name: str) -> bool:
    node: Any = element.parent
    while node is not None:
        if getattr(node, "name", None) == name:
            return True
        node = node.parent
    return False


def one(document: Any, selector: str) -> Element:
    found = document.query(selector)
    assert len(found) == 1, f"expected one {selector}, found {len(found)}"
    element: Element = found[0]
    return element


def texts(document: Any, selector: str) -> list[str]:
    return [text_of(element) for element in document.query(selector)]


def text_of(element: Any) -> str:
    return " ".join(element.to_text().split())
