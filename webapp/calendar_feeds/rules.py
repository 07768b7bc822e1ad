"""When a calendar is asked again, and how its address is written. Pure."""

from datetime import timedelta
from urllib.parse import urlsplit

from webapp.core.public_addresses import split_address

EACH = timedelta(hours=1)
LONGEST = timedelta(hours=24)
REFRESH = "calendar_feeds.refresh"  # the job
TELL_AFTER = 3  # failures in a row; then the coordinator hears of it
DOUBTS = frozenset({"empty", "shrunk", "picked_gone", "unclear"})  # told at once; somebody can say that it is right
MOST_PICKS = 50
SCHEMES = {"webcal": "https", "webcals": "https"}


def read_address(typed: str) -> str:
    """As it is fetched: webcal:// means https://. Raises ValueError for what is no address of the web."""
    typed = typed.strip()
    scheme, separator, rest = typed.partition("://")
    if not separator:
        scheme, rest = "https", typed
    address = f"{SCHEMES.get(scheme.lower(), scheme.lower())}://{rest}"
    if "." not in split_address(address).netloc:
        raise ValueError("no host of the internet")
    return address


def host_of(address: str) -> str:
    """All of an address that is shown: what follows may be a key to somebody's calendar."""
    return urlsplit(address).hostname or ""


def wait_after(failures: int) -> timedelta:
    """Until it is asked again; after failures in a row it doubles."""
    return min(LONGEST, EACH * (1 << min(failures, 10)))
