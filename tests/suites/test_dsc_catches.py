"""DSC: a wrong discovery document is named by its requirement, a right one by none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conformance.suites.outside import allowed
from conformance.suites.provider.test_dsc import decodes

from .conftest import Breakage, Told, members, on, status, told

READONLY = "https://purl.imsglobal.org/spec/clr/v1p0/scope/readonly"
TWO = "https://purl.imsglobal.org/spec/clr/v2p0/scope/credential.readonly"
DOT = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAAC"


def discovery(**values: object) -> Breakage:
    return on("GET", "/discovery", members(**values))


def at(path: str, change: Callable[[Told], object]) -> Breakage:
    """The answer to a path outside the API changed."""
    return told(lambda answer: change(answer) if answer.request.path == path else None)


def test_discovery_without_registration(judged) -> None:
    told_ = judged(None, ["CLR10-DSC-002"], claims={"dynamic_registration": False})
    silent = judged(None, ["CLR10-DSC-002"], claims={"dynamic_registration": False}, settings={"registration": False})

    assert told_["CLR10-DSC-002"] == "fail"
    assert silent["CLR10-DSC-002"] == "pass"


@pytest.mark.parametrize(
    "legal",
    [
        pytest.param(discovery(), id="as it is"),
        pytest.param(discovery(image=DOT), id="image as data URI"),
        pytest.param(discovery(image=None), id="no image"),
        pytest.param(discovery(scopesOffered=[READONLY, TWO]), id="scopes of CLR 2.0 too"),
        pytest.param(at("/pages/terms", status(302)), id="terms elsewhere"),
    ],
)
def test_a_right_discovery_document_is_not_blamed(judged, legal: Breakage) -> None:
    found = judged(legal, ["DSC"])

    assert not found.named
    assert "incomplete" not in found.values()


def test_what_is_sent_for_caching_is_noted(judged) -> None:
    def tag(answer: Told) -> None:
        answer.headers.update({"etag": '"1"', "expires": "0"})
        del answer.headers["cache-control"]

    (row,) = [row for row in judged(on("GET", "/discovery", tag), ["CLR10-DSC-014"]).record.requirements if row.checks]
    assert row.checks[0].reason == "sends Expires, ETag"


@pytest.mark.parametrize("member", ["image", "termsOfServiceUrl"])
@pytest.mark.parametrize("url", ["https://169.254.169.254/latest/meta-data", "https://10.0.0.8/", "http://127.0.0.2/"])
def test_a_hostile_document_leads_nowhere(judged, url: str, member: str) -> None:
    """What a discovery document points at in a private network is not fetched."""
    requirement = {"image": "CLR10-DSC-012", "termsOfServiceUrl": "CLR10-DSC-011"}[member]
    found = judged(discovery(**{member: url}), [requirement])

    assert found[requirement] == ("manual" if member == "image" else "pass")  # its other page was fetched
    assert url not in {exchange.url for exchange in found.record.exchanges}


class Own:
    base = "https://clr.school.example:8443/ims/clr/v1p0"


@pytest.mark.parametrize(
    ("url", "fetched"),
    [
        ("https://clr.school.example/terms", True),
        ("https://clr.school.example:9443/terms", True),
        ("http://clr.school.example:8443/terms", False),
        ("https://8.8.8.8/terms", True),
        ("https://8.8.8.8:22/terms", False),
        ("https://user:word@8.8.8.8/terms", False),
        ("http://8.8.8.8/terms", False),
        ("https://127.0.0.1/terms", False),
        ("https://[::1]/terms", False),
        ("https://[fe80::1%25eth0]/terms", False),
        ("https://192.168.1.1/terms", False),
        ("https://no-such-host.invalid/terms", False),
        ("file:///etc/hosts", False),
        ("https://[broken/", False),
        ("", False),
    ],
)
def test_what_may_be_fetched(url: str, fetched: bool) -> None:
    assert allowed(Own(), url) is fetched  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("uri", "right"),
    [
        (DOT, True),
        ("data:image/svg+xml,%3Csvg/%3E", True),
        ("data:image/png;base64,", False),
        ("data:image/png;base64,****", False),
        ("data:text/plain,hello", False),
        ("data:", False),
    ],
)
def test_data_uris(uri: str, right: bool) -> None:
    assert decodes(uri) is right
