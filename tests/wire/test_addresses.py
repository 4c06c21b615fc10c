"""Which addresses are public, and which are those of this machine and its link."""

from __future__ import annotations

import pytest

from conformance.wire.addresses import near, public, refusal


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254"),
        *("100.64.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1", "fec0::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1"),
        *("2002:7f00:1::", "2001:0:1::1", "::7f00:1"),
    ],
)
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    assert refusal(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are_not_refused(address: str) -> None:
    assert refusal(address) is None


def test_a_name_is_public_when_it_has_addresses_and_all_of_them_are() -> None:
    assert public("8.8.8.8")
    assert not public("192.168.0.1")
    assert not public("no-such-host.invalid")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", "a loopback address"),
        ("::1", "a loopback address"),
        ("::ffff:127.0.0.1", "a loopback address"),
        ("0.0.0.0", "the unspecified address"),
        ("169.254.169.254", "a link-local address"),
        ("10.1.2.3", None),
        ("8.8.8.8", None),
        ("no-such-host.invalid", None),
    ],
)
def test_what_is_near(host: str, expected: str | None) -> None:
    assert near(host) == expected
