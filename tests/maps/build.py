"""A map as small as it can be; a test states only what matters to it."""

from webapp.maps import spec, words

BOUNDS = spec.Bounds(west=4.62, south=51.83, east=4.71, north=51.89)


def english(text: str) -> str:
    return text


def make_town_map(**what_matters: object) -> spec.MapSpec:
    return spec.town(**{**_frame(), "strings": words.town_words(english), **what_matters})  # type: ignore[arg-type]


def make_item_map(**what_matters: object) -> spec.MapSpec:
    return spec.item(**{**_frame(), "strings": words.item_words(english), **what_matters})  # type: ignore[arg-type]


def make_grounds_map(**what_matters: object) -> spec.MapSpec:
    return spec.grounds(**{**_frame(), "strings": words.ground_words(english), **what_matters})  # type: ignore[arg-type]


def make_pick_map(**what_matters: object) -> spec.MapSpec:
    return spec.pick(**{**_frame(), "strings": words.pick_words(english), **what_matters})  # type: ignore[arg-type]


def make_draw_map(**what_matters: object) -> spec.MapSpec:
    return spec.draw(**{**_frame(), "strings": words.draw_words(english), **what_matters})  # type: ignore[arg-type]


def with_word(key: str, text: str) -> spec.Words:
    return tuple({**dict(words.town_words(english)), key: text}.items())


def _frame() -> dict[str, object]:
    return {"language": "en", "direction": "ltr", "bounds": BOUNDS}
