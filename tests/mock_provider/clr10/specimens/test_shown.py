"""Records that a person looks at: what is asked about them, and that they are what the questions take them for."""

from __future__ import annotations

import json
import re

from conformance.document.tokens import COMPACT
from conformance.trust import Trust
from mock_provider.clr10.specimens import shown
from mock_provider.encoding import from_base64url
from mock_provider.scenarios import Laid
from mock_provider.testing import MockServer
from tests.mock_provider.clr10.specimens.judging import CLAIMS, verified


def named(text: str) -> list[str]:
    return re.findall("“([^”]+)”", text)


def clrs(laid: Laid) -> list[dict[str, object]]:
    return [_clr(record.content) for record in laid.records]


def _clr(content: bytes) -> dict[str, object]:
    text = content.decode()
    return dict(json.loads(from_base64url(text.split(".")[1]) if COMPACT.fullmatch(text) else text))


def test_of_two_records_one_is_partial_and_each_is_asked_about(mock: MockServer) -> None:
    laid = shown.partial(mock, CLAIMS)
    partial = {clr["name"]: clr.get("partial", False) for clr in clrs(laid)}
    assert {named(one.text)[0]: one.right == "yes" for one in laid.asked} == partial
    assert sorted(map(bool, partial.values())) == [False, True]


def test_three_issuers_are_asked_about_of_which_none_is_the_publisher(mock: MockServer) -> None:
    laid = shown.issuers(mock, CLAIMS)
    (clr,) = clrs(laid)
    issuers = {
        each["achievement"]["name"]: each["achievement"]["issuer"]["name"]
        for each in clr["assertions"]  # type: ignore[attr-defined]
    }
    publisher = clr["publisher"]["name"]  # type: ignore[index]
    assert publisher not in issuers.values()
    assert len({*issuers.values()}) == 3
    for one in laid.asked:
        issuer, item = named(one.text)
        assert (one.right == "yes") == (issuers[item] == issuer)
    assert sorted(one.right for one in laid.asked) == ["no", "yes", "yes"]


def test_the_reason_is_asked_for_where_there_is_one(mock: MockServer) -> None:
    for claims in (CLAIMS, frozenset({"verify_hosted"}), frozenset({"verify_signed"})):
        laid = shown.reasons(mock, claims)
        (why,) = (one for one in laid.asked if "why" in one.text)
        verdicts = {}
        for record in laid.records:
            place = "/signedAssertions/0" if "verify_signed" in claims else "/assertions/0"
            report = verified(record, mock)[place]
            verdicts[report.id] = report.verdict
        assert sorted(verdict is Trust.VERIFIED for verdict in verdicts.values()) == [False, True]
        assert len(laid.asked) == 3
        assert named(why.text)[0] in " ".join(one.text for one in laid.asked if one is not why)


def test_who_verifies_nothing_is_asked_nothing_about_it(mock: MockServer) -> None:
    assert shown.reasons(mock, frozenset()).asked == ()


def test_no_question_says_what_the_mock_did(mock: MockServer) -> None:
    for lay in (shown.partial, shown.issuers, shown.reasons):
        assert not [one.text for one in lay(mock, CLAIMS).asked if re.search("forged|changed|wrong|broken", one.text)]
