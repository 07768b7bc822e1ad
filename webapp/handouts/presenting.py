"""From what was chosen to what is shown."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from webapp.areas.models import Municipality
from webapp.areas.whereabouts import Named
from webapp.core.language import current_language
from webapp.finding import presenting
from webapp.finding.conditions import Thing
from webapp.finding.presenting import Slots, contact_of
from webapp.finding.telling import telling
from webapp.finding.times import shown
from webapp.guiding.presenting import complete
from webapp.guiding.rules import Candidate
from webapp.handouts import forms, queries, wording
from webapp.handouts.cards import Offer, Picked
from webapp.handouts.givers import NO_FAVOURITES
from webapp.handouts.rules import Choice, Wish
from webapp.places.models import Place
from webapp.schedule.models import CANCELLED


def picked(
    town: Municipality,
    wish: Wish,
    area: Named | None,
    choice: Choice,
    moment: datetime,
    favourites: Collection[UUID] = NO_FAVOURITES,
) -> Picked:
    language = current_language()
    chosen = complete(town, choice.chosen, language, moment)
    title = queries.find_title(town, wish.collection, language) if wish.collection else None
    subject = title or wording.subject(wish.theme, wish.dimension, language)
    return Picked(
        subject=subject.words,
        subject_lang=subject.unlike(language),
        subject_url=forms.address(wish.about()),
        area=forms.area_name(area),
        area_url=forms.other_area(wish),
        offers=tuple(
            _offer(one, chosen.things[one.id], chosen.slots, moment, is_favourite=one.id in favourites)
            for one in choice.chosen
            if one.id in chosen.things
        ),
        is_point=choice.is_point,
        adjustments=forms.adjustments(wish),
        for_whom=forms.for_whom(wish),
        further=forms.further(wish, choice),
        carried=tuple((name, value) for name, value in wish.as_arguments().items() if name != "language"),
        languages=forms.sheet_languages(wish.language),
    )


def _offer(one: Candidate, thing: Thing, slots: Slots, moment: datetime, *, is_favourite: bool) -> Offer:
    language, own = current_language(), slots.get(thing.id, ())
    card = presenting.card(thing, own, language, moment, one.distance_m)
    coming = next((slot for slot in own if slot.status != CANCELLED), None)
    return Offer(
        card=card,
        pick=pick_of(thing),
        next=shown(coming, language) if coming else None,
        cost=wording.cost(thing),
        needs_no_referral=one.no_referral,
        ask_for=telling(thing, language).part("contact_role"),
        contact=contact_of(thing),
        is_favourite=is_favourite,
    )


def pick_of(thing: Thing) -> str:
    """How a form names it: by its address, which also a member of the staff can read."""
    return f"{'places' if isinstance(thing, Place) else 'activities'}/{thing.slug}"
