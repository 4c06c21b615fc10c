"""Whether a CLR that comes back is the one that was posted: what a target may do to it, and what it may not."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from conformance.suites.likeness import PLACEHOLDER, differences

POSTED: dict[str, Any] = {
    "id": "https://provider.example/ims/clr/v1p0/clrs/1",
    "type": "Clr",
    "name": "Record",
    "issuedOn": "2024-06-01T10:00:00Z",
    "partial": True,
    "learner": {"id": "urn:uuid:1", "type": "Profile", "name": PLACEHOLDER, "url": "https://people.example"},
    "assertions": [
        {"id": "urn:uuid:a", "type": "Assertion", "recipient": {"hashed": False, "identity": "x"}, "creditsEarned": 3},
        {"id": "urn:uuid:b", "type": "Assertion"},
    ],
    "x:advisor": "T. Brandt",
}


def changed(**members: Any) -> dict[str, Any]:
    return {**deepcopy(POSTED), **members}


def without(name: str) -> dict[str, Any]:
    return {member: value for member, value in POSTED.items() if member != name}


@pytest.mark.parametrize(
    "found",
    [
        POSTED,
        changed(**{"@context": "https://purl.imsglobal.org/spec/clr/v1p0/context/clr_v1p0.jsonld"}),
        changed(verification={"type": "Signed"}, revoked=None),
        changed(issuedOn="2024-06-01T12:00:00.000+02:00"),
        changed(id="HTTPS://Provider.example:443/ims/clr/v1p0/clrs/%31".replace("HTTPS", "https")),
        changed(learner={**POSTED["learner"], "name": "Mira Lind", "url": "https://people.example/", "email": "m@x.y"}),
        changed(assertions=POSTED["assertions"][::-1]),
        changed(type=["Clr"]),
        changed(type=None, issuedOn="2024-06-01T10:00:00.481516Z"),
        without("x:advisor"),
    ],
    ids=[
        "the same",
        "with @context",
        "with members more",
        "the same moment",
        "the same address",
        "a known learner",
        "another order",
        "an array of one",
        "as a database keeps it",
        "without the extension",
    ],
)
def test_what_a_target_may_do(found: dict[str, Any]) -> None:
    assert differences(POSTED, found) == []


def test_null_is_absent() -> None:
    posted = changed(revocationReason=None, achievements=[])

    assert differences(posted, POSTED) == []
    assert [one.pointer for one in differences(POSTED, changed(name=None))] == ["/name"]


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (changed(name="Untitled"), ("/name", "Record", "Untitled")),
        (without("assertions"), ("/assertions", "2 entries", "absent")),
        (changed(assertions=POSTED["assertions"][:1]), ("/assertions", "2 entries", "1 entry")),
        (changed(assertions=[*POSTED["assertions"], {"id": "urn:uuid:c"}]), ("/assertions", "2 entries", "3 entries")),
        (changed(issuedOn="2024-06-01T10:00:00+02:00"), ("/issuedOn", "2024-06-01T10:00:00Z", None)),
        (changed(issuedOn="2024-06-01T10:00:00"), ("/issuedOn", "2024-06-01T10:00:00Z", None)),
        (changed(partial=1), ("/partial", "true", "1")),
        (without("partial"), ("/partial", "true", "absent")),
        (changed(learner="urn:uuid:1"), ("/learner", None, "urn:uuid:1")),
        (changed(id="https://provider.example/ims/clr/v1p0/clrs/2"), ("/id", POSTED["id"], None)),
        (
            changed(assertions=[{**POSTED["assertions"][0], "creditsEarned": 4}, POSTED["assertions"][1]]),
            ("/assertions/0/creditsEarned", "3", "4"),
        ),
        (
            changed(assertions=[POSTED["assertions"][1], {**POSTED["assertions"][0], "id": "urn:uuid:new"}]),
            ("/assertions/0/id", "urn:uuid:a", "urn:uuid:b"),
        ),
    ],
)
def test_what_a_target_may_not_do(found: dict[str, Any], told: tuple[str, str | None, str | None]) -> None:
    first = differences(POSTED, found)[0]

    assert first.pointer == told[0]
    assert told[1] in (None, first.expected)
    assert told[2] in (None, first.actual)
