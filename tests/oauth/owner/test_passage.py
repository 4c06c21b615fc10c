"""The options of a real browser for the way to the target."""

from __future__ import annotations

import pytest

from conformance.access import NetworkSpec
from conformance.oauth.owner.passage import Passage


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


def test_any_certificate_will_do_for_a_private_authority_and_on_this_machine_only():
    network = NetworkSpec()
    assert not Passage.to("https://clr.example", network=network, private=False).trust_any
    assert Passage.to("https://clr.example", network=network, private=True).options()["ignore_https_errors"]
    assert Passage.to("https://127.0.0.1:8443/x", network=network, private=False).trust_any


def test_the_origins_are_those_of_all_places_each_once():
    way = Passage.to("https://h/a", None, "https://h/b", "https://other:1/c", network=NetworkSpec(), private=False)
    assert way.origins == ("https://h", "https://other:1")
