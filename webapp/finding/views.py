"""Home, lists, one place, one activity, and the feeds behind the map."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from flask import Blueprint, Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.areas.current import current_municipality
from webapp.areas.queries import get_outlines
from webapp.core import clock
from webapp.core.access import public
from webapp.core.errors import BadRequest, NotFound
from webapp.core.language import current_language
from webapp.core.texts import pick_words
from webapp.finding import (
    complaints,
    count_queries,
    day_page,
    feed,
    forms,
    origin,
    own_times,
    presenting,
    queries,
    structured_data,
    town_map,
)
from webapp.finding.cards import ACTIVITY, PLACE, Home, Link, ResultPage, ThemeTile
from webapp.finding.conditions import Thing
from webapp.finding.count_queries import Counts
from webapp.finding.days import read_day, read_week
from webapp.finding.kept_pages import kept_a_minute
from webapp.finding.packed import packed_answer
from webapp.finding.rules import PAGE_SIZE, SWITCHES, FilterError, Filters, read_what_makes_sense
from webapp.finding.times import week_of
from webapp.maps.page import script_headers
from webapp.maps.render import render
from webapp.photos.presenting import public_photos
from webapp.photos.queries import list_public_photos
from webapp.places.models import Place
from webapp.taxonomy.rules import find_terms, terms

bp = Blueprint("finding", __name__)

HOME_CARDS = 6
# Choices that a list offers; not words, and not where somebody is.
CHOICES = ("theme", "topic", "kind", "group", "open", "spoken", *SWITCHES, "page")
NEARBY_CARDS = 3
LISTS = {
    PLACE: (queries.list_places, count_queries.count_places),
    ACTIVITY: (queries.list_activities, count_queries.count_activities),
}
TOTALS = {PLACE: count_queries.total_places, ACTIVITY: count_queries.total_activities}


@bp.get("/<lang:lang>/<slug:town>/")
@public
@kept_a_minute()
def home() -> ResponseReturnValue:
    town, language, moment = current_municipality(), current_language(), clock.now()
    told = {name: request.args[name] for name in complaints.WHERE if name in request.args}
    place, slips = read_what_makes_sense(told, ())
    located = queries.find_located(town, place)
    open_now = Filters(open="now")
    places, activities = count_queries.count_everything(town, moment)
    now = [
        *queries.list_activities(town, open_now, language, moment, located.position)[: HOME_CARDS // 2],
        *_with_a_door(queries.list_places(town, open_now, language, moment, located.position))[: HOME_CARDS // 2],
    ]
    later = queries.list_starting_today(town, moment, HOME_CARDS)
    slots = queries.list_coming_slots(town, [found.thing for found in (*now, *later)], moment)
    show = partial(presenting.cards, slots=slots, language=language, moment=moment)
    home = Home(
        intro=pick_words(town.intro, language),
        themes=_tiles(places, activities, town.home_themes),
        open_now=show(now),
        later_today=show(later),
        place_count=places.total,
        activity_count=activities.total,
        as_of=moment,
        map=town_map.of_town(town, language, types=(PLACE, ACTIVITY)),
        where=complaints.typed_where(slips) or place.where or place.postcode,
        complaint=complaints.by_field(slips).get("where", ""),
        origin=origin.line(located, town, place.only_where(), "finding.home"),
        open_url=url_for("finding.places", **replace(place.only_where(), open="now").as_arguments()),
    )
    return _answer(render_template("finding/home.html", home=home, data=structured_data.of_home(town)), slips)


def _with_a_door(found: list[queries.Found]) -> list[queries.Found]:
    """At night only the emergency lines are open; they would make the front page an alarm."""
    return [one for one in found if one.thing.position is not None]


def _tiles(places: Counts, activities: Counts, chosen: Sequence[str]) -> tuple[ThemeTile, ...]:
    """A tile leads to the activities of a theme; where there are none, to its places. `chosen` are those that the town
    shows, in its order; without any, all."""
    tiles = []
    for term in find_terms("theme", tuple(chosen)) or terms("theme").values():
        in_places = places.by.get("theme", {}).get(term.id, 0)
        in_activities = activities.by.get("theme", {}).get(term.id, 0)
        if in_places + in_activities:
            endpoint = "finding.activities" if in_activities else "finding.places"
            tiles.append(ThemeTile(term, in_places + in_activities, url_for(endpoint, theme=term.id)))
    return tuple(tiles)


@bp.get("/<lang:lang>/<slug:town>/places")
@public
@kept_a_minute(*CHOICES)
def places() -> ResponseReturnValue:
    return _results(PLACE)


@bp.get("/<lang:lang>/<slug:town>/activities")
@public
@kept_a_minute(*CHOICES)
def activities() -> ResponseReturnValue:
    return _results(ACTIVITY)


def _results(type_: str) -> ResponseReturnValue:
    town, language, moment = current_municipality(), current_language(), clock.now()
    filters, slips = _asked(type_)
    listing, counting = LISTS[type_]
    counts = counting(town, filters, moment)
    pages = max(1, -(-counts.total // PAGE_SIZE))
    if filters.page > pages:
        raise NotFound
    located = queries.find_located(town, filters)
    found = listing(town, filters, language, moment, located.position)
    slots = queries.list_coming_slots(town, [one.thing for one in found], moment)
    endpoint = forms.endpoint_of(type_)
    results = ResultPage(
        type=type_,
        cards=presenting.cards(found, slots, language, moment),
        total=counts.total,
        on_map=counts.marked,
        page=filters.page,
        pages=pages,
        previous_url=_page_url(endpoint, filters, filters.page - 1) if filters.page > 1 else None,
        next_url=_page_url(endpoint, filters, filters.page + 1) if filters.page < pages else None,
        form=forms.with_complaints(forms.filter_form(type_, filters, counts, language), slips),
        map=town_map.of_town(town, language, types=(type_,), filters=filters),
        calendar_url=_calendar_url(filters) if type_ == ACTIVITY else "",
        news_url=url_for("exchange.town_news", type=type_, **filters.without_order().as_arguments()),
        today_url=url_for("finding.today", **replace(filters, open="", page=1).as_arguments())
        if type_ == ACTIVITY
        else "",
        origin=origin.line(located, town, filters, endpoint),
        own_url=_page_url(endpoint, filters, filters.page),
        other=_other(type_, filters, moment),
    )
    data = structured_data.of_list(town, results, first=(filters.page - 1) * PAGE_SIZE + 1)
    return _answer(render_template("finding/results.html", results=results, data=data), slips)


@bp.get("/<lang:lang>/<slug:town>/today")
@public
@kept_a_minute("day", *CHOICES)
def today() -> ResponseReturnValue:
    """What can be done on one day; the day says when, so the filter `open` has nothing to add."""
    asked, slips = _asked(PLACE, ACTIVITY)
    filters = replace(asked, open="")
    try:
        day = read_day(request.args, clock.now())
    except FilterError as error:
        day, slips = read_day({}, clock.now()), (*slips, error)
    page = day_page.page_of(current_municipality(), day, filters, current_language())
    if page.page > page.pages:
        raise NotFound
    page = replace(page, form=forms.with_complaints(page.form, slips))
    return _answer(render_template("finding/today.html", page=page), slips)


def _asked(*types: str) -> tuple[Filters, tuple[FilterError, ...]]:
    """A slip in one filter does not throw away what was filled in elsewhere."""
    return read_what_makes_sense(request.args, _axes(*types))


def _axes(*types: str) -> tuple[str, ...]:
    return tuple(forms.kind_axis(type_) for type_ in types)


def _answer(page: str, slips: Sequence[FilterError]) -> ResponseReturnValue:
    return (page, 400, {"Cache-Control": "no-store"}) if slips else page


def _week() -> int:
    try:
        return read_week(request.args)
    except FilterError as error:
        raise BadRequest(complaints.sentence(error)) from error


def _calendar_url(filters: Filters) -> str:
    return url_for("exchange.town_calendar", **filters.without_order().as_arguments())


def _page_url(endpoint: str, filters: Filters, page: int) -> str:
    return url_for(endpoint, **filters.on_page(page).as_arguments())


def _other(type_: str, filters: Filters, moment: datetime) -> Link:
    """The same question to the other list; a kind belongs to one list only."""
    other = ACTIVITY if type_ == PLACE else PLACE
    shared = filters.without("kind")
    total = TOTALS[other](current_municipality(), shared, moment)
    label = forms.list_label(other)
    return Link(label, url_for(forms.endpoint_of(other), **shared.as_arguments()), count=total)


@bp.get("/<lang:lang>/<slug:town>/places/<slug:slug>")
@public
@kept_a_minute("week")
def place(slug: str) -> ResponseReturnValue:
    town, language, moment = current_municipality(), current_language(), clock.now()
    number = _week()
    found = queries.get_place(town, slug)
    held = queries.list_activities_at(found)
    near = _near(found, found)
    slots = queries.list_coming_slots(town, [*held, *(one.thing for one in near)], moment)
    own = own_times.get_own_times(town, found, moment)
    held_cards = [presenting.card(one, slots.get(one.id, ()), language, moment) for one in held]
    detail = presenting.detail(
        found,
        own.coming,
        language,
        moment,
        week=week_of(town, found, held, number, language, moment),
        activities=tuple(sorted(held_cards, key=presenting.by_next_time)),
        nearby=presenting.cards(near, slots, language, moment),
        map=town_map.of_item(town, language, found),
        photos=public_photos(list_public_photos(found), language),
    )
    data = structured_data.of_thing(town, found, detail, own)
    return render_template("finding/place.html", detail=detail, data=data)


@bp.get("/<lang:lang>/<slug:town>/activities/<slug:slug>")
@public
@kept_a_minute("week")
def activity(slug: str) -> ResponseReturnValue:
    town, language, moment = current_municipality(), current_language(), clock.now()
    number = _week()
    found = queries.get_activity(town, slug)
    where = found.place
    near = _near(found, where)
    slots = queries.list_coming_slots(town, [*([where] if where else []), *(one.thing for one in near)], moment)
    own = own_times.get_own_times(town, found, moment)
    detail = presenting.detail(
        found,
        own.coming,
        language,
        moment,
        week=week_of(town, found, (), number, language, moment),
        place=presenting.card(where, slots.get(where.id, ()), language, moment) if where else None,
        nearby=presenting.cards(near, slots, language, moment),
        map=town_map.of_item(town, language, found),
        photos=public_photos(list_public_photos(found), language),
    )
    data = structured_data.of_thing(town, found, detail, own)
    return render_template("finding/activity.html", detail=detail, data=data)


def _near(thing: Thing, without: Place | None) -> list[queries.Found]:
    """The closest other places: help for somebody who is there already, or who finds the door closed."""
    if thing.position is None:
        return []
    return queries.list_places_near(current_municipality(), thing.position, without, NEARBY_CARDS)


@bp.get("/<lang:lang>/<slug:town>/map/<slug:surface>.<digest>.js")
@public
def map_script(surface: str, digest: str) -> ResponseReturnValue:
    """The compiled map of this town in this language; its name changes with its content."""
    script = render(town_map.spec(current_municipality(), current_language(), surface))
    return Response(script.body, headers=script_headers(script, digest))


@bp.get("/api/v1/<slug:town>/map.geojson")
@public
def map_feed() -> ResponseReturnValue:
    """The map feed of the contract; with filters it holds what the filtered lists hold."""
    types = (request.args.get("type", ""),) if request.args.get("type") in (PLACE, ACTIVITY) else (PLACE, ACTIVITY)
    filters = complaints.read_or_refuse(request.args, _axes(*types)).without_order()
    return packed_answer(feed.get_feed(current_municipality(), g.language, types, filters, clock.now()))


@bp.get("/api/v1/<slug:town>/areas.geojson")
@public
def outlines() -> ResponseReturnValue:
    """Borders and names of the town and its neighbourhoods: the map under the map."""
    return packed_answer(feed.pack(get_outlines(current_municipality())))
