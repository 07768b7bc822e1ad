"""The words each surface needs, with the placeholders its sentence must keep in every language."""

from collections.abc import Mapping

FRAME_WORDS: Mapping[str, frozenset[str]] = {
    "zoom-in": frozenset(),
    "zoom-out": frozenset(),
    "reset": frozenset(),
    "two-fingers": frozenset(),
    "keys": frozenset(),
    "attribution": frozenset(),
    "attribution-drawn": frozenset(),
}
POINT_WORDS: Mapping[str, frozenset[str]] = {
    "no-data": frozenset(),
    "cluster": frozenset({"count"}),
    "close": frozenset(),
    "details": frozenset(),
}
GROUND_WORDS: Mapping[str, frozenset[str]] = {"no-data": frozenset()}
PICK_WORDS: Mapping[str, frozenset[str]] = {"picked": frozenset({"point"})}
DRAW_WORDS: Mapping[str, frozenset[str]] = {
    "draw": frozenset(),
    "undo": frozenset(),
    "undone": frozenset(),
    "finish": frozenset(),
    "remove": frozenset(),
    "drawing": frozenset(),
    "corners": frozenset({"count"}),
    "too-few": frozenset(),
    "move": frozenset(),
    "moving": frozenset(),
    "closer": frozenset(),
    "corner": frozenset({"area", "number", "count"}),
    "between": frozenset({"area", "number"}),
    "corner-moved": frozenset({"area", "number", "count"}),
    "drop": frozenset(),
    "done": frozenset(),
    "drawn": frozenset({"count"}),
}
DRAG_WORDS: Mapping[str, frozenset[str]] = {"pin": frozenset(), "moved": frozenset({"point"})}
