"""Which machines are out in the open internet, and which could be our own network, this machine or its cloud. Pure.

Who lets others name an address to fetch from, lends them a hand inside its own network; so only what is certainly
outside counts as public.
"""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

Address = IPv4Address | IPv6Address

GLOBAL_UNICAST = ip_network("2000::/3")  # all that IPv6 has given out; the rest is special in one way or another
NOT_PUBLIC = (
    ip_network("168.63.129.16/32"),  # a public number that Azure answers inside its own network
    ip_network("192.0.0.0/24"),  # protocol assignments, among them the metadata of Oracle's cloud
    ip_network("192.88.99.0/24"),  # a relay to IPv6
    ip_network("2001::/23"),  # tunnels and the like: the IPv4 address inside is what counts
    ip_network("2002::/16"),
    ip_network("3fff::/20"),  # for documentation
)
# Never a name of the open internet, whatever a resolver says. A name without a dot is one of the own network.
LOCAL_ENDINGS = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "localdomain", "home.arpa")
NUMBER = re.compile(r"(?:0[xX][0-9a-fA-F]*|\d+)")  # the last part of a host that old parsers read as an address
FORBIDDEN = re.compile(r"[\s\x00-\x20\x7f\\<>\"^`{|}]")
NETLOC = re.compile(r"(?:\[[0-9a-fA-F:.]+\]|[^\[\]:@%]+)(?::\d{1,5})?", re.ASCII)
LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.ASCII)
MAX_CHARACTERS = 2000
DEFAULT_PORTS = {"http": 80, "https": 443}


def is_public(address: Address) -> bool:
    """False also for an IPv6 address that carries an IPv4 one (mapped, NAT64, 6to4, Teredo): a way in by the back."""
    if getattr(address, "scope_id", None) is not None:
        return False
    if isinstance(address, IPv6Address) and address not in GLOBAL_UNICAST:
        return False
    if any(address in network for network in NOT_PUBLIC):  # networks of the other family hold none
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def split_address(url: str) -> SplitResult:
    """Read once, so that nothing after us reads it differently. Raises ValueError for all that is not plainly http or
    https, a host and perhaps a port: a user name, a control character or a backslash among it."""
    if len(url) > MAX_CHARACTERS or FORBIDDEN.search(url):
        raise ValueError("not an address")
    parts = urlsplit(url)
    if parts.scheme not in DEFAULT_PORTS or not NETLOC.fullmatch(parts.netloc) or parts.port == 0:
        raise ValueError("not an address of a web page")
    host_of(parts)
    return parts


def host_of(parts: SplitResult) -> str:
    """Lower case, in ASCII, without brackets or final dot. Raises ValueError."""
    host = (parts.hostname or "").removesuffix(".")
    if ":" in host:
        return str(IPv6Address(host))
    ascii_host = host.encode("idna").decode("ascii").lower()
    labels = ascii_host.split(".")
    if NUMBER.fullmatch(labels[-1]):
        return str(IPv4Address(ascii_host))  # 127.1, 0x7f000001, 2130706433: no address of today
    if len(ascii_host) > 253 or not all(LABEL.fullmatch(label) for label in labels):
        raise ValueError("not a name of a host")
    return ascii_host


def port_of(parts: SplitResult) -> int:
    return parts.port or DEFAULT_PORTS[parts.scheme]


def is_local_name(host: str) -> bool:
    """Of a host in the form of `host_of` that is no number."""
    try:
        ip_address(host)
    except ValueError:
        return "." not in host or any(host == ending or host.endswith(f".{ending}") for ending in LOCAL_ENDINGS)
    return False
