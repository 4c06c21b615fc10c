"""What is looked up around a credential: schemas that it names, pictures, pages of issuers, contexts."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

import pytest

from conformance.document import open as open_document
from conformance.document.origin import Origin
from conformance.rulebooks.clr20.document import RULES
from conformance.rulebooks.clr20.trust import RULES as TRUST
from conformance.trust import VerificationReport, verify
from conformance.trust.report import Trust
from tests.rulebooks.clr20.document.judging import NOW, badge
from tests.rulebooks.clr20.trust.verifying import HOME, Page, codes, noted, page, rows, signed, site, verified

SCHEMA = f"{HOME}/badge.schema.json"
NAMED = {"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}
OWN = {
    "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
    "type": "1EdTechJsonSchemaValidator2019",
}
PICTURE = f"{HOME}/picture"


def with_schema(served: Any, *more: Any) -> VerificationReport:
    return verified(signed(badge(credentialSchema=[OWN, NAMED, *more])), site(**{SCHEMA: served}))


def test_a_schema_that_is_kept() -> None:
    report = with_schema({"type": "object", "required": ["name"]})
    assert (report.verdict, rows(report)) == (Trust.VERIFIED, [])
    assert "CLR20-VER-02" in report.decided


def test_a_schema_that_is_not_kept_names_the_place() -> None:
    report = with_schema({"properties": {"name": {"maxLength": 3}}})
    assert [(each.requirement, each.pointer) for each in report.findings] == [("CLR20-VER-02", "#/name")]
    assert codes(report) == ["schema-not-kept"]


def test_the_schemas_of_the_standard_are_not_fetched() -> None:
    where = site()
    report = verified(signed(badge(credentialSchema=[OWN])), where)
    assert OWN["id"] not in where.asked
    assert "CLR20-VER-02" in report.decided


@pytest.mark.parametrize(
    "served",
    [
        b"<html>",
        b"[]",
        {"type": 7},
        {"$ref": f"{HOME}/other.json"},
        Page(SCHEMA),
        Page(SCHEMA, 500),
        b'{"a":' * 60 + b"1" + b"}" * 60,
    ],
    ids=["page", "array", "no schema", "without what it refers to", "404", "500", "too deep"],
)
def test_a_schema_that_cannot_be_applied_is_undecided(served: Any) -> None:
    report = with_schema(served)
    assert "CLR20-VER-02" in (report.undecided or {})
    assert rows(report) == []


def test_schemas_without_end_are_cut() -> None:
    report = with_schema({}, *[{**NAMED, "id": f"{SCHEMA}?{number}"} for number in range(100)])
    assert "CLR20-VER-02" in (report.undecided or {})


def test_offline_a_schema_is_left_out() -> None:
    report = verified(signed(badge(credentialSchema=[OWN, NAMED])), offline=True)
    assert "CLR20-VER-02" in report.skipped
    assert noted(report) == []


def chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


PLAIN = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)) + chunk(b"IEND", b"")
BAKED = PLAIN[:-12] + chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0{}") + chunk(b"IEND", b"")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


def pictured(served: Any, url: str = PICTURE) -> VerificationReport:
    image = {"id": url, "type": "Image"}
    document = badge(
        issuer={**badge()["issuer"], "image": image},
        credentialSubject={**badge()["credentialSubject"], "image": image},
    )
    return verified(signed(document), site(**{PICTURE: served}))


@pytest.mark.parametrize(
    ("served", "expected"),
    [
        (BAKED, []),
        (PLAIN, ["CLR20-MOD-60"]),
        (SVG, ["CLR20-MOD-60"]),
        (b"GIF89a", ["CLR20-MOD-65", "CLR20-MOD-66"]),
        (b"<html>", ["CLR20-MOD-65", "CLR20-MOD-66"]),
        (Page(PICTURE), ["CLR20-MOD-65", "CLR20-MOD-66"]),
        (PLAIN[:-14], ["CLR20-MOD-60"]),
    ],
    ids=["baked", "plain", "svg", "gif", "page", "404", "cut off"],
)
def test_pictures(served: Any, expected: list[str]) -> None:
    report = pictured(served)
    assert sorted(rows(report)) == expected
    assert {"CLR20-MOD-65", "CLR20-MOD-66"} <= report.decided


def test_a_picture_in_the_record_needs_no_network() -> None:
    url = f"data:image/png;base64,{base64.b64encode(BAKED).decode()}"
    assert rows(pictured(b"", url)) == []
    assert sorted(rows(pictured(b"", "data:image/png;base64,!!"))) == ["CLR20-MOD-65", "CLR20-MOD-66"]
    assert sorted(rows(pictured(b"", "data:text/plain,hello"))) == ["CLR20-MOD-65", "CLR20-MOD-66"]


def test_a_picture_that_does_not_answer_is_undecided() -> None:
    assert {"CLR20-MOD-65", "CLR20-MOD-66"} <= set(pictured(Page(PICTURE, 503)).undecided or {})


@pytest.mark.parametrize(("served", "expected"), [(b"<html>", []), (Page(HOME, 500), ["CLR20-VER-21"])])
def test_the_page_of_an_issuer(served: Any, expected: list[str]) -> None:
    document = signed(badge(issuer={**badge()["issuer"], "url": HOME}))
    report = verified(document, site(**{HOME: served}))
    assert (report.verdict, noted(report)) == (Trust.VERIFIED, expected)


EXTENSION = f"{HOME}/context.json"


@pytest.mark.parametrize(
    ("served", "allowed", "expected"),
    [
        ({"@context": {}}, True, []),
        (Page(EXTENSION, 404), True, ["CLR20-CTX-13"]),
        (Page(EXTENSION, 404), False, []),
    ],
)
def test_contexts_of_extensions_are_asked_for_only_when_contexts_are_fetched(
    served: Any, allowed: bool, expected: list[str]
) -> None:
    document = json.dumps(badge(context=[*badge()["@context"], EXTENSION])).encode()
    origin = Origin(policies=frozenset({"fetch-contexts"} if allowed else ()))
    where = site(**{EXTENSION: page(served)})
    with open_document(document, RULES, now=NOW, origin=origin) as opened:
        report = verify(opened, TRUST, fetcher=where)
    assert [each for each in rows(report) if each == "CLR20-CTX-13"] == expected
    assert (EXTENSION in where.asked) is allowed
