"""What a reader is told: what the input is, what was meant, what can be done about it."""

from __future__ import annotations

import base64
import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

from conformance.rulebooks.clr10.document import registry
from conformance.rulebooks.clr10.trust import RULES as TRUST
from conformance.standard import Role, load, load_for
from tests.rulebooks.clr10.document.judging import judge
from tests.rulebooks.clr10.document.test_broken_documents import NOW, TABLE, broken

ROOT = Path(__file__).parents[2]
CONTEXT = "https://purl.imsglobal.org/spec/clr/v1p0/context/clr_v1p0.jsonld"
DATA = Path(__file__).parent / "data"
RICH: dict[str, Any] = json.loads((DATA / "rich.json").read_text())
NAMED = re.compile(r"CLR10-[A-Z]{3}-\d{3}")


def encode(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


HEADER, PAYLOAD = encode({"alg": "RS256"}), encode({"type": "Clr", "id": "urn:x:1"})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (gzip.compress(b"{}", mtime=0), "compressed by gzip"),
        (b"PK\x03\x04rest", "a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n\x00", "a PNG picture"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"<!doctype html>", "XML or HTML"),
        (b"-----BEGIN PUBLIC KEY-----", "a PEM file"),
        ('{"type": "Clr"}'.encode("utf-16"), "UTF-16 text"),
        ('{"type": "Clr"}'.encode("utf-16-le"), "UTF-16 text without a byte order mark"),
        ('{"type": "Clr"}'.encode("utf-16-be"), "UTF-16 text without a byte order mark"),
        (b'{"type": "Clr"}\n{"type": "Clr"}\n', "JSON lines"),
        (f"{HEADER}..c2lnbmF0dXJl".encode(), "a JWS without its payload"),
        (f"{HEADER}.a.b.c.d".encode(), "an encrypted JWE"),
        (json.dumps({"payload": PAYLOAD, "protected": HEADER, "signature": "AAAA"}).encode(), "a JWS in its JSON form"),
        (json.dumps({"payload": PAYLOAD, "signatures": []}).encode(), "a JWS in its JSON form"),
    ],
)
def test_input_of_another_kind_is_named_as_what_it_is(data: bytes, words: str) -> None:
    error = judge(data).error
    assert error is not None
    assert words in error.message
    assert error.todo


@pytest.mark.parametrize("data", [b"{", b"nonsense", b'{"a": 1}\n]', b"\x00" * 100, b"", b'{"payload": "x"}'])
def test_other_input_is_not_named_wrongly(data: bytes) -> None:
    error = judge(data).error
    assert error is not None
    assert not re.search(r"gzip|ZIP|PNG|UTF-16|lines|JWS|JWE|PEM", error.message)


@pytest.mark.parametrize(
    ("place", "member", "value", "hint"),
    [
        ((), "Name", "x", "did you mean name?"),
        (("learner",), "birthdate", "2001-01-01", "did you mean birthDate?"),
        (("assertions", 0), "tags", ["x"], "tags is a member of Achievement"),
        (("assertions", 0), "issued_on", "x", "did you mean issuedOn?"),
        (("assertions", 0, "achievement"), "achievementType", "AssessmentResult", "did you mean Assessment?"),
        (("assertions", 0, "achievement"), "achievementType", "LetterGrade", "LetterGrade is a value of resultType"),
        (("assertions", 0, "achievement"), "achievementType", "co_curricular", "did you mean Co-Curricular?"),
        (("assertions", 0), "shelfmark", "x", None),
    ],
)
def test_what_was_meant_is_suggested(place: Any, member: str, value: Any, hint: str | None) -> None:
    document = json.loads((DATA / "rich.json").read_text())
    holder = document
    for step in place:
        holder = holder[step]
    holder[member] = value
    judgement = judge(document, now=NOW)
    pointer = "/".join(["", *map(str, place), member])
    (found,) = (each for each in (*judgement.findings, *judgement.notes) if each.pointer == pointer)
    assert (hint in found.expected) if hint else ("; " not in found.expected)


def test_a_status_body_is_called_one() -> None:
    status = {"@context": CONTEXT, "imsx_codeMajor": "failure", "imsx_severity": "error", "error": "x"}
    (finding,) = judge(status).findings
    assert finding.message == "The status body has the member error, which its class does not have"


