"""A practice and favourites as they are filled in: read, checked, and shown again as they were typed."""

from collections.abc import Collection, Mapping
from uuid import UUID

from flask import request

from webapp.areas.models import Municipality
from webapp.core.editions import FIELD
from webapp.core.typed import Typed, opened
from webapp.core.words import _
from webapp.handouts.queries import list_areas
from webapp.practices.models import Practice
from webapp.practices.rules import NAME_MAX

LONGEST = 300  # characters of a line


def blank_facts() -> Typed:
    return Typed({"name": "", "area": ""})


def stored_facts(practice: Practice) -> Typed:
    return opened({"name": practice.name, "area": practice.area or ""})


def read_facts(typed: Mapping[str, str], town: Municipality) -> Typed:
    name = " ".join(typed.get("name", "").split())
    form = Typed({"name": name[:LONGEST], "area": typed.get("area", "")[:LONGEST]}, edition=typed.get(FIELD, ""))
    if not name or not name.isprintable():
        form.problems["name"] = _("Fill in the name of the practice.")
    elif len(name) > NAME_MAX:
        form.problems["name"] = _("This name is too long. Use at most %(number)s characters.", number=NAME_MAX)
    if form.values["area"] and form.values["area"] not in dict(list_areas(town)):
        form.problems["area"] = _("We do not know this neighbourhood. Choose one from the list.")
    return form


def read_favourites(offered: Collection[UUID]) -> set[UUID]:
    """Of what the page offers; anything else is gone since, and left out."""
    known = {str(id_): id_ for id_ in offered}
    return {known[told] for told in request.form.getlist("favourite") if told in known}
