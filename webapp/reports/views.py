"""“This is not right”: a form without a cookie and without a script."""

from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.areas.current import current_municipality, slug_in_query
from webapp.core import clock, guards
from webapp.core.access import public
from webapp.core.database import commit
from webapp.core.language import current_language
from webapp.core.mail import MailRefused, check_address
from webapp.freshness.presenting import name_of
from webapp.freshness.queries import Item
from webapp.reports import operations, queries, wording
from webapp.reports.rules import MOST_LETTERS, read_report

bp = Blueprint("reports", __name__)
FIELDS = ("wrong", "words", "email")
MOST_TYPED = 5_000


@bp.get("/<lang:lang>/<slug:town>/report")
@public
def report() -> ResponseReturnValue:
    """`place` or `activity`: the slug of what it is about. `sent`: thanks."""
    type_, item = _about()
    if request.args.get("sent"):
        return _private(render_template("reports/report.html", sent=True, **_subject(type_, item)))
    return _form(type_, item, {}, {})


@bp.post("/<lang:lang>/<slug:town>/report")
@public
def send() -> ResponseReturnValue:
    type_, item = _about()
    told = {name: request.form.get(name, "")[:MOST_TYPED] for name in FIELDS}
    report_, problems = read_report(told)
    if report_.email and "email" not in problems:
        try:
            check_address(report_.email)
        except MailRefused:
            problems["email"] = "email"
    if problems:
        return _form(type_, item, told, wording.problem_sentences(problems), 422)
    again = guards.held_up()
    if again:
        return _form(type_, item, told, {}, 400, again)
    try:
        guards.count_one_more("report")
    except guards.TooMany:
        return _form(type_, item, told, {}, 429, "busy")
    operations.take(current_municipality(), item, report_, current_language(), clock.now())
    commit()
    return redirect(_address("report", type_, item, sent=1), 303)


def _about() -> tuple[str, Item]:
    """Raises NotFound where the address names nothing public of this town."""
    type_ = "place" if "place" in request.args else "activity"
    return type_, queries.get_reported(current_municipality(), type_, slug_in_query(type_))


def _subject(type_: str, item: Item) -> dict[str, object]:
    return {
        "about": name_of(item),
        "send_to": _address("send", type_, item),
        "back": url_for(f"finding.{type_}", slug=item.slug),
    }


def _address(view: str, type_: str, item: Item, **more: int) -> str:
    values: dict[str, Any] = {type_: item.slug, **more}
    return url_for(f"reports.{view}", **values)


def _form(
    type_: str, item: Item, values: dict[str, str], problems: dict[str, str], status: int = 200, again: str = ""
) -> ResponseReturnValue:
    html = render_template(
        "reports/report.html",
        sent=False,
        values=values,
        problems=problems,
        again=wording.again_sentence(again) if again else "",
        is_again=bool(again) or bool(problems),
        choices=wording.wrong_choices(),
        stamp=guards.new_stamp(),
        most_letters=MOST_LETTERS,
        **_subject(type_, item),
    )
    return _private(html, status)


def _private(html: str, status: int = 200) -> ResponseReturnValue:
    response = make_response(html, status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
