"""The documents that a run received: each once, with its place, and none that the run made itself."""

from __future__ import annotations

from typing import Any

from conformance.document import ParseLimits
from conformance.record import Finding
from conformance.rulebooks.clr20.provider.received import Part, Text, documents
from conformance.standard import facts
from conformance.suites.answer import Answer
from conformance.suites.history import History
from tests.suites.conftest import reply

BASE = "https://clr.example.edu/ims/clr/v2p0"


def history(*bodies: Any, operation: str = "getCredentials", status: int = 200, base: str = BASE) -> History:
    seen = History(lambda _answer: None)
    for index, body in enumerate(bodies):
        got = reply(body, status, url=f"{base}/credentials?n={index}", index=index, content_type="application/json")
        seen.add(Answer(got, operation))
    return seen


def found(seen: History, own: str = "", envelope: str | None = None) -> list[Part | Text]:
    within = facts("clr20").within(envelope)
    return list(documents(seen, BASE, within, ParseLimits(), lambda record: record.get("id") == own))


def places(seen: History, **how: Any) -> list[tuple[str, int]]:
    return [(part.pointer, part.exchange) for part in found(seen, **how) if isinstance(part, Part)]


def test_a_record_on_two_pages_is_one_document_where_it_stood_first() -> None:
    one, other = {"id": "urn:x:1"}, {"id": "urn:x:2"}

    seen = history({"credential": [one]}, {"credential": [other, one], "compactJwsString": ["a.b.c"]})

    assert places(seen) == [("/credential/0", 0), ("/credential/0", 1), ("/compactJwsString/0", 1)]


def test_what_the_run_made_is_left_out() -> None:
    seen = history({"credential": [{"id": "urn:x:1"}, {"id": "urn:x:2"}]})

    assert places(seen, own="urn:x:1") == [("/credential/1", 0)]


def test_errors_and_other_hosts_and_what_is_no_json_hold_no_document() -> None:
    page = {"credential": [{"id": "urn:x:1"}]}

    assert not found(history(page, status=404))
    assert not found(history(page, base="https://other.example/ims/clr/v2p0"))
    assert not found(history(b"<html>", b"[]", {"credential": {}}))


def test_a_finding_gets_its_place_in_the_page() -> None:
    plain, token = found(history({"credential": [{"id": "urn:x:1"}], "compactJwsString": ["a.b", "a.b.c"]}))[:2]
    assert isinstance(plain, Part)
    assert isinstance(token, Part)

    placed = plain.placed(Finding("CLR20-MOD-01", "m", "e", "a", "/name", pointers=("/name", "/id")))
    in_token = token.placed(Finding("CLR20-JWT-01", "m", "e", "a", "/compactJwsString/0#"))

    assert placed.pointer == "/credential/0/name"
    assert placed.pointers == ("/credential/0/name", "/credential/0/id")
    assert placed.exchanges == (0,)
    assert in_token.pointer == "/compactJwsString/0#"


def test_the_class_is_that_of_the_envelope_in_the_version_of_the_record() -> None:
    old = {"@context": ["https://www.w3.org/2018/credentials/v1"], "type": ["VerifiableCredential", "ClrCredential"]}
    seen = history({"credential": [{"id": "urn:x:1"}, old]})

    names = [part.class_name for part in found(seen) if isinstance(part, Part)]
    badges = [part.class_name for part in found(seen, envelope="ob-v3p0") if isinstance(part, Part)]

    assert names == ["ClrCredential", "ClrCredentialv1p1"]
    assert badges[0] == "AchievementCredential"


def test_a_member_that_stands_twice_is_a_fault_of_the_text() -> None:
    body = b'{"credential": [{"id": "urn:x:1", "id": "urn:x:2"}]}'

    texts = [part for part in found(history(body)) if isinstance(part, Text)]

    assert [one.requirement for text in texts for one in text.findings] == ["CLR20-SER-20"]
