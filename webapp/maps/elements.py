"""Our folium elements: each macro is one line that calls a class of static/js/map.

Values go through `tojson` only: `tojavascript` would camelise nested keys, and folium's own popups, tooltips
and GeoJSON put texts into the page as code. The files a map needs are linked by the page itself.
"""

from collections.abc import Mapping

import folium
from branca.element import MacroElement
from folium.map import Layer
from folium.template import Template

from webapp.maps import spec


class PageMap(folium.Map):
    """No header macro, so no <style>, no viewport that forbids zooming, no global script."""

    # Lists on the class, as folium declares them; never added to.
    default_js: list[tuple[str, str]] = []  # noqa: RUF012
    default_css: list[tuple[str, str]] = []  # noqa: RUF012
    _template = Template(
        "{% macro script(this, kwargs) %}"
        "const {{ this.get_name() }} = Dichtbij.map({{ this.settings|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, described: spec.MapSpec) -> None:
        super().__init__(location=described.bounds.centre, tiles=None, zoom_control=False)
        self.settings = {
            "surface": described.surface,
            "language": described.language,
            "direction": described.direction,
            "bounds": described.bounds.corners,
            "words": described.words("two-fingers"),
        }


class ScriptLayer(Layer):
    """A layer whose behaviour is a function of window.Dichtbij."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "const {{ this.get_name() }} = Dichtbij.{{ this.function }}({{ this.settings|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, name: str, function: str, settings: Mapping[str, object]) -> None:
        super().__init__()
        self._name = name
        self.function = function
        self.settings = settings


class Tiles(ScriptLayer):
    def __init__(self, layer: spec.TileLayer) -> None:
        settings = {
            "address": layer.address,
            "extension": layer.extension,
            "minZoom": layer.min_zoom,
            "maxZoom": layer.max_zoom,
            "credit": layer.credit,
            "site": layer.site,
            "script": layer.script,
        }
        super().__init__("Tiles", "tileLayer", settings)


class Outlines(ScriptLayer):
    def __init__(self, layer: spec.OutlineLayer) -> None:
        super().__init__("Outlines", "outlineLayer", {"key": layer.key})


class Points(ScriptLayer):
    def __init__(self, layer: spec.PointLayer, words: Mapping[str, str]) -> None:
        settings = {
            "key": layer.key,
            "cluster": layer.cluster,
            "marks": {
                mark.kind: {"icon": mark.icon, "label": mark.label, "labelLang": mark.language} for mark in layer.marks
            },
            "words": words,
            "sentences": dict(layer.sentences),
        }
        super().__init__("Points", "pointLayer", settings)


class Spot(ScriptLayer):
    """The one point of a thing, or those of a sheet."""

    def __init__(self, layer: spec.SpotLayer | spec.SpotsLayer) -> None:
        function = "spotLayer" if isinstance(layer, spec.SpotLayer) else "spotsLayer"
        super().__init__("Spot", function, {"zoom": layer.zoom})


class Grounds(ScriptLayer):
    def __init__(self, layer: spec.GroundLayer, words: Mapping[str, str]) -> None:
        super().__init__("Grounds", "groundLayer", {"key": layer.key, "words": words})


class Pick(ScriptLayer):
    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__("Pick", "pickLayer", {"words": words})


class Draw(ScriptLayer):
    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__("Draw", "drawLayer", {"words": words})


class Drag(ScriptLayer):
    def __init__(self, layer: spec.DragLayer, words: Mapping[str, str]) -> None:
        super().__init__("Drag", "dragLayer", {"zoom": layer.zoom, "words": words})


class Control(MacroElement):
    """A control of the map: made and added in one line, nothing refers to it later."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "Dichtbij.{{ this.function }}({{ this.words|tojson }}).addTo({{ this._parent.get_name() }});"
        "{% endmacro %}"
    )

    def __init__(self, function: str, words: Mapping[str, str]) -> None:
        super().__init__()
        self._name = "Control"
        self.function = function
        self.words = words


class ZoomControl(Control):
    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__("zoomControl", words)


class KeyboardHint(Control):
    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__("keyboardHint", words)


class Attribution(Control):
    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__("attribution", words)
