"""The words of the coordinator's pages."""

from babel.numbers import format_decimal

from webapp.core.language import current_language
from webapp.core.words import _

SQUARE_METRES = 10_000  # of a hectare
LEAST = 0.1  # hectares, which are told with one decimal


def hectares(square_metres: float) -> str:
    size = square_metres / SQUARE_METRES
    if size < LEAST:
        return _("less than %(number)s hectares", number=_number(LEAST))
    return _("%(number)s hectares", number=_number(size))


def _number(value: float) -> str:
    return str(format_decimal(value, "#,##0.0", locale=current_language()))
