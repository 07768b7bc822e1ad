"""Photos belong in the versions of an item, and their room is above this one: it says here how they are read and put
back. A photo in a document is its words, who made it, whether residents see it, and its place in the row; its pictures
are kept once, and erased when it is taken away."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

Told = list[dict[str, Any]]  # in their order: id, alt, credit, public
Reader = Callable[[int, Sequence[Any]], Mapping[UUID, Told]]
Writer = Callable[[Any, Told], None]
_room: list[tuple[Reader, Writer]] = []


def kept_by(read: Reader, put_back: Writer) -> None:
    """`read` answers for items of one kind, by their id; `put_back` writes what differs of photos that are there, and
    neither adds nor removes one."""
    _room[:] = [(read, put_back)]


def read_photos(municipality_id: int, items: Sequence[Any]) -> Mapping[UUID, Told]:
    return _room[0][0](municipality_id, items) if _room and items else {}


def put_back_photos(item: Any, told: Told) -> None:
    if _room:
        _room[0][1](item, told)


def restored_photos(wanted: Told | None, now: Told) -> Told:
    """The words and the order of then, for what is there now; what came since stays, behind them. None: a version of
    before photos were noted. Pure."""
    if wanted is None:
        return now
    present, then = {one["id"]: one for one in now}, {one["id"]: one for one in wanted}
    back = [{**one, "public": one["public"] or present[id_]["public"]} for id_, one in then.items() if id_ in present]
    return [*back, *(one for id_, one in present.items() if id_ not in then)]
