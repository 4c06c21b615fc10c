"""In which form a body came: its media type, charset and content coding."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request

from mock_provider.http.notes import refused
from mock_provider.http.status import Refusal


def form_of(request: Request, taken: Mapping[str, tuple[str, ...]]) -> str:
    """The media type of the body; raises a 415 unless it is one of those that are taken and the body is not packed.

    ``taken`` holds the charsets of each media type; where none is sent it is UTF-8.
    """
    types = request.headers.getlist("content-type")
    media_type, _, parameters = (types[0] if len(types) == 1 else "").partition(";")
    media_type = media_type.strip().lower()
    if media_type not in taken:
        wanted = " or ".join(taken)
        refused(f"Content-Type is {', '.join(types) or 'missing'}; it has to be {wanted}")
        raise Refusal(415, "invalid_data", f"Content-Type has to be {wanted}")
    names = dict(part.strip().lower().partition("=")[::2] for part in parameters.split(";"))
    if names.get("charset", "utf-8").strip('"') not in taken[media_type]:
        raise Refusal(415, "invalid_data", "the body has to be UTF-8")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Refusal(415, "invalid_data", "Content-Encoding is not supported")
    return media_type
