"""How many results each choice of the filters would give: one statement for all choices of a list."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, case, cast, false, func, null, select, text
from sqlalchemy.dialects.postgresql import ARRAY, array

from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.areas.queries import get_content_version
from webapp.core.kept import Kept
from webapp.extensions import db
from webapp.finding import asking
from webapp.finding.conditions import Thing, activities, chosen, matching, open_slots, point_of, switches
from webapp.finding.rules import OPEN_VALUES, SWITCHES, Filters, window
from webapp.places.models import Place
from webapp.schedule.models import Slot

MOST_KEPT = 500  # towns, of some kilobytes each
LISTS = {"theme": "themes", "group": "groups", "spoken": "spoken"}  # axis → column with a list of ids


@dataclass(frozen=True)
class Counts:
    """`by` axis and id: how many results with this choice in place of the present one, all other filters kept. Its
    axis "any" holds how many without a choice on an axis, its axis "switch" how many with a switch on.
    """

    total: int = 0
    marked: int = 0  # of the total; the query says what is marked
    by: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def plus(self, other: "Counts") -> "Counts":
        by: dict[str, dict[str, int]] = {axis: dict(numbers) for axis, numbers in self.by.items()}
        for axis, numbers in other.by.items():
            mine = by.setdefault(axis, {})
            for id_, number in numbers.items():
                mine[id_] = mine.get(id_, 0) + number
        return Counts(self.total + other.total, self.marked + other.marked, by)

    def beside(self, everything: "Counts") -> "Counts":
        """With each choice of these, as 0 where there is none here."""
        by = {axis: {**dict.fromkeys(numbers, 0), **self.by.get(axis, {})} for axis, numbers in everything.by.items()}
        return replace(self, by={**self.by, **by})


def _number(axis: str, condition: str = "true") -> str:
    """Of the rows that miss no filter, or only the one on this axis."""
    return f"count(*) FILTER (WHERE missed <@ ARRAY['{axis}'] AND {condition})"


def _all_counts() -> str:
    """Written out, as building this from objects costs more than running it. Only names of ours are filled in."""
    one_row = [
        ("total", "", _number("")),
        ("marked", "", _number("", "is_marked")),
        *(("any", axis, _number(axis)) for axis in (*LISTS, "kind", "open")),
        *(("open", opens, _number("open", f"opens_{opens}")) for opens in OPEN_VALUES),
        *(("switch", name, _number(name, f"is_{name}")) for name in SWITCHES),
    ]
    axes, ids = (", ".join(f"'{row[column]}'" for row in one_row) for column in (0, 1))
    numbers = ", ".join(number for _axis, _id, number in one_row)
    many_rows = [
        f"SELECT '{axis}', id, {_number(axis)} FROM things, unnest({column}) AS id GROUP BY id"
        for axis, column in LISTS.items()
    ]
    return " UNION ALL ".join([
        f"SELECT unnest(ARRAY[{axes}]), unnest(ARRAY[{ids}]), unnest(ARRAY[{numbers}]) FROM things",
        f"SELECT 'kind', kind, {_number('kind')} FROM things GROUP BY kind",
        *many_rows,
    ])  # fmt: skip


_kept: Kept[int, tuple[Counts, Counts]] = Kept(MOST_KEPT)
_of_this_minute: Kept[tuple[type[Thing], int, Filters], Counts] = Kept(MOST_KEPT)
_totals: Kept[tuple[type[Thing], int, Filters], int] = Kept(MOST_KEPT)
_COLUMNS = [text(name) for name in ("axis", "id", "number")]
_ALL_COUNTS = text(f"({_all_counts()}) AS counted (axis, id, number)")


def count_places(town: Municipality, filters: Filters, moment: datetime) -> Counts:
    """The marked ones are on the map."""
    return _count(select(Place), Place, town, filters, moment)


def count_activities(town: Municipality, filters: Filters, moment: datetime) -> Counts:
    """The marked ones are on the map."""
    return _count(activities(), Activity, town, filters, moment)


def count_everything(town: Municipality, moment: datetime) -> tuple[Counts, Counts]:
    """Places and activities of a town without any filter, and without the choices of opening."""
    return _kept.get(
        town.id,
        get_content_version(town),
        lambda: (
            _count_of(select(Place), Place, town, Filters(), moment, with_open=False),
            _count_of(activities(), Activity, town, Filters(), moment, with_open=False),
        ),
    )


def _count(
    statement: Select[Any], model: type[Thing], town: Municipality, filters: Filters, moment: datetime
) -> Counts:
    """What does not hold the words counts for no choice: then only what does is read, and the choices of the town that
    it leaves without a result stand beside it."""
    if not filters.q:
        asked = filters.without_order()
        key, version = (model, town.id, asked), _this_minute(town, moment)
        return _of_this_minute.get(key, version, lambda: _count_of(statement, model, town, asked, moment))
    fitting = statement.where(asking.fits(model, town, filters.q))
    places, activities_ = count_everything(town, moment)
    counts = _count_of(fitting, model, town, replace(filters, q=""), moment)
    return counts.beside(places if model is Place else activities_)


def _this_minute(town: Municipality, moment: datetime) -> tuple[int, datetime]:
    """What is open changes from minute to minute, and in between only when somebody changes it."""
    return get_content_version(town), moment.replace(second=0, microsecond=0)


def _count_of(
    statement: Select[Any],
    model: type[Thing],
    town: Municipality,
    filters: Filters,
    moment: datetime,
    *,
    with_open: bool = True,
) -> Counts:
    mark = point_of(model).is_not(None)
    return count_choices(statement, model, town, filters, moment, mark=mark, with_open=with_open)


def count_choices(
    statement: Select[Any],
    model: type[Thing],
    town: Municipality,
    filters: Filters,
    moment: datetime,
    *,
    mark: ColumnElement[bool],
    with_open: bool = True,
) -> Counts:
    """Each row once, with the filters that it misses: who misses only the theme counts for another theme. Choices
    without any result are told as 0, as all rows of the statement take part. Without `open` its choices stay out.
    """
    opens: dict[str, ColumnElement[bool]] = dict.fromkeys(OPEN_VALUES, false())
    conditions = chosen(model, filters)
    if with_open:
        statement, opens = _with_opening(statement, model, town, moment)
        conditions |= {"open": opens[filters.open]} if filters.open else {}
    if filters.q:
        conditions["q"] = _with_these_words(model, town, filters.q)
    rows = statement.with_only_columns(
        model.kind.label("kind"),
        *(getattr(model, column).label(column) for column in LISTS.values()),
        *(condition.label(f"is_{name}") for name, condition in switches(model).items()),
        *(condition.label(f"opens_{name}") for name, condition in opens.items()),
        mark.label("is_marked"),
        _missed(conditions).label("missed"),
    ).where(model.municipality_id == town.id, model.published)
    return _read(select(*_COLUMNS).select_from(_ALL_COUNTS).add_cte(rows.cte("things")))


def _with_these_words(model: type[Thing], town: Municipality, words: str) -> ColumnElement[bool]:
    """By the index of the words, and not read in every row."""
    fitting = select(model.id).where(model.municipality_id == town.id, asking.fits(model, town, words))
    return model.id.in_(fitting.correlate(None))


def _missed(conditions: Mapping[str, ColumnElement[bool]]) -> ColumnElement[Any]:
    """The names of the filters that a row does not meet; a condition that is NULL is not met."""
    names = [case((condition, null()), else_=name) for name, condition in conditions.items()]
    return func.array_remove(cast(array(names), ARRAY(Text)), null())


def _with_opening(
    statement: Select[Any], model: type[Thing], town: Municipality, moment: datetime
) -> tuple[Select[Any], dict[str, ColumnElement[bool]]]:
    """All choices begin at this moment and end one after the other, so the first opening decides them all."""
    slots = open_slots(model, town.id, *window("week", moment))
    starts_at = func.min(Slot.starts_at).label("starts_at")
    first = slots.add_columns(starts_at).group_by(text("owner")).subquery()
    opens = {name: first.c.starts_at < window(name, moment)[1] for name in OPEN_VALUES}
    return statement.outerjoin(first, first.c.owner == model.id), opens


def _read(statement: Select[Any]) -> Counts:
    by: dict[str, dict[str, int]] = defaultdict(dict)
    for axis, id_, number in db.session.execute(statement):
        by[axis][id_] = number
    return Counts(by.pop("total")[""], by.pop("marked")[""], by)


def total_places(town: Municipality, filters: Filters, moment: datetime) -> int:
    return _total(select(Place), Place, town, filters, moment)


def total_activities(town: Municipality, filters: Filters, moment: datetime) -> int:
    return _total(activities(), Activity, town, filters, moment)


def _total(statement: Select[Any], model: type[Thing], town: Municipality, filters: Filters, moment: datetime) -> int:
    """Only how many: the number on the other tab needs no counts of the choices."""
    if not filters.q:
        asked = filters.without_order()
        key, version = (model, town.id, asked), _this_minute(town, moment)
        return _totals.get(key, version, lambda: _total_of(statement, model, town, asked, moment))
    if filters.q and not asking.asked(model, town, filters.q).best.coverage:
        return 0
    return _total_of(statement, model, town, filters, moment)


def _total_of(
    statement: Select[Any], model: type[Thing], town: Municipality, filters: Filters, moment: datetime
) -> int:
    counted = statement.with_only_columns(func.count()).where(matching(model, town, filters, moment))
    return db.session.scalar(counted) or 0
