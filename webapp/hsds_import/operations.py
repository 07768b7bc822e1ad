"""A package of HSDS into a town, in one transaction that the caller ends: organisations, places, what is held there."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from webapp.activities.operations import save_activities
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.hsds_import.entries import ActivityFound, without_flawed
from webapp.hsds_import.findings import ACTIVITIES, PLACES, ROWS, Found
from webapp.hsds_import.opening import open_package
from webapp.hsds_import.own import own_terms
from webapp.hsds_import.package import key_of
from webapp.hsds_import.queries import find_position_of_postcode, list_ids_here, map_known_locations, map_place_ids
from webapp.hsds_import.sorting import Town, sort_package
from webapp.hsds_import.values import Organisation
from webapp.hsds_import.words import read_words
from webapp.places.checks import check_organisation
from webapp.places.facts import OrganisationFacts
from webapp.places.findings import Why
from webapp.places.importing import BATCH, HSDS, Tell, area_of, end_import, tell_finding
from webapp.places.operations import Saved, save_organisation, save_places
from webapp.places.queries import map_organisation_ids
from webapp.places.slugs import slug_from
from webapp.schedule.slots import expect_many_rows, lock_town

One = TypeVar("One")
OUTCOMES = ("added", "changed", "unchanged", "rejected")


@dataclass
class PackageTally:
    outcomes: dict[str, Counter[str]] = field(
        default_factory=lambda: {what: Counter() for what in (PLACES, ACTIVITIES, ROWS)}
    )
    left_out: Counter[Why] = field(default_factory=Counter)
    named: dict[Why, list[str]] = field(default_factory=dict)

    def __str__(self) -> str:
        lines = [
            f"{what}: {', '.join(f'{self.outcomes[what][word]} {word}' for word in OUTCOMES)}"
            for what in (PLACES, ACTIVITIES)
        ]
        if rows := self.outcomes[ROWS]["rejected"]:
            lines.append(f"rows of the package that belong to neither: {rows} rejected")
        return "\n".join(lines)

    @property
    def kept(self) -> int:
        return sum(self.outcomes[what].total() - self.outcomes[what]["rejected"] for what in (PLACES, ACTIVITIES))


def import_package(municipality: Municipality, path: Path, *, words: Path | None, tell: Tell) -> PackageTally:
    """Raises ImportRefused for a package of which nothing can be used."""
    known = read_words(words)
    package = open_package(path)
    area = area_of(municipality)
    expect_many_rows()
    lock_town(municipality.id)
    ids = [key_of(one.get("id")) for _where, one in package.services if isinstance(one, Mapping)]
    town = Town(
        area,
        clock.today(),
        find_position_of_postcode(),
        list_ids_here(municipality.id, ids),
        map_known_locations(municipality.id, HSDS),
    )
    found = sort_package(package, town, known)
    tally = PackageTally()
    for what, finding in found.told:
        tell_finding(finding, tally.outcomes[what], tally, tell)
    _save(municipality, found, tally, tell)
    end_import(municipality, area, tally, tell)
    return tally


def _save(municipality: Municipality, found: Found, tally: PackageTally, tell: Tell) -> None:
    named = [*(one.organisation for one in found.places), *(one.organisation for one in found.activities)]
    offered = [organisation for organisation in named if organisation is not None]
    organisations = _organisation_ids(municipality, offered, tell)
    for places in _batches(found.places):
        entries = [
            replace(one.entry, facts=replace(one.entry.facts, organisation_id=_id_of(one.organisation, organisations)))
            for one in places
        ]
        saved = save_places(municipality, entries, source=HSDS)
        _count(PLACES, [entry.where for entry in entries], saved, tally, tell)
    ids = map_place_ids(municipality.id, HSDS, {one.place_id for one in found.activities if one.place_id})
    for activities in _batches(found.activities):
        _save_activities(municipality, activities, ids, organisations, tally, tell)


def _save_activities(
    municipality: Municipality,
    found: Sequence[ActivityFound],
    places: dict[str, UUID],
    organisations: dict[str, UUID],
    tally: PackageTally,
    tell: Tell,
) -> None:
    kept = []
    for one in found:
        if one.place_id and one.place_id not in places:
            tally.outcomes[ACTIVITIES]["rejected"] += 1
            tell(f"{one.label}, location: {one.place_id} was rejected")
            continue
        facts = replace(
            one.entry.facts,
            place_id=places[one.place_id] if one.place_id else None,
            organisation_id=_id_of(one.organisation, organisations),
        )
        kept.append((one.label, replace(one.entry, facts=facts)))
    saved = save_activities(municipality, [entry for _label, entry in kept], source=HSDS) if kept else []
    _count(ACTIVITIES, [label for label, _entry in kept], saved, tally, tell)


def _count(what: str, labels: Sequence[str], saved: Sequence[Saved], tally: PackageTally, tell: Tell) -> None:
    for label, one in zip(labels, saved, strict=True):
        tally.outcomes[what][one.outcome or "rejected"] += 1
        for flaw in one.flaws:
            tell(f"{label}, {flaw}")


def _batches(found: Iterable[One]) -> Iterator[list[One]]:
    left = iter(found)
    while batch := list(islice(left, BATCH)):
        yield batch


# ---------------------------------------------------------------- who offers it


def _organisation_ids(municipality: Municipality, offered: Iterable[Organisation], tell: Tell) -> dict[str, UUID]:
    """By slug. What is kept here of an organisation stays as it is: a source has no word about its phone number."""
    present = map_organisation_ids(municipality.id)
    new = {_slug(one): one for one in reversed(list(offered)) if _slug(one) not in present}
    for organisation in new.values():
        _add(municipality, organisation, tell)
    return map_organisation_ids(municipality.id) if new else present


def _add(municipality: Municipality, organisation: Organisation, tell: Tell) -> None:
    """Without the facts of contact that are not in order."""
    type_ = own_terms(organisation.terms).first("provider_type") or OrganisationFacts.provider_type
    facts = OrganisationFacts(
        _slug(organisation), organisation.name, type_, organisation.phone, organisation.email, organisation.website
    )
    flaws = check_organisation(facts)
    facts, warnings = without_flawed(facts, flaws)
    for warning in warnings:
        tell(f"warning: {organisation.label}, {warning}")
    if not check_organisation(facts):
        save_organisation(municipality, facts)


def _slug(organisation: Organisation) -> str:
    return slug_from(organisation.name, otherwise="organisation")


def _id_of(organisation: Organisation | None, ids: dict[str, UUID]) -> UUID | None:
    return ids.get(_slug(organisation)) if organisation is not None else None
