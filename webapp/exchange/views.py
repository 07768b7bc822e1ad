"""Files for other programs: calendars, what is new, pictures for messengers, sitemaps for search engines."""

from collections.abc import Iterable
from datetime import datetime

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.areas.current import current_municipality
from webapp.areas.queries import get_content_version
from webapp.core import clock
from webapp.core.access import public
from webapp.core.addresses import absolute, base_address
from webapp.core.connections import each_by_itself
from webapp.core.errors import BadRequest
from webapp.core.kept import Kept
from webapp.core.language import current_language
from webapp.exchange import calendars, directory, news, sitemaps, window_queries
from webapp.exchange import openapi as api
from webapp.exchange.news_queries import Asked
from webapp.exchange.rss import MIMETYPE
from webapp.exchange.window import WindowError, read_window
from webapp.exchange.wording import too_many_sentence, window_sentence
from webapp.finding import complaints, feed, forms, presenting, queries, sharing
from webapp.finding.cards import ACTIVITY, PLACE
from webapp.finding.conditions import Thing
from webapp.finding.packed import packed_answer
from webapp.finding.sharing import Picture
from webapp.maps.page import YEAR

# A calendar of a whole town takes a second to write, and phones ask for it again and again: once an hour is enough.
_kept: Kept[tuple[object, ...], bytes] = Kept(20_000_000, len)

bp = Blueprint("exchange", __name__)

# A window is seldom asked for twice: packed in half the time for a tenth more bytes.
QUICK_BROTLI, QUICK_GZIP = 2, 3
MOST = 500  # things in one calendar; a phone has to read it every day


@bp.get("/<lang:lang>/<slug:town>/places/<slug:slug>.ics")
@public
def place_calendar(slug: str) -> ResponseReturnValue:
    town, language, moment = current_municipality(), current_language(), clock.now()
    return _file(calendars.calendar_of(town, queries.get_place(town, slug), language, moment), slug)


@bp.get("/<lang:lang>/<slug:town>/activities/<slug:slug>.ics")
@public
def activity_calendar(slug: str) -> ResponseReturnValue:
    town, language, moment = current_municipality(), current_language(), clock.now()
    return _file(calendars.calendar_of(town, queries.get_activity(town, slug), language, moment), slug)


@bp.get("/<lang:lang>/<slug:town>/calendar.ics")
@public
def town_calendar() -> ResponseReturnValue:
    """The activities that the filters leave; with `type=place` the places."""
    town, language, moment = current_municipality(), current_language(), clock.now()
    type_ = PLACE if request.args.get("type") == PLACE else ACTIVITY
    filters = complaints.read_or_refuse(request.args, (forms.kind_axis(type_),)).without_order()

    def make() -> bytes:
        listing = queries.list_places if type_ == PLACE else queries.list_activities
        found = listing(town, filters, language, moment, limit=MOST)
        return calendars.calendar_of_all(town, [one.thing for one in found], language, moment)

    asked = (town.id, language, type_, tuple(sorted(filters.as_arguments().items())), base_address())
    version = (get_content_version(town), _hour(moment))
    return _file(_kept.get(asked, version, make), town.slug)


@bp.get("/<lang:lang>/<slug:town>/feed.rss")
@public
def town_news() -> ResponseReturnValue:
    """What is new and what is otherwise, of what the filters leave; `type=place` or `activity` narrows it."""
    town, language, moment = current_municipality(), current_language(), clock.now()
    type_ = request.args.get("type", "")
    types = (type_,) if type_ in (PLACE, ACTIVITY) else (PLACE, ACTIVITY)
    filters = complaints.read_or_refuse(request.args, tuple(map(forms.kind_axis, types))).without_order()
    told = {**filters.as_arguments(), **({"type": type_} if type_ in types else {})}
    own = absolute(url_for("exchange.town_news", **told))
    wanted = Asked(town, types, filters, language, moment)
    version = (get_content_version(town), _hour(moment))
    content = _kept.get((town.id, own), version, lambda: news.written(wanted, own))
    answer = Response(content, mimetype=MIMETYPE, headers={"Cache-Control": "public, max-age=3600"})
    answer.add_etag()
    return answer.make_conditional(request)


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _file(content: bytes, name: str) -> Response:
    return Response(
        content,
        mimetype="text/calendar",
        headers={"Content-Disposition": f'attachment; filename="{name}.ics"', "Cache-Control": "public, max-age=3600"},
    )


