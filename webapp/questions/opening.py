"""How often the pass code of one question may be tried, so that nobody guesses it and nobody keeps its resident out.

Who knows the address of a question may try ten times an hour from one network. All networks together fall into LANES
by chance (the chance is keyed, so nobody can see who shares one), and each lane lets LANE_TRIES through: that bounds
everyone together. What that costs and what it holds:

- Guessing: at most 16 × 30 = 480 tries an hour, 1.2 million in a hundred days without a pause, of some 900 million
  codes: 1 in 780, for somebody with a hundred networks and the address of that one question. From one network it is
  24,000 tries: 1 in 38,000.
- Keeping out: one network fills a third of one lane, so it never stands in the way of another one. Three that happen to
  share the lane of the resident would, for an hour; nobody can pick these.
"""

from webapp.core.crypto import fingerprint
from webapp.core.limits import forgive, hit, take_back

TRIES = "10/hour"  # of one network
LANE_TRIES = "30/hour"
LANES = 16


def may_try(code: str, visitor: str) -> bool:
    """`visitor` is the key of a network (`core.limits.visitor_key`). Each try counts, also a right one."""
    return hit(_own(code, visitor), TRIES) and hit(_lane(code, visitor), LANE_TRIES)


def was_right(code: str, visitor: str) -> None:
    """The network begins anew. Its lane has lost nothing, so that the others' tries still count."""
    forgive(_own(code, visitor))
    take_back(_lane(code, visitor), LANE_TRIES)


def _own(code: str, visitor: str) -> str:
    return f"pass:{code}:{visitor}"


def _lane(code: str, visitor: str) -> str:
    return f"pass-lane:{code}:{fingerprint(_own(code, visitor))[0] % LANES}"
