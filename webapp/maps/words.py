"""The words on a map, so that the catalogue finds them. `_` is the gettext of the request."""

from collections.abc import Callable

from webapp.maps.spec import Words


def town_words(_: Callable[[str], str]) -> Words:
    return (
        *_frame_words(_),
        ("reset", _("Show the whole town")),
        ("no-data", _("The map has no data now. The list has everything.")),
        ("cluster", _("{count} places here")),
        ("close", _("Close")),
        ("details", _("More about this")),
    )


def item_words(_: Callable[[str], str]) -> Words:
    return (*_frame_words(_), ("reset", _("Back to this place")))


def sheet_words(_: Callable[[str], str]) -> Words:
    return (*_frame_words(_), ("reset", _("Back to these places")))


def ground_words(_: Callable[[str], str]) -> Words:
    return (
        *_frame_words(_),
        ("reset", _("Show the whole town")),
        ("no-data", _("The map has no data now. The list has everything.")),
    )


def pick_words(_: Callable[[str], str]) -> Words:
    return (*_frame_words(_), ("reset", _("Show the whole town")), ("picked", _("Point chosen: {point}")))


def draw_words(_: Callable[[str], str]) -> Words:
    return (
        *_frame_words(_),
        ("reset", _("Show the whole town")),
        ("draw", _("Draw an area")),
        ("undo", _("Take back the last step")),
        ("undone", _("Taken back.")),
        ("finish", _("Finish this area")),
        ("remove", _("Remove the last area")),
        ("drawing", _("Tap the corners one after the other. With the keyboard: Enter takes the middle of the map.")),
        ("corners", _("Corners: {count}")),
        ("too-few", _("An area needs three corners or more.")),
        ("move", _("Move corners")),
        (
            "moving",
            _("Drag a corner. Or tap it, and then the place where it belongs. With the keyboard: Tab and arrow keys."),
        ),
        ("closer", _("Zoom in to move corners: there are too many here.")),
        ("corner", _("Area {area}, corner {number} of {count}")),
        ("between", _("Area {area}: a new corner after corner {number}")),
        ("corner-moved", _("Area {area}, corner {number} of {count}: moved. It counts when you save.")),
        ("drop", _("Remove this corner")),
        ("done", _("Corners are right")),
        ("drawn", _("Areas drawn: {count}. They count when you save.")),
    )


def drag_words(_: Callable[[str], str]) -> Words:
    return (
        *_frame_words(_),
        ("reset", _("Show the pin")),
        ("pin", _("Pin. Drag it, or move it with the arrow keys.")),
        ("moved", _("The pin is at {point}. Save to keep it there.")),
    )


def _frame_words(_: Callable[[str], str]) -> Words:
    return (
        ("zoom-in", _("Zoom in")),
        ("zoom-out", _("Zoom out")),
        ("two-fingers", _("Move the map with two fingers")),
        ("keys", _("Arrow keys move the map, + and - zoom, Tab goes to the places.")),
        ("attribution", _("Borders: CBS and Kadaster")),
        ("attribution-drawn", _("Borders: drawn by hand")),
    )
