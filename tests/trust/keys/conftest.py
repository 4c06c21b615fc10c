"""A world of documents by URL, and keys in every form that a document may have them in."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from conformance.document.walk import Document
from conformance.trust.keys import Resolved, resolve
from conformance.trust.session import VerificationSession

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Failure:
    code: str
    message: str = "nothing came"


@dataclass(frozen=True)
class Answer:
    url: str
    status: int | None = 200
    body: bytes = b""
    failure: Failure | None = None

    @property
    def final_url(self) -> str:
        return self.url


@dataclass
class Web:
    """What is published: a JSON value, bytes, a status or a failure by URL; everything else is 404."""

    pages: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    online: bool = True

    def get(self, url: str, *, accept: str) -> Answer:
        self.asked.append(url)
        page = self.pages.get(url, 404)
        if isinstance(page, int):
            return Answer(url, page)
        if isinstance(page, Failure):
            return Answer(url, None, failure=page)
        return Answer(url, body=page if isinstance(page, bytes) else json.dumps(page).encode())

    def takes_plain(self, url: str) -> bool:
        return False

    def session(self) -> VerificationSession:
        return VerificationSession(cast(Document, None), (), NOW, self if self.online else None)

    def resolve(self, reference: str, issuer: str) -> Resolved:
        return resolve(self.session(), reference, issuer)


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
def fail() -> Callable[[str], Failure]:
    return Failure
