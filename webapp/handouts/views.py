"""The picker of who refers, and the sheet that it makes. Nothing about a patient is asked, sent or kept."""

import re
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import TooManyRequests

from webapp.areas.current import current_municipality
from webapp.areas.models import Municipality
from webapp.areas.queries import get_municipality_of
from webapp.asking import coming
from webapp.core import clock
from webapp.core.access import public
from webapp.core.database import commit
from webapp.core.errors import NotFound
from webapp.core.language import find_language, languages, speaking
from webapp.core.limits import hit, visitor_key
from webapp.core.qr import drawing
from webapp.finding import town_map
from webapp.handouts import forms, givers, operations, presenting, queries, sheet, wording
from webapp.handouts.drawing import path_of
from webapp.handouts.givers import NO_FAVOURITES, Giver
from webapp.handouts.ground import sketch_of, spots_of
from webapp.handouts.models import Handout
from webapp.handouts.rules import ASK, EVERYWHERE, Wish, choose, may_be_given, read_wish
from webapp.questions.codes import CODE_LENGTH, LETTERS
from webapp.teams.queries import get_reach

bp = Blueprint("handouts", __name__)
MADE = "300/hour"  # by one address: a whole practice behind one connection, and no robot
MADE_NOW = "1"  # in the address: whoever made the sheet looks at it, and that counts for nothing
LOOKED_AT = "900/hour"  # by one address, found or not: 2⁴⁹ addresses are not found by trying


@bp.get("/<lang:lang>/<slug:town>/refer")
@public
def refer() -> ResponseReturnValue:
    """First the subject, then where (once a device), then three cards; a choice in the address is not asked again. What
    in the address makes no sense is said above what is left of it."""
    town, asked = current_municipality(), _asked()
    status = 400 if asked.slips else 200
    if not asked.wish.has_subject:
        return _subjects(town, asked), status
    areas = queries.list_areas(town)
    if areas and asked.wish.area in ("", ASK):
        return _areas(asked, areas), status
    return _cards(town, asked), status


@dataclass(frozen=True)
class Asked:
    """What was chosen, in the area of the practice where none was chosen; whose code the address names, or that we do
    not know it; and the names of the choices that are not on offer."""

    wish: Wish
    giver: Giver | None
    is_unknown_giver: bool
    slips: tuple[str, ...]

    @property
    def code(self) -> str:
        return self.giver.code if self.giver else ""

    def shown(self) -> dict[str, Any]:
        """For every page of the picker. Its links are made of what was understood, and of nothing else that stands in
        the address."""
        return {
            "wish": self.wish,
            "giver": self.giver,
            "unknown": wording.unknown_practice() if self.is_unknown_giver else "",
            "complaints": [wording.complaint(name) for name in self.slips],
            "languages": forms.in_other_languages(self.wish),
        }


def _asked() -> Asked:
    town, (wish, slips) = current_municipality(), read_wish(request.values)
    giver = givers.find(town, wish.practice)
    is_named = bool(request.values.get("practice", "").strip())
    if wish.area_code and queries.find_area(town, wish.area_code) is None:
        wish, slips = replace(wish, area=""), (*slips, "area")
    own = giver.area if giver and not wish.area and queries.find_area(town, giver.area) else wish.area
    present = queries.find_present_collection(town, wish.collection)
    if wish.collection and not present:
        slips = (*slips, "collection")
    wish = replace(wish, practice=giver.code if giver else "", area=own, collection=present)
    return Asked(wish, giver, is_named and giver is None, slips)


def _subjects(town: Municipality, asked: Asked) -> str:
    return render_template(
        "handouts/refer.html",
        themes=forms.themes(asked.wish),
        dimensions=forms.dimensions(asked.wish),
        area=queries.find_area(town, asked.wish.area_code),
        area_url=forms.other_area(asked.wish),
        **asked.shown(),
    )


def _areas(asked: Asked, areas: list[tuple[str, str]]) -> str:
    return render_template(
        "handouts/refer_area.html",
        areas=forms.areas(asked.wish, areas),
        subject_url=forms.address(asked.wish.about()),
        **asked.shown(),
    )


def _cards(town: Municipality, asked: Asked, complaint: str = "") -> str:
    """`complaint` is about what was sent to be given along."""
    moment, wish = clock.now(), asked.wish
    likes = asked.giver.likes(wish.themes) if asked.giver else NO_FAVOURITES
    area = queries.find_area(town, wish.area_code)
    known = replace(asked, wish=wish if wish.area not in ("", ASK) else wish.changed(area=EVERYWHERE))
    candidates = queries.list_possible(town, wish, moment, area.position if area else None)
    choice = choose(candidates, wish, moment, likes)
    picked = presenting.picked(town, known.wish, area, choice, moment, likes)
    shown = known.shown()
    shown["complaints"] += [complaint] if complaint else []
    return render_template("handouts/refer_cards.html", picked=picked, **shown)


@bp.post("/<lang:lang>/<slug:town>/refer")
@public
def give() -> ResponseReturnValue:
    """Makes a sheet of one to three things. What is wrong is said above the same cards."""
    town, asked = current_municipality(), _asked()
    if not asked.wish.has_subject:
        return _subjects(town, asked), 400
    try:
        picks = forms.read_picks()
        if not hit(visitor_key("handout"), MADE):
            raise forms.PickError("busy")
        handout = _made(town, asked.wish, picks)
    except forms.PickError as error:
        return _cards(town, asked, wording.pick_complaint(error.reason)), 429 if error.reason == "busy" else 422
    code = handout.code
    if asked.giver is not None:
        givers.gave(town, asked.code, code, clock.now())
    commit()
    return redirect(url_for("handouts.handout", code=code, made=MADE_NOW if asked.giver else None), 303)