@bp.get("/api/v1/places.geojson")
@public
def places_in_window() -> ResponseReturnValue:
    """The places in a window on the map, of all open towns: for who looks over the border of one."""
    try:
        window = read_window(request.args.get("bbox", ""))
    except WindowError as error:
        raise BadRequest(window_sentence(error.complaint)) from error
    each_by_itself()
    features = window_queries.places_in(window, current_language())
    if features is None:
        raise BadRequest(too_many_sentence(window_queries.MOST))
    box = f"[{window.west},{window.south},{window.east},{window.north}]"
    document = f'{{"type":"FeatureCollection","bbox":{box},"features":[{features}]}}'
    return packed_answer(feed.pack(document, quality=QUICK_BROTLI, gzip_level=QUICK_GZIP))


@bp.get("/openapi.json")
@public
def openapi() -> ResponseReturnValue:
    """What programs can ask for, told to programs."""
    answer = jsonify(api.described(base_address()))
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


@bp.get("/og/<lang:lang>/<slug:town>/places/<slug:slug>.<slug:digest>.png")
@public
def place_picture(slug: str, digest: str) -> ResponseReturnValue:
    return _picture_of(queries.get_place(current_municipality(), slug), digest)


@bp.get("/og/<lang:lang>/<slug:town>/activities/<slug:slug>.<slug:digest>.png")
@public
def activity_picture(slug: str, digest: str) -> ResponseReturnValue:
    return _picture_of(queries.get_activity(current_municipality(), slug), digest)


@bp.get("/og/<lang:lang>/<slug:town>/home.<slug:digest>.png")
@public
def town_picture(digest: str) -> ResponseReturnValue:
    picture = sharing.picture_of_town(current_municipality())
    return _picture(picture, sharing.address_of_town(picture), digest)


@bp.get("/og/<lang:lang>/site.<slug:digest>.png")
@public
def site_picture(digest: str) -> ResponseReturnValue:
    picture = sharing.picture_of_site()
    return _picture(picture, sharing.address_of_site(picture), digest)


def _picture_of(thing: Thing, digest: str) -> ResponseReturnValue:
    language = current_language()
    card = presenting.card(thing, (), language, clock.now())
    picture = sharing.picture_of_card(card, current_municipality(), language)
    return _picture(picture, sharing.address_of_card(card, picture), digest)


def _picture(picture: Picture, address: str, digest: str) -> ResponseReturnValue:
    """A message of last month asks for the picture of then: it gets that of today, at its own address."""
    if digest != picture.digest:
        return redirect(address)
    from webapp.exchange.drawing import png  # with Pillow and the letters: only who draws pays for them

    headers = {"Cache-Control": f"public, max-age={YEAR}, immutable"}
    return Response(png(picture), mimetype="image/png", headers=headers)


@bp.get("/sitemap.xml")
@public
def sitemap() -> ResponseReturnValue:
    """An index of all sitemaps; empty where there is only a demonstration, which nobody is to find."""
    return _xml(sitemaps.index(list(directory.list_sitemaps())))


@bp.get("/sitemap/site.xml")
@public
def site_sitemap() -> ResponseReturnValue:
    return _xml(sitemaps.file(directory.entries_of_site()))


@bp.get("/sitemap/<slug:town>/pages.xml")
@public
def town_sitemap() -> ResponseReturnValue:
    return _xml(sitemaps.file(directory.entries_of_town(current_municipality())))


@bp.get("/sitemap/<slug:town>/<slug:part>.<int:number>.xml")
@public
def list_sitemap(part: str, number: int) -> ResponseReturnValue:
    return _xml(sitemaps.file(directory.entries_of_list(current_municipality(), part, number)))


def _xml(pieces: Iterable[str]) -> Response:
    """Sent piece by piece; all that needs the database was read before the first."""
    return Response(pieces, mimetype="application/xml", headers={"Cache-Control": "public, max-age=3600"})
