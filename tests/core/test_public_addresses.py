"""What counts as the open internet, and what could be our own network in another form."""

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.public_addresses import is_public


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254",
        "168.63.129.16", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1",
        "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1",
        "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1",
        "64:ff9b::808:808", "64:ff9b:1::a00:1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1",
        "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "2a00::1%eth0", "fec0::1", "ff02::1",
    ],
)  # fmt: skip
def test_what_could_be_our_own_network_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "145.58.28.11", "2a00:1450:400e:80c::200e", "2606:4700::1111"])
def test_the_open_internet_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@given(st.ip_addresses(v=4))
def test_no_way_of_wrapping_an_ipv4_address_makes_it_public(address: IPv4Address) -> None:
    number = int(address)
    wrapped = [
        number, 0xFFFF << 32 | number, 0x0064FF9B << 96 | number, 0x2002 << 112 | number << 80,
        0x20010000 << 96 | (number ^ 0xFFFFFFFF), 0x0064FF9B0001 << 80 | number,
    ]  # fmt: skip
    assert not any(is_public(IPv6Address(value)) for value in wrapped)
    assert is_public(address) <= address.is_global
