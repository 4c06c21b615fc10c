"""The checks of documents and of trust find nothing to say about what the mock shows, beyond what it says itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Final

import pytest

from conformance.document import open as open_document
from conformance.document.judge import judge
from conformance.rulebooks.clr20.document import RULES
from conformance.rulebooks.clr20.trust import RULES as TRUST
from conformance.trust import VerificationReport, verify
from conformance.trust.known import Handed, Known
from mock_provider.clr20.content.generator import generate
from mock_provider.clr20.content.kept import Content
from mock_provider.clr20.store.credentials import StoredCredential
from mock_provider.settings import Settings
from mock_provider.testing import process_folder

SETTINGS: Final = Settings(standard="clr-v2p0", data_dir=process_folder(), content="small")
WORDS: Final = """
    eddsa-rdfc-2022 eddsa-jcs-2022 ecdsa-rdfc-2019 ecdsa-jcs-2019 ecdsa-sd-2023 Ed25519Signature2020
    BitstringStatusListEntry 1EdTechRevocationList 1EdTechCredentialRefresh 1EdTechJsonSchemaValidator2019
    endorsementJwt "endorsement" IdentityObject Association Alignment Evidence termsOfUse OpenBadgeCredential
    rubricCriterionLevel 2018/credentials/v1 did:key did:web
"""
NOW: Final = datetime(2026, 11, 21, tzinfo=UTC)
OLDER_MODEL: Final = "CLR20-CTX-22"
"""Noted of records of the older data model, which may be served."""
OTHER_SUITES: Final = "CLR20-DI-03"
"""Warned of where a suite is right, but not one that the certification guide names."""


@cache
def content() -> Content:
    return generate(SETTINGS)


@cache
def published() -> Mapping[str, Handed]:
    found = {}
    for path, each in content().documents.items():
        url = SETTINGS.root_url + path
        found[url] = Handed(url, each.body)
    return found


def judged(body: bytes) -> tuple[set[str], VerificationReport]:
    """The rows that a document breaks, notes left out, and what verification says of it."""
    with open_document(body, RULES, now=NOW) as opened:
        findings = {finding.requirement for finding in judge(opened).findings}
        report = verify(opened, TRUST, fetcher=Known(published(), None))
    rows = findings | {finding.requirement for finding in report.findings}
    return rows - {OLDER_MODEL}, report


def records_of(*users: str) -> list[StoredCredential]:
    return [record for record in content().records if record.owner.removeprefix("user:") in users]


@pytest.mark.parametrize("user", ["mira", "jonas", "amal", "sofia"])
def test_the_records_of_a_learner_break_no_row(user: str) -> None:
    found = [judged(record.body)[0] for record in records_of(user)]
    assert found
    assert found == [set()] * len(found)


def test_records_of_one_learner_are_of_every_suite_and_only_that_is_told() -> None:
    told = [judged(record.body)[0] for record in records_of("nils")]
    assert sorted(map(sorted, told)) == [[]] * 3 + [[OTHER_SUITES]] * 5


def test_all_is_verified_but_what_says_itself_that_it_is_not() -> None:
    declared: list[str] = []
    for record in content().records:
        _, report = judged(record.body)
        for item in report.items:
            if item.verdict != "verified":
                assert {reason.declared for reason in item.reasons} == {True}, item
                declared.append(*{reason.code for reason in item.reasons})
    assert sorted(set(declared)) == ["expired", "revoked", "suspended"]


@pytest.mark.parametrize(
    "path", ["/status/revocation", "/status/suspension", "/refresh/1", "/baked/1.png", "/baked/1.svg"]
)
def test_what_is_signed_beside_the_records_is_right_too(path: str) -> None:
    rows, report = judged(content().documents[path].body)
    assert rows == set()
    assert {item.verdict for item in report.items} == {"verified"}


def test_a_planted_fault_is_found_so_that_silence_means_something() -> None:
    record = json.loads(next(each.body for each in content().records if not each.compact))
    rows, report = judged(json.dumps(record | {"name": "Changed"}).encode())
    assert report.items[0].verdict == "not-verified"
    assert "CLR20-VER-04" in rows


def test_every_kind_that_a_record_can_be_of_is_there() -> None:
    texts = [record.body.decode() for record in content().records if not record.compact]
    together = "".join(texts)
    for word in WORDS.split():
        assert word in together, word
    assert any(record.compact for record in content().records)
