"""An issuer with keys and status lists of its own, what it publishes, and what verification says of what it signed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from conformance.document import open as open_document
from conformance.issuing import Key, as_jwt
from conformance.issuing.lists import LEAST, bits, encoded_list
from conformance.rulebooks.clr20.document import RULES
from conformance.rulebooks.clr20.trust import RULES as TRUST
from conformance.trust import VerificationReport, verify
from conformance.trust.known import Handed
from conformance.trust.report import Question, Value
from tests.rulebooks.clr20.document.judging import NOW, VC, badge

HOME: Final = "https://college.example"
ISSUER: Final = f"{HOME}/issuer"
KID: Final = f"{HOME}/key"
LIST: Final = f"{HOME}/status/3"
KEY: Final = Key.from_seed("Ed25519", "harbour college")
OTHER: Final = Key.from_seed("Ed25519", "somebody else")


@dataclass(frozen=True)
class Page:
    """An answer that is not 200, or is no answer at all."""

    url: str = ""
    status: int | None = 404
    body: bytes = b""
    failure: Any = None

    @property
    def final_url(self) -> str:
        return self.url


@dataclass
class Site:
    """What is published where; it counts how often each URL is asked for, and knows nothing else: the rest is 404."""

    pages: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def get(self, url: str, *, accept: str) -> Any:
        del accept
        url = url.partition("#")[0]
        self.asked.append(url)
        body = self.pages.get(url)
        if body is None:
            return Page(url)
        return body if isinstance(body, Page) else Handed(url, body)

    def takes_plain(self, url: str) -> bool:
        del url
        return False

    __hash__ = object.__hash__


def page(value: Any) -> Any:
    """What is served for a value: the text of a token, or JSON."""
    if isinstance(value, (Page, bytes)):
        return value
    return value.encode() if isinstance(value, str) else json.dumps(value).encode()


def site(**pages: Any) -> Site:
    """The issuer's key, and further pages by URL."""
    return Site({url: page(value) for url, value in {KID: KEY.public_jwk(), **pages}.items()})


def signed(document: Mapping[str, Any] | None = None, key: Key = KEY, kid: str = KID, **more: Any) -> str:
    """The token of a credential, a right badge when none is given."""
    return as_jwt(badge() if document is None else document, key, kid=kid, **more)


def status_list(
    *ones: int, purpose: Any = "revocation", encoded: str = "", size: int = 1, length: int = LEAST, **members: Any
) -> dict[str, Any]:
    """A list in which these entries are set."""
    document = {
        "@context": [VC],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": ISSUER,
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": f"{LIST}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encoded or encoded_list(bits(dict.fromkeys(ones, (1 << size) - 1), length, size)),
        },
    }
    return {name: value for name, value in (document | members).items() if value is not None}


def entry(index: Any = "7", purpose: str = "revocation", **members: Any) -> dict[str, Any]:
    """A status entry."""
    given = {
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": index,
        "statusListCredential": LIST,
    }
    return given | members


def verified(
    document: Any,
    fetcher: Any = None,
    *,
    recipient: Mapping[str, str] | None = None,
    now: datetime = NOW,
    offline: bool = False,
) -> VerificationReport:
    """The verification of a credential; what is published is the issuer's key alone unless a site is given."""
    answers = None if offline else fetcher or site()
    with open_document(page(document), RULES, now=now) as opened:
        assert opened.error is None, opened.error
        return verify(opened, TRUST, fetcher=answers, recipient=recipient)


def codes(report: VerificationReport, item: int = 0) -> list[str]:
    """The codes of the reasons at one item."""
    return [reason.code for reason in report.items[item].reasons]


def answer(report: VerificationReport, question: Question, item: int = 0) -> Value:
    """The answer to one question about one item."""
    return next(each.value for each in report.items[item].answers if each.question is question)


def rows(report: VerificationReport) -> list[str]:
    """The requirements of the findings."""
    return [finding.requirement for finding in report.findings]


def noted(report: VerificationReport) -> list[str]:
    """The requirements of the notes."""
    return [finding.requirement for finding in report.notes]
