"""What comes over the wire, read with limits: parameters of a query or a form, JSON bodies, Basic credentials."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote_plus

from starlette.requests import Request

MAX_BODY = 64 * 1024
MAX_FIELDS = 100
_MAX_SHOWN = 400
FORM = "application/x-www-form-urlencoded"


class MessageError(ValueError):
    """A request that cannot be read; ``status`` is the status of the response."""

    def __init__(self, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.status = status


@dataclass(frozen=True, slots=True)
class Parameters:
    """Names and values in the order of the request.

    A parameter without a value counts as left out (RFC 6749 section 3.1).
    """

    pairs: tuple[tuple[str, str], ...]

    @classmethod
    def parse(cls, text: str) -> Parameters:
        """Reads a query string or a form; raises ``MessageError`` when it has too many fields."""
        try:
            return cls(tuple(parse_qsl(text, max_num_fields=MAX_FIELDS)))
        except ValueError as error:
            raise MessageError(f"more than {MAX_FIELDS} parameters") from error

    def get(self, name: str) -> str | None:
        """The first value of that name."""
        return next((value for key, value in self.pairs if key == name), None)

    def repeated(self, names: Iterable[str] | None = None) -> str | None:
        """The name of a parameter (one of ``names`` when given) that is there more than once."""
        seen: set[str] = set()
        for name, _ in self.pairs:
            if name in seen and (names is None or name in names):
                return name
            seen.add(name)
        return None


def media_type(request: Request) -> str:
    """The media type of the body, without parameters, in lower case."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def read_form(request: Request) -> Parameters:
    """The form in the body; raises ``MessageError`` for another media type, too much of it, or no UTF-8."""
    if media_type(request) != FORM:
        raise MessageError(f"the body is not {FORM}")
    return Parameters.parse(_text(await _body(request)))


async def read_json(request: Request) -> object:
    """The JSON value in the body; raises ``MessageError`` for another media type, too much of it, or no JSON."""
    if media_type(request) != "application/json":
        raise MessageError("the body is not application/json")
    try:
        value: object = json.loads(_text(await _body(request)), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        if isinstance(error, MessageError):
            raise
        raise MessageError("the body is not JSON") from error
    return value


def basic_credentials(header: str | None) -> tuple[str, str] | None:
    """Client id and secret of an Authorization header, form-decoded (RFC 6749 section 2.3.1), or None."""
    scheme, _, encoded = (header or "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        text = base64.b64decode(encoded.strip(), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return None
    client_id, colon, secret = text.partition(":")
    return (unquote_plus(client_id), unquote_plus(secret)) if colon else None


def bearer_token(header: str | None) -> str | None:
    """The token of an Authorization header with scheme Bearer (RFC 6750 section 2.1), or None."""
    scheme, _, token = (header or "").partition(" ")
    token = token.strip()
    return token if scheme.lower() == "bearer" and token else None


def shown(value: str) -> str:
    """A value of a request as ``error_description`` may show it (RFC 6749 section 5.2): ASCII, quoted, not too long."""
    text = "".join(letter if " " <= letter <= "~" and letter not in '"\\' else "?" for letter in value[:_MAX_SHOWN])
    return f"'{text}{'...' if len(value) > _MAX_SHOWN else ''}'"


async def _body(request: Request) -> bytes:
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MAX_BODY:
            raise MessageError(f"the body is larger than {MAX_BODY} bytes", status=413)
        chunks.append(chunk)
    return b"".join(chunks)


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MessageError("the body is not UTF-8") from error


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
