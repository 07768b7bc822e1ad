"""What comes before the answers while somebody types: other rooms put in what they know words for."""

from collections.abc import Callable

from webapp.answering.cards import Suggestion

Offer = Callable[[str], Suggestion | None]

_offers: list[Offer] = []


def put_ahead(offer: Offer) -> None:
    """`offer` gets what was typed, in a request, and gives one line or none. Twice is once."""
    if offer not in _offers:
        _offers.append(offer)


def ahead_of(typed: str) -> list[Suggestion]:
    return [line for line in (offer(typed) for offer in _offers) if line]
