"""Many signed badges in records that stand in records: the one that is wrong is named by its pointer, and no other."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from conformance.inspection.inspector import Inspector
from conformance.inspection.options import Options
from conformance.inspection.outcome import Judged
from conformance.issuing import Key, sign
from conformance.trust import Trust
from tests.rulebooks.clr20.document.judging import badge, record

KEY = Key.from_seed("Ed25519", "many credentials")
CREATED = "2026-07-01T12:00:00Z"
QUICK = "eddsa-jcs-2022"
BADGES = 2_000
WRONG = 1_234


def signed(document: dict[str, Any], suite: str = "eddsa-rdfc-2022") -> dict[str, Any]:
    return sign(document, suite, KEY, KEY.did_method, created=CREATED)


def of_issuer(document: dict[str, Any]) -> dict[str, Any]:
    return document | {"issuer": {**document["issuer"], "id": KEY.did}}


def holding(credentials: list[dict[str, Any]], number: int) -> dict[str, Any]:
    """A record that holds these credentials."""
    whole = of_issuer(record(id=f"urn:uuid:00000000-0000-4000-8000-{number:012}"))
    whole["credentialSubject"] = whole["credentialSubject"] | {"verifiableCredential": credentials}
    return whole


def judged(document: dict[str, Any]) -> Judged:
    return Inspector(Options(now=datetime(2026, 11, 21, tzinfo=UTC))).document(
        "record.json", json.dumps(document).encode()
    )


def wrong(outcome: Judged) -> dict[str, Trust]:
    assert outcome.verification is not None
    return {item.pointer: item.verdict for item in outcome.verification.items if item.verdict is not Trust.VERIFIED}


@pytest.mark.slow
def test_one_changed_badge_among_thousands_is_named_alone() -> None:
    badges = [signed(of_issuer(badge(id=f"urn:x:{number}")), QUICK) for number in range(BADGES)]
    badges[WRONG]["credentialSubject"]["achievement"]["name"] = "Soil sciences"
    outcome = judged(signed(holding(badges, 0), QUICK))
    place = f"/credentialSubject/verifiableCredential/{WRONG}"
    assert wrong(outcome) == {place: Trust.NOT_VERIFIED}
    assert {pointer for finding in outcome.findings if finding.fails for pointer in finding.pointers} <= {
        place,
        f"{place}/proof",
    }


def test_a_badge_four_levels_deep_is_named_by_its_whole_pointer() -> None:
    changed = signed(of_issuer(badge()))
    changed["credentialSubject"]["achievement"]["name"] = "Soil sciences"
    inner: list[dict[str, Any]] = [signed(of_issuer(badge())), changed]
    for level in range(4):
        inner = [signed(of_issuer(badge())), signed(holding(inner, level))]
    outcome = judged(inner[1])
    place = "/credentialSubject/verifiableCredential/1" * 4
    assert wrong(outcome) == {place: Trust.NOT_VERIFIED}
    assert {pointer for finding in outcome.findings if finding.fails for pointer in finding.pointers} <= {
        place,
        f"{place}/proof",
    }
