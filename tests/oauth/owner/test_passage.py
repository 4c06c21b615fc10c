"""What a real browser is told of the way to the target."""

from __future__ import annotations

import pytest

from conformance.oauth.owner.passage import Passage
from conformance.plan import NetworkSpec


@pytest.mark.parametrize(
    ("proxy", "server"),
    [
        ("http://proxy.example.edu:3128", "http://proxy.example.edu:3128"),
        ("http://me:pw@proxy.example.edu", "http://proxy.example.edu:80"),
        ("http://[2001:db8::1]:3128", "http://[2001:db8::1]:3128"),
    ],
)
def test_a_proxy_is_named_as_a_browser_wants_it(proxy, server):
    assert Passage(NetworkSpec(proxy=proxy)).options()["proxy"]["server"] == server


def test_the_gates_headers_are_for_the_targets_hosts():
    passage = Passage(NetworkSpec(headers={"X-Api-Key": "k"}), ("https://clr.example",))
    assert passage.headers_to("https://CLR.example:8443/authorize") == {"X-Api-Key": "k"}
    assert passage.headers_to("https://clr.example.evil.example/") == {}
