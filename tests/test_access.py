"""The ground values about the way to a target."""

from __future__ import annotations

import pytest

from conformance.access import is_loopback, proxy_parts


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "::1"])
def test_hosts_of_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "10.0.0.1", "localhost.example", "127.0.0.1.example", "::2"])
def test_other_hosts(host: str) -> None:
    assert not is_loopback(host)


def test_the_parts_of_a_proxy() -> None:
    parts = proxy_parts("http://me:pw@proxy.example.edu:3128")
    assert (parts.hostname, parts.port, parts.username, parts.password) == ("proxy.example.edu", 3128, "me", "pw")


@pytest.mark.parametrize("url", ["proxy.example.edu:3128", "https://h", "socks5://h", "http://me:se/cret@h", "http://"])
def test_what_is_not_a_proxy_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ValueError, match="not a URL such as") as caught:
        proxy_parts(url)
    assert "cret" not in str(caught.value)
