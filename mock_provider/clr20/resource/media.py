"""In which forms bodies come and go."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request

from mock_provider.clr20.terms import JSON, TEXT
from mock_provider.http.negotiation import accepts
from mock_provider.http.notes import refused
from mock_provider.http.status import Refusal

LINKED: Final = "application/vc+ld+json"
"""A record with an embedded proof, by the text of Open Badges; the same JSON."""

OF_PROFILES: Final = {JSON: ("utf-8",)}
"""The media types of a profile that is put, with the charsets of each."""

OF_RECORDS: Final = {**OF_PROFILES, LINKED: ("utf-8",), TEXT: ("utf-8", "us-ascii")}
"""Those of a record that is handed in."""


def accepted(request: Request) -> None:
    """Raises a 406 when the client refuses the form in which it would be answered.

    Nobody has to send Accept here: what is not said is taken for a wildcard (RFC 9110 section 12.5.1). A record is
    answered in the form in which it came.
    """
    headers = request.headers.getlist("accept")
    if request.method == "GET" and headers == [JSON]:
        return  # what nearly all ask for
    offered = _forms(request)
    if not any(accepts(headers, media_type) for media_type in offered):
        refused(f"Accept is {', '.join(headers)}; it has to include {' or '.join(offered)}")
        raise Refusal(406, "not_acceptable", f"Accept has to include {' or '.join(offered)}")


def answer_in(request: Request, media_type: str) -> str:
    """The media type of the answer to a record: as it came, or the other name of JSON when only that is accepted."""
    headers = request.headers.getlist("accept")
    return next((form for form in _alike(media_type) if accepts(headers, form)), media_type)


def _forms(request: Request) -> tuple[str, ...]:
    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return _alike(sent) if request.method == "POST" else (JSON,)


def _alike(media_type: str) -> tuple[str, ...]:
    return (TEXT,) if media_type == TEXT else (LINKED, JSON) if media_type == LINKED else (JSON, LINKED)
