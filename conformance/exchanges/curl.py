"""One line for a shell that repeats an exchange, with variables in the place of secrets."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from conformance.exchanges.redaction import Redactor
from conformance.exchanges.response import Response

# A longer body would make a line that nobody pastes into a shell.
BODY_LIMIT = 8 * 1024
_OPEN, _SHUT = "\x01", "\x02"
_MARKED = re.compile(f"{_OPEN}([A-Z0-9_]+){_SHUT}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# What curl works out for itself, and would send twice or wrongly.
_OWN = frozenset({"content-length", "host", "connection", "transfer-encoding", "accept-encoding", "user-agent"})


def curl_line(response: Response, redactor: Redactor, ca: Path | None = None) -> str:
    """The curl command that sends the request of ``response`` again; secrets are ``"$CLR_TOKEN"`` and the like."""
    words = ["curl", "-i"]
    words += ["-I"] if response.method == "HEAD" else [] if _implied(response) else ["-X", shlex.quote(response.method)]
    if ca is not None and response.url.startswith("https:"):
        words += ["--cacert", shlex.quote(str(ca))]
    for name, value in _headers(response):
        marked = redactor.mark_header(name, _plain(value), _mark)
        words += ["-H", _word(_field(name, marked))]
    words += _body(response, redactor)
    words.append(_word(redactor.mark(_plain(response.url), _mark)))
    return " ".join(words)


def _implied(response: Response) -> bool:
    return response.method == ("POST" if response.request_body else "GET")


def _headers(response: Response) -> list[tuple[str, str]]:
    sent = [(name, value) for name, value in response.request_headers if name.lower() not in _OWN]
    names = {name.lower() for name, _ in sent}
    # Left to itself curl adds these two, and the request would no longer be the same.
    added = ["Accept"] + (["Content-Type"] if response.request_body else [])
    return sent + [(f"{name}:", "") for name in added if name.lower() not in names]


def _field(name: str, value: str) -> str:
    """The argument of -H: ``name: value``, ``name;`` for an empty value, ``name:`` to leave one out."""
    if name.endswith(":"):
        return name
    return f"{name}: {value}" if value else f"{name};"


def _body(response: Response, redactor: Redactor) -> list[str]:
    if not response.request_body:
        return []
    try:
        text = response.request_body.decode("utf-8")
    except UnicodeDecodeError:
        return ["--data-binary", "@request-body.bin"]
    if len(text) > BODY_LIMIT:
        return ["--data-binary", "@request-body.json"]
    return ["--data-raw", _word(redactor.mark_body(text.replace(_OPEN, "").replace(_SHUT, ""), _mark))]


def _mark(variable: str) -> str:
    return f"{_OPEN}{variable}{_SHUT}"


def _plain(text: str) -> str:
    return text.replace(_OPEN, "").replace(_SHUT, "")


def _word(text: str) -> str:
    """One shell word: literal pieces quoted, marked pieces as variables in double quotes."""
    pieces = _MARKED.split(text)
    quoted = [f'"${piece}"' if place % 2 else _quote(piece) for place, piece in enumerate(pieces)]
    return "".join(quoted) or "''"


def _quote(text: str) -> str:
    if not text:
        return ""
    if not _CONTROL.search(text):
        return shlex.quote(text)
    # A line break inside single quotes would make it more than one line.
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return "$'" + _CONTROL.sub(lambda m: f"\\x{ord(m[0]):02x}", escaped) + "'"
