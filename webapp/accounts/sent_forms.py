"""A form of staff makes what it makes once: of two that are all the same, as by a second tap, also sent at the same
time, the second gets the answer of the first.

Each form of a page has a one-time key (`csrf_field` of the templates). A note of the form that arrived is written in
the transaction of what it makes: both are there or neither. The note is of everything that was sent, so who goes back
and fills in something else sends another form. The price: who goes back and sends the very same again, to
have it twice, gets the one that there is; opening the form anew gives a new key.
"""

import re
import secrets
import time
from collections.abc import Callable
from hashlib import file_digest, sha256
from typing import Any, TypeVar

from flask import Response, current_app, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from webapp.accounts import noting_forms, queries
from webapp.accounts.models import StaffUser
from webapp.core import clock
from webapp.core.database import commit, rollback
from webapp.core.turns import stand_aside

FIELD = "once"
KEY = re.compile(r"[\w-]{16,64}", re.ASCII)
WAIT_S = 5.0  # for a first one that is still at work; each waiting one takes one of the few threads
LOOK_EVERY_S = 0.1
View = TypeVar("View", bound=Callable[..., Any])


def new_key() -> str:
    return secrets.token_urlsafe(16)


def makes_nothing(view: View) -> View:
    """For what a script asks with the form of the page, as often as it likes: nothing is kept of it."""
    view.makes_nothing = True  # type: ignore[attr-defined]  # functions carry attributes
    return view


def may_make_something() -> bool:
    """Whether there is a view for this request, and one that has to know a second tap."""
    view = current_app.view_functions.get(request.endpoint or "")
    return view is not None and not hasattr(view, "makes_nothing")


def has_key() -> bool:
    return KEY.fullmatch(request.form.get(FIELD, "")) is not None


def find_answer(user: StaffUser, *, is_half_in: bool = False) -> ResponseReturnValue | None:
    """What this form led to when it was sent before. None for the first one, which goes on. Of who is half in only the
    form counts that let them in."""
    user_id, digest, until = user.id, _digest(), time.monotonic() + WAIT_S
    while not noting_forms.claim_form(user_id, digest, clock.now()):
        rollback()
        found = queries.find_sent_form(user_id, digest)
        answer = found.answer if found else None
        rollback()  # nobody waits for us, and we hold nothing while we wait
        if answer is not None:
            return redirect(answer, 303)
        stand_aside()
        if time.monotonic() > until:
            return render_template("accounts/sent_before.html", is_saved=found is not None), 202
        time.sleep(LOOK_EVERY_S)
    g.sent_form = user_id, digest
    g.sent_half_in = is_half_in
    return None


def note(response: Response, *, is_in: bool) -> None:
    """Where the form of this request led. What its view left unsaved goes; a page that is no address elsewhere is for
    its sender alone, so the same form is answered anew. After an error of ours nobody knows what was made: the note
    stays if it was."""
    if "sent_form" not in g or response.status_code >= 500:
        return
    user_id, digest = g.pop("sent_form")
    if not g.sent_half_in:  # the steps of a sign-in leave nothing unsaved that they do not mean
        rollback()
    if 300 <= response.status_code < 400 and (not g.sent_half_in or is_in):
        noting_forms.note_answer(user_id, digest, response.location or "")
    else:
        noting_forms.let_send_again(user_id, digest)
    commit()


def _digest() -> bytes:
    """Of the key, the address, and each field and file in order."""
    whole = sha256()
    parts = [request.full_path, *(part for field in request.form.items(multi=True) for part in field)]
    for name, file in request.files.items(multi=True):
        parts += [name, file.filename or "", file_digest(file.stream, "sha256").hexdigest()]  # type: ignore[arg-type]
        file.stream.seek(0)
    for part in parts:
        told = part.encode("utf-8", errors="replace")
        whole.update(b"%d:" % len(told) + told)
    return whole.digest()
