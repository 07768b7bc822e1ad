"""From where the distances are measured, in words, with the ways to change it."""

from collections.abc import Callable
from dataclasses import dataclass

from webapp.areas.models import Municipality
from webapp.core.words import _
from webapp.locating.queries import Located
from webapp.locating.rules import Choice, labels

PC6 = 6  # characters

# An address of the same page from elsewhere: `postcode`, `where` and `town` (a slug); without any, from nowhere.
Address = Callable[..., str]


@dataclass(frozen=True)
class Way:
    label: str
    url: str


@dataclass(frozen=True)
class OriginLine:
    """`sentence` says from where; `notice` what a visitor should know, with its `ways` on."""

    sentence: str
    remove_url: str
    notice: str = ""
    ways: tuple[Way, ...] = ()


def origin_line(located: Located, here: Municipality, to: Address) -> OriginLine | None:
    """None where nothing was told."""
    if located.is_abroad:
        sentence = _("You are outside the Netherlands. That is too far away to order the list by distance.")
        return OriginLine("", to(), sentence)
    if located.position is None:
        return _not_found(located, here, to) if located.typed else None
    if located.choice is not None:
        return _chosen(located.choice, to)
    if located.town is not None:
        return _elsewhere(located, here, to)
    return OriginLine(_from(located), to())


def _from(located: Located) -> str:
    if not located.postcode:
        return _("Distances from where you are now")
    shown = located.postcode
    if located.by_places:
        return _("Distances from the middle of what is in %(postcode)s", postcode=shown)
    if len(located.postcode) < PC6:
        return _("Distances from the middle of %(postcode)s", postcode=shown)
    return _("Distances from %(place)s", place=shown)


def _chosen(choice: Choice, to: Address) -> OriginLine:
    spots = (choice.taken, *choice.others)
    taken, *others = labels(spots)
    ways = tuple(
        Way(label, to(where=spot.full_name if label != spot.name else spot.name))
        for label, spot in zip(others, choice.others, strict=True)
    )
    notice = _("We chose %(place)s. Do you mean another one?", place=taken) if ways else ""
    return OriginLine(_("Distances from %(place)s", place=taken), to(), notice, ways)


def _elsewhere(located: Located, here: Municipality, to: Address) -> OriginLine:
    assert located.town is not None
    sentence = _(
        "%(postcode)s belongs to %(town)s. Here you see what there is in %(here)s.",
        postcode=located.typed,
        town=located.town.name,
        here=here.name,
    )
    return OriginLine(_from(located), to(), sentence, _to_town(located, to, postcode=located.typed))


def _to_town(located: Located, to: Address, **told: str) -> tuple[Way, ...]:
    town = located.town
    if town is None or not town.slug:
        return ()
    return (Way(_("Look in %(town)s", town=town.name), to(town=town.slug, **told)),)


def _not_found(located: Located, here: Municipality, to: Address) -> OriginLine:
    if located.town is not None:
        sentence = _("%(town)s is another town. Here you see what there is in %(here)s.",
                     town=located.town.name, here=here.name)  # fmt: skip
        return OriginLine("", to(), sentence, _to_town(located, to))
    ways = tuple(Way(name, to(where=name)) for name in located.neighbourhoods)
    unknown = _unknown_postcode if located.postcode else _unknown
    return OriginLine("", to(), unknown(located.typed, here, has_ways=bool(ways)), ways)


def _unknown_postcode(typed: str, here: Municipality, *, has_ways: bool) -> str:
    """Not the visitor's mistake: nobody has told us all postcodes. So it names what does work."""
    values = {"typed": typed, "town": here.name}
    if has_ways:
        return _("We do not know the postcode %(typed)s in %(town)s yet. Your street or neighbourhood does work. "
                 "Type one of these, or choose your neighbourhood:", **values)  # fmt: skip
    return _("We do not know the postcode %(typed)s in %(town)s yet. The name of your street does work. "
             "Type that instead.", **values)  # fmt: skip


def _unknown(typed: str, here: Municipality, *, has_ways: bool) -> str:
    values = {"typed": typed, "town": here.name}
    if has_ways:
        return _("We do not know “%(typed)s” in %(town)s, so we cannot measure distances. "
                 "Look at the spelling, or choose your neighbourhood:", **values)  # fmt: skip
    return _("We do not know “%(typed)s” in %(town)s, so we cannot measure distances. "
             "Look at the spelling, or type your postcode or street.", **values)  # fmt: skip
