"""From where the product may fetch, and why it did not: names become addresses here, once, and are judged."""

import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import SplitResult

from webapp.core.public_addresses import Address, host_of, is_local_name, is_public, port_of

WEB_PORTS = frozenset((80, 443, 8080, 8443))
Resolver = Callable[[str, int, float], list[Address]]


class Problem(StrEnum):
    NO_ADDRESS = "no_address"  # it is no http(s) address at all
    NOT_PUBLIC = "not_public"  # it leads, or could lead, into an own network
    UNKNOWN_NAME = "unknown_name"
    UNREACHABLE = "unreachable"
    NOT_SECURE = "not_secure"  # the certificate is not in order, or a secure address leads to one that is not
    TOO_SLOW = "too_slow"
    TOO_LARGE = "too_large"
    REDIRECTS = "redirects"  # too many, in a circle, or to where they may not lead
    BROKEN = "broken"  # what came back is not HTTP


class FetchFailed(Exception):
    """Why nothing came. Its words hold no part of the address."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def resolve(host: str, port: int, seconds: float) -> list[Address]:
    """In the order of the system, each once. Raises FetchFailed. The system's resolver cannot be interrupted, so a
    thread waits for it, and is left behind where it takes longer than the rest of us."""
    found: list[Address] = []

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(dict.fromkeys(ip_address(row[4][0]) for row in rows))

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(seconds)
    if not found:
        raise FetchFailed(Problem.TOO_SLOW if thread.is_alive() else Problem.UNKNOWN_NAME)
    return list(found)


@dataclass(frozen=True)
class Policy:
    may_connect: Callable[[Address], bool] = is_public
    ports: frozenset[int] | None = WEB_PORTS  # None: any
    local_names: bool = False
    leaves_origin: bool = True  # whether a redirect may lead to another host
    resolve: Resolver = resolve


PUBLIC = Policy()
CONFIGURED = Policy(may_connect=lambda _: True, ports=None, local_names=True, leaves_origin=False)


def judge(parts: SplitResult, policy: Policy, seconds: float) -> list[Address]:
    """All addresses of the host. One that is not allowed refuses them all: nobody has both for a good reason.
    Raises FetchFailed."""
    host, port = host_of(parts), port_of(parts)
    if policy.ports is not None and port not in policy.ports:
        raise FetchFailed(Problem.NOT_PUBLIC)
    if not policy.local_names and is_local_name(host):
        raise FetchFailed(Problem.NOT_PUBLIC)
    addresses = _literal(host) or policy.resolve(host, port, seconds)
    if not all(policy.may_connect(address) for address in addresses):
        raise FetchFailed(Problem.NOT_PUBLIC)
    return addresses


def _literal(host: str) -> list[Address]:
    try:
        return [ip_address(host)]
    except ValueError:
        return []
