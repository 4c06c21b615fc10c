"""Status objects (imsx_StatusInfo) and the replies that carry them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

LD_JSON = b"application/ld+json"
CONTEXT = "https://purl.imsglobal.org/spec/clr/v1p0/context/clr_v1p0.jsonld"
"""The JSON-LD context of CLR 1.0; written here because reading the whole catalogue for it would delay every start."""

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
class Reply:
    """An answer as it goes on the wire; header names are lower case."""

    status: int
    body: bytes = b""
    headers: Headers = ()


class Refusal(Exception):
    """The request is refused with this status, code minor, text for people and further headers."""

    def __init__(self, status: int, minor: CodeMinor, description: str, headers: Headers = ()) -> None:
        super().__init__(f"{status} {minor}: {description}")
        self.reply = failure(status, minor, description, headers)


def failure(status: int, minor: CodeMinor, description: str, headers: Headers = ()) -> Reply:
    """A status object that says failure."""
    return status_reply(status, "failure", severity="error", minor=minor, description=description, headers=headers)


def status_reply(
    status: int, major: CodeMajor, *, severity: Severity, minor: CodeMinor, description: str, headers: Headers = ()
) -> Reply:
    """A status object (imsx_StatusInfo of the contract) as an answer."""
    body = {
        "@context": CONTEXT,
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
    return Reply(status, content, ((b"content-type", LD_JSON), _NO_STORE, *headers))
