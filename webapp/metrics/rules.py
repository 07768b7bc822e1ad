"""Who may read the figures, and what one is."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address


@dataclass(frozen=True)
class Figure:
    name: str
    help: str
    values: Mapping[str, float]  # by the value of `label`; by "" where it has none
    label: str = ""


def may_read(*, remote: str, is_forwarded: bool, authorization: str, token: str) -> bool:
    """With the token, or from the machine itself. What a proxy hands on is not from the machine, although it is the
    proxy that asks."""
    if token and hmac.compare_digest(authorization.encode(), f"Bearer {token}".encode()):
        return True
    return not is_forwarded and _is_loopback(remote)


def _is_loopback(remote: str) -> bool:
    try:
        return ip_address(remote).is_loopback
    except ValueError:
        return False
