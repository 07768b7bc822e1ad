"""The links in the mails: no sign-in, and looking changes nothing, so a scanner that follows them does no harm."""

from contextlib import AbstractContextManager

from flask import Blueprint, Response, g, make_response, render_template, request
from flask.typing import ResponseReturnValue

from webapp.areas.models import Municipality
from webapp.areas.queries import get_municipality_of
from webapp.core import clock
from webapp.core.access import public
from webapp.core.database import commit
from webapp.core.errors import NotFound
from webapp.core.language import DEFAULT_LANGUAGE, find_language, speaking
from webapp.core.words import _
from webapp.freshness import operations, presenting, queries, rules
from webapp.freshness.models import FreshnessAsk, FreshnessMail

bp = Blueprint("freshness", __name__)


@bp.get("/still-right/<token>")
@public
def still_right(token: str) -> ResponseReturnValue:
    mail, ask = _find(token)
    with _speaking_to(mail):
        return _page(token, mail, ask)


@bp.post("/still-right/<token>")
@public
def say(token: str) -> ResponseReturnValue:
    """One item: `answer` and `words`. The page of a whole mail: `right`, the ids of what was ticked."""
    mail, ask = _find(token)
    with _speaking_to(mail):
        if mail.expires_at < clock.now():
            return _page(token, mail, ask)
        return _say_all(token, mail) if ask is None else _say_one(token, mail, ask)


def _say_one(token: str, mail: FreshnessMail, ask: FreshnessAsk) -> ResponseReturnValue:
    said, words = request.form.get("answer", ""), request.form.get("words", "").strip()
    if said not in rules.ANSWERS:
        return _page(token, mail, ask, 422, _("Choose one of the three answers."), words)
    if len(words) > rules.MOST_LETTERS:
        problem = _("This is longer than %(most)s characters. Please make it shorter.", most=rules.MOST_LETTERS)
        return _page(token, mail, ask, 422, problem, words)
    is_first = operations.answer(_town(), ask, said, words, clock.now())
    commit()
    return _page(token, mail, ask, thanks=is_first)


def _say_all(token: str, mail: FreshnessMail) -> ResponseReturnValue:
    ticked = set(request.form.getlist("right"))
    asks = [ask for ask in queries.list_asks(mail) if str(ask.id) in ticked]
    if not asks:
        return _page(token, mail, None, 422, _("Tick what is still right."))
    operations.answer_right(_town(), asks, clock.now())
    commit()
    return _page(token, mail, None, thanks=True)


def _find(token: str) -> tuple[FreshnessMail, FreshnessAsk | None]:
    """Raises NotFound for a link that we never made, or whose item is gone."""
    ask = queries.find_ask(token)
    mail = queries.get_mail(ask.mail_id) if ask else queries.find_mail(token)
    if mail is None:
        raise NotFound
    g.municipality = get_municipality_of(mail.municipality_id)
    return mail, ask


def _town() -> Municipality:
    town: Municipality = g.municipality
    return town


def _speaking_to(mail: FreshnessMail) -> AbstractContextManager[None]:
    """In the language of the mail, unless the address asks for another one."""
    asked = request.args.get("lang", "")
    return speaking(next((code for code in (asked, mail.language) if find_language(code)), DEFAULT_LANGUAGE))


def _page(
    token: str,
    mail: FreshnessMail,
    ask: FreshnessAsk | None,
    status: int = 200,
    problem: str = "",
    words: str = "",
    *,
    thanks: bool = False,
) -> Response:
    """Kept nowhere, found by no search engine, and the address with its token is told to no other site: the policy of
    all our pages is same-origin."""
    is_over = mail.expires_at < clock.now()
    asks = [ask] if ask else queries.list_asks(mail)
    html = render_template(
        "freshness/still_right.html",
        token=token,
        is_one=ask is not None,
        items=[presenting.asked_item(_town(), one) for one in asks],
        is_over=is_over,
        problem=problem,
        words=words[: rules.MOST_LETTERS * 2],
        thanks=thanks,
    )
    response = make_response(html, 410 if is_over else status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
