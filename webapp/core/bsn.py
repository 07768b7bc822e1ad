"""The citizen service number (BSN): recognised by its eleven test and hidden before anything is stored. Pure.

Source: Besluit burgerservicenummer and Logius: nine digits, 9·a + 8·b + … + 2·h − 1·i is a multiple of eleven.
The digits may be written in groups. One in eleven other numbers of nine digits passes too: it is hidden as well,
which costs a sentence and never a secret.
"""

import re

from webapp.core.digits import ascii_digits

WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
MASK = "•••••••••"
_NUMBER = re.compile(r"\+?\d(?:[ .\u00a0-]?\d)*")  # with all its groups; the form's script has the same


def is_bsn(digits: str) -> bool:
    """Of exactly nine digits; nine zeros are none."""
    if len(digits) != 9 or not digits.isascii() or not digits.isdecimal() or set(digits) == {"0"}:
        return False
    return sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)) % 11 == 0


def mask(text: str) -> tuple[str, int]:
    """The text with each BSN hidden, and how many there were."""
    hidden = 0

    def hide(found: re.Match[str]) -> str:
        nonlocal hidden
        if found[0].startswith("+") or not is_bsn(ascii_digits(found[0])):
            return found[0]
        hidden += 1
        return MASK

    return _NUMBER.sub(hide, text), hidden