def test_no_message_has_the_wrong_article() -> None:
    texts = [
        text
        for row in TABLE
        for finding in (*broken(row).findings, *broken(row).notes)
        for text in (finding.message, finding.expected)
    ]
    assert texts
    assert [text for text in texts if re.search(r"\b[Aa] [AEIOaeio](?!ne\b)\w", text)] == []


def told_of_documents() -> set[str]:
    """Every requirement that a check of documents or verification can name."""
    decided = {name for names in (*registry().values(), *TRUST.checks().values()) for name in names}
    rooms = ("conformance/rulebooks/clr10/document", "conformance/rulebooks/clr10/trust", "conformance/trust")
    sources = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    return decided | {name for path in sources for name in NAMED.findall(path.read_text())}


@pytest.mark.parametrize("name", sorted(told_of_documents()))
def test_advice_is_for_the_one_who_reads_it(name: str) -> None:
    row, told = load("clr10")[name], load_for("document", "clr10")[name]
    assert told.fix, "whoever reads of a fault is told what to do"
    if row.role in (Role.VERIFIER, Role.CONSUMER):
        assert told.fix == row.for_publisher != row.fix
    else:
        assert told.fix == row.fix
    assert load_for("provider", "clr10")[name].fix == row.fix


def test_a_verifiers_advice_is_kept_from_documents_also_where_nobody_wrote_another() -> None:
    for row in load("clr10"):
        if row.role in (Role.VERIFIER, Role.CONSUMER):
            assert load_for("document", "clr10")[row.id].fix in ("", row.for_publisher)


def test_an_unknown_object_is_told_what_can_be_done() -> None:
    error = judge({"a": 1}).error
    assert error is not None
    assert "--as" in error.todo
    assert "do not show which class it has" in error.message
    assert judge({"a": 1}, as_class="GetClrPayload").error is None


def test_a_revoked_assertion_in_its_short_form_is_recognised() -> None:
    judgement = judge({"@context": CONTEXT, "id": "https://x.example/assertions/1", "revoked": True})
    assert judgement.recognised is not None
    assert (judgement.recognised.what, judgement.findings) == ("Assertion", ())


@pytest.mark.parametrize("member", ["x:extra", "issuer", "x-imssf-image"])
def test_a_discovery_document_holds_nothing_else_but_the_type_of_the_candidate(member: str) -> None:
    document = json.loads((DATA / "discovery.json").read_text())
    (finding,) = judge({**document, member: "x"}).findings
    assert finding.requirement == "CLR10-DSC-005"
    judgement = judge({**document, "type": "DiscoveryDocument"})
    assert (judgement.findings, [note.requirement for note in judgement.notes]) == ((), ["CLR10-DSC-005"])


@pytest.mark.parametrize(("badge", "right"), [({}, True), ("https://x.example/badge", True), (7, False), ("x", False)])
@pytest.mark.parametrize("root", [True, False])
def test_a_badge_is_an_object_or_an_iri(badge: Any, right: bool, root: bool) -> None:
    assertion = {**RICH["assertions"][0], "badge": badge}
    del assertion["results"], assertion["achievement"]
    document = {"@context": CONTEXT, **assertion} if root else {**RICH, "assertions": [assertion]}
    named = {finding.requirement for finding in judge(document, now=NOW).findings}
    rule = "CLR10-EXT-004" if root else "CLR10-EXT-003"
    assert (rule in named, "CLR10-ASR-002" in named) == (not right, not right)


def test_faults_in_the_text_of_a_jws_that_is_the_input_are_told() -> None:
    payload = b'\xef\xbb\xbf{"type": "Clr", "id": "urn:x:1", "id": "urn:x:2"}'
    text = f"{HEADER}.{base64.urlsafe_b64encode(payload).rstrip(b'=').decode()}.AAAA"
    findings = {finding.message: finding.pointer for finding in judge(text).findings}
    assert [pointer for message, pointer in findings.items() if "byte order mark" in message] == ["#"]
    assert [pointer for message, pointer in findings.items() if "occurs twice" in message] == ["#"]
