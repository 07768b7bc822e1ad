"""Nothing typed is lost when a sign-in ends meanwhile: a form that comes too late waits, sealed, for who wrote it.

On the page of the form its fields are filled in again after signing in (static/js/kept-form.js); without a script one
button sends them as they were. Only what comes from a page of ours is kept, so nobody else can put words into a form.
Files are not kept, nor anything of the own account: there passwords and codes are typed.
"""

import json
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app, g, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from webapp.accounts import operations, queries, sent_forms
from webapp.accounts.models import StaffDraft, StaffUser
from webapp.core import clock
from webapp.core.access import STAFF, is_for_staff
from webapp.core.crypto import SealError, unseal
from webapp.core.database import commit

MOST_LETTERS = 200_000
NEVER_KEPT = (f"{STAFF}/account/", f"{STAFF}/sign-out", f"{STAFF}/kept")
OF_PAGE = ("csrf_token", sent_forms.FIELD)  # a page has its own


@dataclass(frozen=True)
class KeptForm:
    """`action` is where it goes, with its query; `fields` in the order of the form. `had_files`: choose them again."""

    action: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool

    @property
    def words(self) -> tuple[str, ...]:
        """What a person would recognise: everything that is no tick, number or code."""
        return tuple(value for _name, value in self.fields if " " in value.strip())


def keep(user: StaffUser) -> str:
    """Keeps the form of this request and gives the path of the page on which it waits. Commits."""
    page = _page_of_form()
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in OF_PAGE]
    is_ours = not request.path.startswith(NEVER_KEPT)
    g.is_kept = bool(is_ours and fields and sum(len(value) for _name, value in fields) <= MOST_LETTERS)
    if g.is_kept:
        action = request.full_path.rstrip("?")
        content = json.dumps({"action": action, "fields": fields, "had_files": any(request.files.values())})
        operations.keep_draft(user, request.path, urlsplit(page).path, content, clock.now())
        commit()
    return page


def find(user: StaffUser) -> KeptForm | None:
    """What waits on the page of this request."""
    if request.method != "GET":
        return None
    draft = queries.find_draft(user, request.path, clock.now())
    return _read(draft) if draft is not None else None


def _read(draft: StaffDraft) -> KeptForm | None:
    try:
        content = json.loads(unseal(draft.content))
    except SealError:
        return None  # its key is gone, and so is what was typed
    return KeptForm(content["action"], tuple((name, value) for name, value in content["fields"]), content["had_files"])


def forget_sent(user: StaffUser) -> None:
    """A form that arrived after all does not wait any longer. Commits where there was one."""
    if "is_kept" not in g and operations.drop_draft(user, request.path):
        commit()


def _page_of_form() -> str:
    """The page that the browser comes from, where that is one of ours (it stands in no log), else that of the form."""
    came_from = urlsplit(request.referrer or "")
    is_ours = came_from.netloc == request.host and is_for_staff(came_from.path)
    page = _page_at_or_above(came_from.path if is_ours else request.path)
    return f"{page}?{came_from.query}" if is_ours and came_from.query else page


def _page_at_or_above(path: str) -> str:
    """A refused form is shown at the address to which it went, which may not be asked for."""
    while path.startswith(f"{STAFF}/"):
        with suppress(HTTPException, RequestRedirect):
            current_app.url_map.bind(request.host).match(path, method="GET")
            return path
        path = path.rpartition("/")[0]
    return url_for("accounts_staff.home")


def is_from_our_page() -> bool:
    """Said by the browser itself, which no other page can make it say."""
    return request.headers.get("Sec-Fetch-Site") == "same-origin"
