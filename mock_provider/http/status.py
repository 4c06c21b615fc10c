"""Status objects (imsx_StatusInfo) and the responses that carry them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from mock_provider.http.notes import refused

REPORTER = "clr-conformance mock provider"

CodeMinor = Literal[
    "forbidden",
    "fullsuccess",
    "internal_server_error",
    "invalid_data",
    "invalid_query_parameter",
    "misdirected_request",
    "not_acceptable",
    "not_allowed",
    "not_found",
    "not_modified",
    "server_busy",
    "unauthorizedrequest",
    "unknown",
]
CodeMajor = Literal["success", "failure", "processing", "unsupported"]
Severity = Literal["status", "warning", "error"]
Headers = Sequence[tuple[bytes, bytes]]

_NO_STORE = (b"cache-control", b"no-store")


@dataclass(frozen=True, slots=True)
class ApiResponse:
    """A response as it goes on the wire; header names are lower case."""

    status: int
    body: bytes = b""
    headers: Headers = ()


class Refusal(Exception):
    """The request is refused with this status, code minor, text for people and further headers."""

    def __init__(self, status: int, minor: CodeMinor, description: str, headers: Headers = ()) -> None:
        super().__init__(f"{status} {minor}: {description}")
        self.status = status
        self.minor = minor
        self.description = description
        self.headers = headers


@dataclass(frozen=True, slots=True)
class StatusForm:
    """How an edition writes its status objects: as which media type, and under which JSON-LD context (empty: none).

    ``others`` are the forms of editions beside it, by the base path of each.
    """

    context: str
    media_type: str
    others: Mapping[str, StatusForm] = field(default_factory=lambda: MappingProxyType({}))

    def at(self, path: str) -> StatusForm:
        """The form in which that path of the routes is answered: this one, unless it is that of an edition beside."""
        return next((form for base, form in self.others.items() if path.startswith(f"{base}/")), self)

    def refusal(self, refusal: Refusal) -> ApiResponse:
        """The response that a refusal asks for, whose description is noted as the reason."""
        refused(refusal.description)
        return self.failure(refusal.status, refusal.minor, refusal.description, refusal.headers)

    def failure(self, status: int, minor: CodeMinor, description: str, headers: Headers = ()) -> ApiResponse:
        """A status object that says failure."""
        return self.response(status, "failure", severity="error", minor=minor, description=description, headers=headers)

    def response(
        self,
        status: int,
        major: CodeMajor,
        *,
        severity: Severity,
        minor: CodeMinor,
        description: str,
        headers: Headers = (),
    ) -> ApiResponse:
        """A status object (imsx_StatusInfo of the contract) as a response."""
        body = {
            **({"@context": self.context} if self.context else {}),
            "imsx_codeMajor": major,
            "imsx_severity": severity,
            "imsx_description": description,
            "imsx_codeMinor": {
                "imsx_codeMinorField": [
                    {"imsx_codeMinorFieldName": REPORTER, "imsx_codeMinorFieldValue": minor},
                ]
            },
        }
        content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        content_type = (b"content-type", self.media_type.encode("ascii"))
        return ApiResponse(status, content, (content_type, _NO_STORE, *headers))
