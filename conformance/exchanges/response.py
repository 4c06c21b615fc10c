"""What came back for one request: frozen, complete, and not redacted (redaction happens in the transcript)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn


class Headers:
    """Header fields in the order and spelling of the wire, found without regard to case (RFC 9110, section 5.1)."""

    __slots__ = ("_folded", "_items")

    def __init__(self, items: Iterable[tuple[str, str]] = ()) -> None:
        self._items = tuple(items)
        self._folded: dict[str, tuple[str, ...]] | None = None

    def get(self, name: str, default: str | None = None) -> str | None:
        """The value of a field, repeated lines joined by a comma, or ``default`` when it is absent."""
        values = self.get_all(name)
        return ", ".join(values) if values else default

    def get_all(self, name: str) -> tuple[str, ...]:
        """The values of every line of a field, in order; empty when it is absent."""
        if self._folded is None:
            folded: dict[str, tuple[str, ...]] = {}
            for key, value in self._items:
                folded[key.lower()] = (*folded.get(key.lower(), ()), value)
            self._folded = folded
        return self._folded.get(name.lower(), ())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and bool(self.get_all(name))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Headers) and self._items == other._items

    def __hash__(self) -> int:
        return hash(self._items)

    def __repr__(self) -> str:
        return f"Headers({[name for name, _ in self._items]!r})"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an exchange did not end as HTTP foresees: a stable code, what happened, and the likely cause."""

    code: str
    message: str
    likely: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """One exchange: the request as it was sent, and the response as far as it came.

    ``status`` is ``None`` when no response came. With ``failure`` set, ``body`` holds what arrived until then.
    ``body`` is decompressed; ``seconds`` lasts from the request to the last byte; ``started`` is ISO 8601 in UTC;
    ``tls`` is the negotiated version (``TLSv1.3``) or ``None``. ``index`` is the place in the transcript.
    """

    index: int
    label: str
    method: str
    url: str
    request_headers: tuple[tuple[str, str], ...] = field(repr=False)
    request_body: bytes = field(repr=False)
    status: int | None
    headers: Headers = field(repr=False)
    body: bytes = field(repr=False)
    seconds: float
    started: str
    tls: str | None = None
    failure: Failure | None = None
    size: int = 0

    @property
    def text(self) -> str:
        """The body as text: UTF-8, what is not UTF-8 replaced."""
        return self.body.decode("utf-8", "replace")

    @property
    def media_type(self) -> str:
        """The media type of the body in lower case and without parameters, or an empty string."""
        return (self.headers.get("content-type") or "").partition(";")[0].strip().lower()

    def json(self) -> Any:
        """The body as JSON (RFC 8259).

        Raises ValueError when it is not JSON in UTF-8, or nested too deeply to read.
        """
        try:
            return json.loads(self.body.decode("utf-8"), parse_constant=_refuse_constant)
        except RecursionError:
            raise ValueError("the JSON is nested too deeply to read") from None

    def json_object(self) -> dict[str, Any]:
        """The body as a JSON object; an empty one when it is anything else."""
        try:
            body = self.json()
        except ValueError:
            return {}
        return body if isinstance(body, dict) else {}


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
