"""The texts of the interface: English ids, one catalogue a language. Whole sentences with named placeholders."""

from typing import Any

from flask import Flask, g
from flask_babel import get_translations

from webapp.core.language import current_language
from webapp.core.sentences import Sentence


def _(sentence: str, **values: object) -> str:
    """In the language of the request. Inside a request only: at module level it would freeze one language."""
    said = str(_translations().gettext(sentence))
    return said % values if values else said


def ngettext(one: str, many: str, number: int, **values: object) -> str:
    """In the plural form that this number has in the language of the request; `values` hold it too, as it is shown."""
    return str(_translations().ngettext(one, many, number)) % values


def translated(sentence: object) -> str:
    """What core.sentences.say said, in the language of the request; any other text as it is."""
    if not isinstance(sentence, Sentence):
        return str(sentence)
    return _(sentence.pattern, **{name: _value(value) for name, value in sentence.values.items()})


def _value(value: object) -> object:
    return translated(value) if isinstance(value, Sentence) else value


def _translations() -> Any:
    """Looked up once a request: a page has more than a hundred texts, and Flask-Babel would search for each."""
    language = current_language()
    known = g.get("translations")
    if known is None or known[0] != language:
        known = g.translations = (language, get_translations())
    return known[1]


def init_app(app: Flask) -> None:
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # of the extension that Flask-Babel adds
        gettext=lambda text: _translations().gettext(text),
        ngettext=lambda one, many, number: _translations().ngettext(one, many, number),
        pgettext=lambda context, text: _translations().pgettext(context, text),
        npgettext=lambda context, one, many, number: _translations().npgettext(context, one, many, number),
        newstyle=True,
    )
