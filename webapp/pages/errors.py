"""Every error is a clear page in the visitor's language, or problem+json (RFC 9457) for a program."""

import logging

from flask import Flask, Response, g, jsonify, make_response, redirect, render_template, request
from flask.globals import request_ctx
from sqlalchemy.exc import InterfaceError, OperationalError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from webapp.accounts.access import ask_no_more
from webapp.areas.current import remember_town_of_path, remember_town_without_asking
from webapp.core.addresses import FOR_PROGRAMS
from webapp.core.errors import BadRequest, NotFound, kind_of, trace
from webapp.core.words import _
from webapp.finding.moved import find_moved_address
from webapp.pages.again import TypedForm, typed_form

logger = logging.getLogger(__name__)
RETRY_SECONDS = 30
DATABASE_AWAY = (OperationalError, InterfaceError, PendingRollbackError, NoConnectionFree)
MOVED_FOR = "public, max-age=3600"


def init_app(app: Flask) -> None:
    app.register_error_handler(BadRequest, lambda error: _answer(400, _("That does not work"), error.sentence))
    app.register_error_handler(NotFound, lambda _error: _not_found())
    app.register_error_handler(HTTPException, _http_error)
    for kind in DATABASE_AWAY:
        app.register_error_handler(kind, _database_away)
    app.register_error_handler(Exception, _our_fault)


def _not_found() -> Response:
    moved = find_moved_address()
    if moved is not None:
        answer = make_response(redirect(moved, 301))
        answer.headers["Cache-Control"] = MOVED_FOR  # it may get its address back when a merge is undone
        return answer
    without_slash = request.path.rstrip("/")
    if without_slash != request.path and _leads_somewhere(without_slash):
        query = f"?{request.query_string.decode()}" if request.query_string else ""
        return make_response(redirect(f"/{without_slash.lstrip('/')}{query}", 308))
    remember_town_of_path()
    return _answer(404, _("We cannot find this page"), _("The address may be wrong, or the page has gone."))


def _http_error(error: HTTPException) -> Response:
    if error.code == 404:
        return _not_found()
    sentences = {
        400: _("The address or the form holds something that we cannot read."),
        405: _("This page cannot be used in that way."),
        413: _("This is too much to send at once. Make it shorter."),
        429: _("That was a lot at once. Please try again in a few minutes."),
    }
    code = error.code or 500
    answer = _answer(code, _("That does not work"), sentences.get(code, _("Please go back and try again.")))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def _database_away(error: Exception) -> Response:
    """Gone, full, with no connection left or with a table that somebody holds: in each case later is better. What was
    typed stands in the answer and is sent again from there; a question has its key and stays one question."""
    logger.error("database away: %s", kind_of(error))
    ask_no_more()
    remember_town_without_asking()
    typed = typed_form()
    sentence = _("Please try again in half a minute.")
    if typed is not None:
        sentence = _(
            "We could not save what you sent. Please try again in half a minute: what you typed is still here."
        )
    answer = _answer(503, _("We will be right back"), sentence, typed)
    answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer


def _our_fault(error: Exception) -> Response:
    logger.error("unexpected error in %s\n%s", request.endpoint, trace(error))
    return _answer(500, _("Something went wrong on our side"), _("Please try again. If it stays, call us."))


def _leads_somewhere(path: str) -> bool:
    try:
        return request_ctx.url_adapter is not None and bool(request_ctx.url_adapter.match(path, method="GET"))
    except (HTTPException, RequestRedirect):
        return False


def _answer(status: int, title: str, sentence: str, typed: TypedForm | None = None) -> Response:
    if request_ctx.url_adapter is None:  # a host that we do not serve: no page of ours can be linked
        answer = make_response(f"{title}. {sentence}\n")
        answer.mimetype = "text/plain"
    elif request.path.startswith(FOR_PROGRAMS):
        answer = jsonify(title=title, status=status, detail=sentence)
        answer.mimetype = "application/problem+json"
    elif request.path.endswith(".ics"):  # a calendar on a phone cannot read a page
        answer = make_response(f"{title}. {sentence}\n")
        answer.mimetype = "text/plain"
    else:
        if status >= 500:
            g.takes_questions = True  # the database may answer nothing now; the form itself says when it cannot
        page = render_template("errors/error.html", status=status, title=title, sentence=sentence, typed=typed)
        answer = make_response(page)
    answer.status_code = status
    answer.headers["Cache-Control"] = "no-store"
    return answer
