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
from webapp.core.access import keeps, public
from webapp.core.database import commit
from webapp.core.errors import BadRequest, NotFound
from webapp.core.language import find_language, languages, speaking
from webapp.core.limits import hit, visitor_key
from webapp.core.qr import drawing
from webapp.handouts import forms, givers, operations, presenting, queries, sheet, wording
from webapp.handouts.drawing import path_of
from webapp.handouts.givers import NO_FAVOURITES, Giver
from webapp.handouts.ground import sketch_of
from webapp.handouts.models import Handout
from webapp.handouts.rules import ASK, EVERYWHERE, PARAMETERS, Wish, WishError, choose, may_be_given, read_wish
from webapp.questions.codes import CODE_LENGTH, LETTERS
from webapp.teams.queries import get_reach

bp = Blueprint("handouts", __name__)
MADE = "300/hour"  # by one address: a whole practice behind one connection, and no robot
MADE_NOW = "1"  # in the address: whoever made the sheet looks at it, and that counts for nothing
LOOKED_AT = "900/hour"  # by one address, found or not: 2⁴⁹ addresses are not found by trying


@bp.get("/<lang:lang>/<slug:town>/refer")
@public
@keeps(*PARAMETERS)
def refer() -> ResponseReturnValue:
    """First the subject, then where (once a device), then three cards; a choice in the address is not asked again."""
    town, (wish, giving) = current_municipality(), _asked()
    area = queries.find_area(town, wish.area_code)
    areas = queries.list_areas(town)
    is_unknown = bool(wish.area_code) and area is None
    if not wish.has_subject:
        known = wish.changed(area="") if is_unknown else wish
        return render_template(
            "handouts/refer.html",
            themes=forms.themes(known),
            dimensions=forms.dimensions(known),
            wish=known,
            area=area,
            area_url=forms.other_area(known),
            giving=giving,
        )
    if is_unknown or (areas and wish.area in ("", ASK)):
        complaint = wording.complaint(WishError("area", wish.area)) if is_unknown else ""
        page = render_template(
            "handouts/refer_area.html",
            areas=forms.areas(wish, areas),
            subject_url=forms.address(wish.about()),
            complaint=complaint,
            giving=giving,
        )
        return page, 400 if is_unknown else 200
    return _cards(town, wish, giving)


def _wish() -> Wish:
    try:
        return read_wish(request.values)
    except WishError as error:
        raise BadRequest(wording.complaint(error)) from error


@dataclass(frozen=True)
class Giving:
    """Who gives along, where the address says so; `complaint` where it names somebody whom we do not know."""

    giver: Giver | None
    complaint: str = ""

    @property
    def code(self) -> str:
        return self.giver.code if self.giver else ""


def _asked() -> tuple[Wish, Giving]:
    """What was chosen, in the area of the practice where none was chosen."""
    town, wish = current_municipality(), _wish()
    giver = givers.find(town, wish.practice)
    is_named = bool(request.values.get("practice", "").strip())
    giving = Giving(giver, wording.unknown_practice() if is_named and giver is None else "")
    own = giver.area if giver and not wish.area and queries.find_area(town, giver.area) else wish.area
    return replace(wish, practice=giving.code, area=own), giving


def _cards(town: Municipality, wish: Wish, giving: Giving, complaint: str = "") -> str:
    moment = clock.now()
    likes = giving.giver.likes(wish.themes) if giving.giver else NO_FAVOURITES
    area = queries.find_area(town, wish.area_code)
    known = wish if wish.area not in ("", ASK) else wish.changed(area=EVERYWHERE)
    candidates = queries.list_possible(town, wish, moment, area.position if area else None)
    choice = choose(candidates, wish, moment, likes)
    picked = presenting.picked(town, known, area, choice, moment, complaint, likes)
    return render_template("handouts/refer_cards.html", picked=picked, wish=known, giving=giving)


@bp.post("/<lang:lang>/<slug:town>/refer")
@public
def give() -> ResponseReturnValue:
    """Makes a sheet of one to three things. What is wrong is said above the same cards."""
    town, (wish, giving) = current_municipality(), _asked()
    if not wish.has_subject:
        raise BadRequest(wording.pick_complaint("none"))
    try:
        picks = forms.read_picks()
        if not hit(visitor_key("handout"), MADE):
            raise forms.PickError("busy")
        handout = _made(town, wish, picks)
    except forms.PickError as error:
        return _cards(town, wish, giving, wording.pick_complaint(error.reason)), 429 if error.reason == "busy" else 422
    code = handout.code
    if giving.giver is not None:
        givers.gave(town, giving.code, code, clock.now())
    commit()
    return redirect(url_for("handouts.handout", code=code, made=MADE_NOW if giving.giver else None), 303)


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
