"""Choice of a town, statements, health, and the addresses that the ecosystem expects."""

from datetime import timedelta

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.areas.current import current_municipality
from webapp.areas.queries import list_open_municipalities
from webapp.core import clock
from webapp.core.access import public
from webapp.core.addresses import absolute, base_address
from webapp.core.language import current_language
from webapp.finding.cards import Link
from webapp.pages import queries

bp = Blueprint("pages", __name__)

MAX_QUERY = 100  # characters; a town or a postcode is shorter
SECURITY_TXT_DAYS = 180
NOT_FOR_SEARCHING = ("/api/", "/staff/", "/h/")


@bp.get("/")
@bp.get("/<lang:lang>/")
@public
def root() -> ResponseReturnValue:
    """The only town at once; with several a page to choose."""
    query = "".join(filter(str.isprintable, request.args.get("q", "")))[:MAX_QUERY].strip()
    towns = list_open_municipalities(query)
    if len(towns) == 1 and not query:
        answer = redirect(url_for("finding.home", town=towns[0].slug))
        answer.headers["Vary"] = "Accept-Language"
        return answer
    links = [Link(town.name, url_for("finding.home", town=town.slug)) for town in towns]
    page = render_template("pages/choose.html", query=query, towns=links, searched=bool(query))
    return page, {"Vary": "Accept-Language", "Content-Language": current_language()}


@bp.get("/<lang:lang>/<slug:town>/about")
@public
def about() -> ResponseReturnValue:
    return render_template("pages/about.html", sources=queries.list_attributions(current_municipality()))


@bp.get("/<lang:lang>/<slug:town>/privacy")
@public
def privacy() -> ResponseReturnValue:
    return render_template("pages/privacy.html")


@bp.get("/<lang:lang>/<slug:town>/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    return render_template("pages/accessibility.html")


@bp.get("/health/live")
@public
def live() -> ResponseReturnValue:
    """The process runs; nothing else is asked, so that a database away does not get the process killed."""
    return {"status": "ok"}, {"Cache-Control": "no-store"}


@bp.get("/health/ready")
@public
def ready() -> ResponseReturnValue:
    """200 when database, migrations and worker are fine; else 503 with what is not."""
    problems = queries.list_problems(clock.now())
    status = 503 if problems else 200
    return (
        {"status": "not ready" if problems else "ok", "problems": problems},
        status,
        {"Cache-Control": "no-store"},
    )


@bp.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    """Pages and pictures are for everyone; what answers programs, staff or one person is not for a search engine."""
    lines = ("User-agent: *", "Allow: /", *(f"Disallow: {path}" for path in NOT_FOR_SEARCHING))
    return _text("\n".join((*lines, "", f"Sitemap: {absolute('/sitemap.xml')}")) + "\n")


@bp.get("/.well-known/security.txt")
@public
def security_txt() -> ResponseReturnValue:
    """RFC 9116. The expiry moves along, well under the year that the standard allows."""
    base = base_address()
    expires = (clock.now() + timedelta(days=SECURITY_TXT_DAYS)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: {base}/",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: nl, en",
        f"Canonical: {base}/.well-known/security.txt",
    )
    return _text("\n".join(lines) + "\n")


def _text(content: str) -> Response:
    return Response(content, mimetype="text/plain")
