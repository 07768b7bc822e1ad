"""Which site may hold a page of ours: its origin, read strictly, and how a policy names it. Pure."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

MOST_ORIGINS = 50
LONGEST = 200  # characters of what is typed
HOST = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.ASCII)
TRYING_OUT = ("localhost", "127.0.0.1")  # the only ones without a certificate
PORTS = {"https": 443, "http": 80}
NOBODY = "frame-ancestors 'none'"


class OriginError(ValueError):
    """`reason` as in wording.complaint."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_origin(typed: str) -> str:
    """`https://www.bieb.example` of the address of any page there. Raises OriginError."""
    address = typed.strip()
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        port = parts.port
    except ValueError as error:
        raise OriginError("address") from error
    if parts.username is not None or parts.password is not None or "*" in parts.netloc:
        raise OriginError("address")
    host = _host(parts.hostname or "")
    is_trial = host in TRYING_OUT
    if parts.scheme != "https" and not (is_trial and parts.scheme == "http"):
        raise OriginError("https")
    if not is_trial and not HOST.fullmatch(host):
        raise OriginError("address")
    return f"{parts.scheme}://{host}" if port in (None, PORTS[parts.scheme]) else f"{parts.scheme}://{host}:{port}"


def _host(name: str) -> str:
    """As a browser sends it: small letters, other scripts in ASCII."""
    try:
        return name.rstrip(".").encode("idna").decode("ascii").lower() if name else ""
    except UnicodeError as error:
        raise OriginError("address") from error


def frame_ancestors(origins: Sequence[str]) -> str:
    """The part of a policy that says in whose pages this one may stand."""
    return f"frame-ancestors {' '.join(origins)}" if origins else NOBODY
