"""The texts of the interface: English ids, one catalogue a language. Whole sentences with named placeholders."""

from flask_babel import gettext


def _(sentence: str, **values: object) -> str:
    """In the language of the request. Inside a request only: at module level it would freeze one language."""
    return str(gettext(sentence, **values))
