"""How many examples a property is tried with: each run of `make test` draws other ones, so a part is enough there;
`make faults` tries them all (EVERY_EXAMPLE=1)."""

import os

EVERY = bool(os.environ.get("EVERY_EXAMPLE"))
FEWEST = 25
USUAL = 100  # Hypothesis's own


def examples(number: int = USUAL) -> int:
    return number if EVERY else max(min(number, FEWEST), number // 4)
