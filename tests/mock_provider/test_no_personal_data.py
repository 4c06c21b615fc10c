"""Neither the log of the mock nor what it shows of its exchanges holds what is personal in a posted CLR."""

from __future__ import annotations

import json
import logging
import ssl

import httpx
import pytest

from conformance.rulebooks import target_of
from conformance.selfcheck.own_mock import own_mock, plan_for
from mock_provider.clr10.content.generator import generate
from tests.canaries import Canaries, record


def test_neither_the_log_nor_the_exchanges_shown_hold_what_was_posted(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    canaries = Canaries()
    with own_mock(faults=("gcs-limit-zero-accepted",)) as mock:
        clr = next(each.clr for each in generate(mock.settings).records if each.clr.get("assertions"))
        target = target_of(plan_for(mock))
        token = target.tokens.token("replace")
        target.close()
        posted = record(canaries, clr) | {"id": "urn:uuid:0d1f9b52-1111-4a4a-8b8b-000000000001"}
        body = {"@context": "https://purl.imsglobal.org/spec/clr/v1p0/context/clr_v1p0.jsonld", "clr": posted}
        context = ssl.create_default_context(cafile=str(mock.ca_path))
        headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/ld+json",
            "Accept": "application/ld+json",
        }
        answers = [
            httpx.post(f"{mock.url}/clrs", content=content, headers=headers, verify=context)
            for content in (json.dumps(body), json.dumps(body)[:-20], json.dumps(posted))
        ]
        told = json.dumps(mock.recorder.shown.members(mock.recorder.exchanges())) + caplog.text
    assert {answer.status_code for answer in answers} & {400, 422}
    assert "postClr" in told
    assert [needle for _, needle in canaries.needles() if needle in told] == []
