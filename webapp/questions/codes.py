"""The two codes of a question: one that names it in its address, one that opens it. Pure but for the chance itself."""

import secrets

from webapp.core.bsn import is_bsn
from webapp.core.digits import ascii_digits

# Read out over the phone without mistakes: no vowels (no words), no letter that looks or sounds like another.
LETTERS = "bcdfghjkmpqrtvwxz"
CODE_LENGTH = 12  # 17¹² ≈ 2⁴⁹ addresses: nobody finds one by trying
PASS_DIGITS = 9  # nobody finds one by trying: the limit of opening.py, and what it holds


def new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _letter in range(CODE_LENGTH))


def new_pass_code() -> str:
    """Never one that passes for a citizen service number: it would be hidden where somebody writes it down for us."""
    while is_bsn(code := "".join(secrets.choice("0123456789") for _digit in range(PASS_DIGITS))):
        pass
    return code


def tidy_pass_code(typed: str) -> str:
    """As somebody types it from paper: with spaces or dashes, in digits of another script."""
    return ascii_digits(typed)


def grouped(code: str) -> str:
    """In threes, to read and to say: `482 915`."""
    return " ".join(code[start : start + 3] for start in range(0, len(code), 3))


def is_same(one: str, other: str) -> bool:
    """In a time that does not tell how much of it is right."""
    return secrets.compare_digest(one.encode(), other.encode())
