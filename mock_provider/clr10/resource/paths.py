"""The path segment that names an item, as the client sent it."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from starlette.requests import Request

from mock_provider.http.status import Refusal

_BROKEN_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")


def sourced_id_of(request: Request, folder: str) -> str:
    """The decoded single segment below ``folder`` (such as ``/ims/clr/v1p0/clrs``).

    Raises a 404 when there is more than one segment, and a 400 for a broken escape, bytes that are not UTF-8
    or control characters.
    """
    raw: bytes = request.scope.get("raw_path") or request.url.path.encode("utf-8")
    segment = raw.partition(b"?")[0].removeprefix(folder.encode("ascii") + b"/")
    if not segment:
        raise Refusal(404, "unknown", f"there is nothing behind this path; try {folder}, without the slash at its end")
    if b"/" in segment:
        raise Refusal(404, "unknown", "there is nothing behind this path")
    try:
        if _BROKEN_ESCAPE.search(segment):
            raise ValueError
        sourced_id = unquote_to_bytes(segment).decode("utf-8")
    except ValueError:
        raise Refusal(400, "invalid_data", "the last path segment is not well percent-encoded UTF-8") from None
    if any(ord(letter) < 0x20 or ord(letter) == 0x7F for letter in sourced_id):
        raise Refusal(400, "invalid_data", "the last path segment holds control characters")
    return sourced_id