def _made(town: Municipality, wish: Wish, picks: list[str]) -> Handout:
    """Raises PickError for what is not there or may not be given along."""
    moment = clock.now()
    try:
        things = queries.list_things(town, picks)
    except NotFound as error:
        raise forms.PickError("gone") from error
    possible = queries.list_possible(town, wish, moment)
    sure = {one.id for one in possible if may_be_given(one, wish, moment)}
    if not sure.issuperset(thing.id for thing in things):
        raise forms.PickError("gone")
    items = sheet.items_of(things, queries.list_slots(town, things, moment), moment)
    topic = wish.theme or next(iter(things[0].themes), "")
    return operations.make_handout(town, items, forms.read_language(), topic, moment)


@bp.get("/h/<code>")
@public
def handout(code: str) -> ResponseReturnValue:
    """What is on the sheet, as it is now."""
    found = _find(code)
    if found is None:
        return _no_such_sheet()
    if found.code != code:
        return redirect(url_for("handouts.handout", code=found.code), 302)
    town, language = _enter(found)
    is_maker = request.args.get("made") == MADE_NOW
    if not is_maker:
        _count_opening(town, found)
    with speaking(language):
        whole = sheet.whole(town, found, language, clock.now())
        page = render_template(
            "handouts/handout.html",
            whole=whole,
            map=town_map.of_spots(town, language, spots_of(whole)),
            sketch=sketch_of(town, whole),
            path_of=path_of,
            look=drawing(whole.address),
            contact=drawing(whole.ask_address) if get_reach(town).is_reachable else None,
            languages=_in_other_languages(found, language, MADE_NOW if is_maker else None),
        )
    return _private(make_response(page))


def _find(code: str) -> Handout | None:
    """As somebody reads it out or types it: with dashes, spaces, capitals. Raises TooMany by an answer of 429."""
    tidy = re.sub(r"[\s.\-–]", "", code[:60].lower())
    if not hit(visitor_key("handout-look"), LOOKED_AT):
        raise TooManyRequests
    is_code = len(tidy) == CODE_LENGTH and not set(tidy) - set(LETTERS)
    return queries.find_handout(tidy if is_code else "", clock.now())


def _enter(found: Handout) -> tuple[Municipality, str]:
    """The town of the sheet, and its language or the one that is asked for in the address. Raises NotFound for a town
    that is not open."""
    town = get_municipality_of(found.municipality_id)
    if town.opened_at is None:
        raise NotFound
    asked = request.args.get("lang", "")
    g.municipality = town
    language = next((code for code in (asked, found.language) if find_language(code)), "nl")
    g.language = language
    return town, language


def _count_opening(town: Municipality, found: Handout) -> None:
    """For whom it was made, where somebody counts that. A program that looks whether the page is there counts not."""
    is_person = request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")
    if is_person and givers.opened(town, found.code, clock.now()):
        commit()


def _in_other_languages(found: Handout, language: str, made: str | None) -> list[dict[str, object]]:
    return [
        {
            "code": other.code,
            "label": other.name,
            "url": url_for("handouts.handout", code=found.code, lang=other.code, made=made),
            "is_current": other.code == language,
        }
        for other in languages()
    ]


def _no_such_sheet() -> ResponseReturnValue:
    """The same for a code that never was and for one whose time is over."""
    page = render_template("handouts/no_such_sheet.html", days=operations.LIVES.days)
    return _private(make_response(page, 404))


def _private(response: Response) -> Response:
    """No copy on the way, no search engine."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.get("/h/<code>.pdf")
@public
def pdf(code: str) -> ResponseReturnValue:
    """The same on paper: `size=a6` for a pocket, else A5."""
    from webapp.handouts import paper  # 20 MB that a worker which makes none never pays

    found = _find(code)
    if found is None:
        return _no_such_sheet()
    town, language = _enter(found)
    size = "a6" if request.args.get("size") == "a6" else "a5"
    with speaking(language):
        whole = sheet.whole(town, found, language, clock.now())
        contact = drawing(whole.ask_address) if get_reach(town).is_reachable else None
        content = paper.pdf(whole, sketch_of(town, whole), drawing(whole.address), contact, town.team_phone or "", size)
    answer = make_response(content)
    answer.mimetype = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="dichtbij-{found.code}.pdf"'
    return _private(answer)


@bp.get("/h/<code>/contact")
@public
def contact(code: str) -> ResponseReturnValue:
    """To the question form, with what the sheet is about filled in. The code does not go along: nobody can tell later
    which sheet a question came from."""
    found = _find(code)
    if found is None:
        return _no_such_sheet()
    town, language = _enter(found)
    about: dict[str, Any] = sheet.about(town, found)
    through = coming.through_code(givers.code_of(town, found.code))
    url = url_for("asking.ask", lang=language, town=town.slug, topic=found.topic, through=through, **about)
    _count_opening(town, found)
    return _private(make_response(redirect(url, 302)))
