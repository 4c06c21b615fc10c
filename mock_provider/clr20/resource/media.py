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

_OF_RECORDS: Final = (JSON, LINKED, TEXT)
_CHARSETS: Final = {JSON: ("utf-8",), LINKED: ("utf-8",), TEXT: ("utf-8", "us-ascii")}


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


def form_of(request: Request, taken: tuple[str, ...] = _OF_RECORDS) -> str:
    """The media type of the body; raises a 415 unless it is one of those that are taken, in UTF-8 and not packed."""
    types = request.headers.getlist("content-type")
    media_type, _, parameters = (types[0] if len(types) == 1 else "").partition(";")
    media_type = media_type.strip().lower()
    if media_type not in taken:
        refused(f"Content-Type is {', '.join(types) or 'missing'}; it has to be {' or '.join(taken)}")
        raise Refusal(415, "invalid_data", f"Content-Type has to be {' or '.join(taken)}")
    names = dict(part.strip().lower().partition("=")[::2] for part in parameters.split(";"))
    if names.get("charset", "utf-8").strip('"') not in _CHARSETS[media_type]:
        raise Refusal(415, "invalid_data", "the body has to be UTF-8")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Refusal(415, "invalid_data", "Content-Encoding is not supported")
    return media_type


def answer_in(request: Request, media_type: str) -> str:
    """The media type of the answer to a record: as it came, or the other name of JSON when only that is accepted."""
    headers = request.headers.getlist("accept")
    return next((form for form in _alike(media_type) if accepts(headers, form)), media_type)


def _forms(request: Request) -> tuple[str, ...]:
    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return _alike(sent) if request.method == "POST" else (JSON,)


def _alike(media_type: str) -> tuple[str, ...]:
    return (TEXT,) if media_type == TEXT else (LINKED, JSON) if media_type == LINKED else (JSON, LINKED)
