"""An issuer of the tests: its keys, what it publishes of them, and what a verification says of what it signs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from conformance.document import open as open_document
from conformance.issuing import Key, sign
from conformance.rulebooks.clr20.document import RULES
from conformance.rulebooks.clr20.trust import RULES as TRUST
from conformance.trust import ItemReport, VerificationReport, verify
from conformance.trust.known import Handed, Known
from conformance.trust.report import Question
from tests.rulebooks.clr20.document.judging import NOW, badge, record

ISSUER: Final = "https://college.example/issuer"
KEY_ID: Final = "https://college.example/keys/1"
CREATED: Final = "2026-11-01T12:00:00Z"
PAGES: Final[Mapping[str, Any]] = {}


def key(kind: str = "Ed25519", name: str = "college") -> Key:
    """A key of that kind, the same for the same name."""
    return Key.from_seed(kind, name)


def published(made: Key | None = None, controller: str = ISSUER, at: str = KEY_ID) -> dict[str, Any]:
    """The document of a key at its address."""
    return {at: (made or key()).multikey(at, controller)}


def signed(
    document: dict[str, Any] | None = None, suite: str = "eddsa-rdfc-2022", made: Key | None = None, at: str = KEY_ID
) -> dict[str, Any]:
    """A badge, or another document, with one more proof."""
    kind = "P-256" if suite.startswith("ecdsa") else "Ed25519"
    return sign(document or badge(), suite, made or key(kind), at, created=CREATED)


def holding(*badges: dict[str, Any], **members: Any) -> dict[str, Any]:
    """A record that holds these badges, not yet signed."""
    subject = {"id": "did:example:mira", "type": ["ClrSubject"], "verifiableCredential": list(badges)}
    return record(credentialSubject=subject, **members)


def verified(document: Any, pages: Mapping[str, Any] | None = None) -> VerificationReport:
    """What verification says of a document where just these pages are published, each a JSON value or bytes."""
    known = {
        url: Handed(url, page if isinstance(page, bytes) else json.dumps(page).encode())
        for url, page in (published() if pages is None else pages).items()
    }
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    with open_document(data, RULES, now=NOW) as opened:
        return verify(opened, TRUST, fetcher=Known(known, None))


def first(report: VerificationReport) -> ItemReport:
    """The whole: the first item."""
    return report.items[0]


def outcome(item: ItemReport) -> tuple[str, list[str]]:
    """Verdict and codes of the reasons of an item."""
    return item.verdict.value, [reason.code for reason in item.reasons]


def answers(item: ItemReport) -> dict[str, str]:
    """The answers to whether it is intact and whose it is."""
    about = (Question.INTACT, Question.ISSUER)
    return {answer.question.value: answer.value.value for answer in item.answers if answer.question in about}


def found(report: VerificationReport, area: str = "") -> dict[str, str]:
    """Requirement -> pointer of the first finding."""
    return {each.requirement: each.pointer for each in reversed(report.findings) if area in each.requirement}
