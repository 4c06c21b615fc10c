"""The document checks find nothing to say about what the mock shows."""

from __future__ import annotations

import json

import pytest

from mock_provider.clr10.content.generator import generate
from mock_provider.clr10.content.model import Content
from mock_provider.settings import Settings
from tests.rulebooks.clr10.document.judging import judge

CONTEXT = "https://purl.imsglobal.org/spec/clr/v1p0/context/clr_v1p0.jsonld"
CLASSES = {
    "assertions": "GetAssertionPayload",
    "endorsements": "GetEndorsementPayload",
    "keys": "GetCryptographicKeyPayload",
    "revocations": "RevocationList",
}


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    return generate(Settings(data_dir=tmp_path_factory.mktemp("data")))


def test_every_clr_is_judged_without_a_finding(content: Content) -> None:
    for record in content.records:
        judged = judge(record.jws.encode() if record.jws else {"@context": CONTEXT} | record.clr)
        assert judged.error is None
        assert judged.findings == (), record.clr["id"]


def test_every_hosted_item_is_judged_without_a_finding(content: Content) -> None:
    for (kind, name), body in content.documents.items():
        if kind in CLASSES:
            judged = judge(body, as_class=CLASSES[kind])
            assert judged.error is None
            assert judged.findings == (), (kind, name)


def test_a_planted_fault_is_found_so_that_silence_means_something(content: Content) -> None:
    rich = json.loads(json.dumps({"@context": CONTEXT} | content.records[0].clr))
    rich["assertions"][0]["results"][0]["resultDescription"] = "urn:uuid:00000000-0000-4000-8000-000000000000"
    assert [finding.requirement for finding in judge(rich).findings] == ["CLR10-ASR-013"]
