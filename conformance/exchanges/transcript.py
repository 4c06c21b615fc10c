"""The memory of a run: every response as it came, and on demand the redacted exchanges for the run record."""

from __future__ import annotations

import codecs
from pathlib import Path

from conformance.exchanges.charset import declared_charset
from conformance.exchanges.curl import curl_line
from conformance.exchanges.redaction import Redactor
from conformance.exchanges.response import Response
from conformance.record import Exchange, Message

BODY_TEXT_LIMIT = 20_000
_TEXTUAL = ("text/", "application/json", "application/x-www-form-urlencoded", "application/xml")


class Transcript:
    """The responses of a run in order; ``responses`` is live, ``exchanges()`` is what may be written down.

    Without ``repeatable`` no exchange says how to send its request again: it was somebody else who sent it.
    """

    def __init__(self, redactor: Redactor, ca: Path | None = None, *, repeatable: bool = True) -> None:
        self.responses: list[Response] = []
        self._redactor = redactor
        self._ca = ca
        self._repeatable = repeatable
        self._made: tuple[Exchange, ...] = ()
        self._version = -1
        self._learnt = 0

    def __len__(self) -> int:
        return len(self.responses)

    def amend(self, response: Response) -> None:
        """Put a response in the place of the one with the same index."""
        self.responses[response.index] = response
        self._made = self._made[: response.index]

    def exchanges(self) -> tuple[Exchange, ...]:
        """Every exchange, redacted with all that is known now; worked out once until something is added."""
        self.learn_persons()
        if self._version != self._redactor.version:
            self._made, self._version = (), self._redactor.version
        if len(self._made) < len(self.responses):
            bodies = _Bodies(self._redactor)
            new = (self._exchange(response, bodies) for response in self.responses[len(self._made) :])
            self._made = (*self._made, *new)
        return self._made

    def learn_persons(self) -> None:
        """Learn what the bodies so far say of persons: the reports show stand-ins in its place."""
        persons = self._redactor.persons
        if persons is None:
            return
        for response in self.responses[self._learnt :]:
            persons.learn_body(response.request_body)
            persons.learn_body(response.body)
        self._learnt = len(self.responses)

    def _exchange(self, response: Response, bodies: _Bodies) -> Exchange:
        redact = self._redactor
        sent = _header(response.request_headers, "content-type")
        came = response.headers.get("content-type") or ""
        failure = response.failure
        return Exchange(
            index=response.index,
            label=redact.said(response.label),
            started=response.started,
            seconds=response.seconds,
            method=response.method,
            url=redact.text(response.url),
            request=bodies.message(response.request_headers, response.request_body, sent, len(response.request_body)),
            status=response.status,
            response=bodies.message(tuple(response.headers), response.body, came, response.size),
            error=None if failure is None else redact.text(f"{failure.code}: {failure.message}"),
            curl=curl_line(response, redact, self._ca) if self._repeatable else "",
        )


class _Bodies:
    """Makes redacted messages; a body that occurs again (a page fetched twice) is worked on once."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._slack = max(4096, redactor.longest)
        self._seen: dict[tuple[bytes, str], tuple[str, bool]] = {}

    def message(self, headers: tuple[tuple[str, str], ...], body: bytes, content_type: str, size: int) -> Message:
        key = (body, content_type)
        if key not in self._seen:
            self._seen[key] = self._text(body, content_type)
        text, truncated = self._seen[key]
        redacted = tuple((self._redactor.text(name), self._redactor.header(name, value)) for name, value in headers)
        return Message(headers=redacted, body=text, size=size, truncated=truncated)

    def _text(self, body: bytes, content_type: str) -> tuple[str, bool]:
        window = BODY_TEXT_LIMIT + self._slack
        # Four bytes are the most that UTF-8 spends on a character.
        text = _decode(body[: 4 * window], content_type, whole=len(body) <= 4 * window)
        if text is None:
            kind = self._redactor.text(content_type) or "no content type"
            return f"<binary body: {kind}, {len(body)} bytes>", False
        if len(text) <= BODY_TEXT_LIMIT:
            return self._redactor.body(text), False
        redacted = self._redactor.body(text[:window])
        # The end of the window may hold the first half of a secret: it is never shown.
        return redacted[: -self._slack][:BODY_TEXT_LIMIT], True


def _decode(body: bytes, content_type: str, *, whole: bool) -> str | None:
    """The body as text, or ``None`` when it is binary; the last character of a piece may be cut."""
    media = content_type.partition(";")[0].strip().lower()
    charset = declared_charset(content_type)
    if charset or media.startswith(_TEXTUAL) or media.endswith(("+json", "+xml")):
        return body.decode(charset or "utf-8", "replace")
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(body, final=whole)
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text


def _header(headers: tuple[tuple[str, str], ...], name: str) -> str:
    return next((value for key, value in headers if key.lower() == name), "")
