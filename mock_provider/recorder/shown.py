"""Exchanges as they may be shown: without a secret, and with stand-ins for what is a learner's own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from conformance.exchanges import Redactor
from conformance.exchanges.response import Headers
from conformance.exchanges.served import Served
from conformance.privacy import Persons

MOST_TEXT = 20_000
"""Characters that are shown of a body."""

_MOST_KNOWN = 8_000
"""Forms of secrets that are looked for; beyond them those of exchanges long past are forgotten."""


class Shown:
    """Shows exchanges; a secret that passed in one is hidden in all. Safe between threads.

    ``secrets`` are known from the start. ``persons`` makes the stand-ins, when they are needed; without it personal
    data is shown as it is.
    """

    def __init__(self, secrets: Iterable[str] = (), persons: Callable[[], Persons] | None = None) -> None:
        self._secrets = tuple(secrets)
        self._persons = cache(persons) if persons else None
        self._lock = threading.Lock()
        self._learnt: set[int] = set()
        self._made: Redactor | None = None

    def forget(self) -> None:
        """Know the secrets of the start only."""
        self._made, self._learnt = None, set()

    @property
    def _redactor(self) -> Redactor:
        if self._made is None:
            self._made = Redactor(persons=self._persons().anew() if self._persons else None)
            for secret in self._secrets:
                self._made.learn(secret)
        return self._made

    def learn(self, secret: str, name: str = "TOKEN") -> None:
        """A secret that was given out in another way than by an exchange."""
        with self._lock:
            self._redactor.learn(secret, name)

    def members(self, exchanges: Sequence[Served]) -> list[dict[str, Any]]:
        """Each exchange as a JSON object."""
        with self._lock:
            self._learn_all(exchanges)
            return [self._members(one) for one in exchanges]

    def text(self, exchange: Served, text: str) -> str:
        """A text that speaks of an exchange, such as its path or its reason."""
        with self._lock:
            self._learn_all((exchange,))
            return self._redactor.text(text)

    def _learn_all(self, exchanges: Iterable[Served]) -> None:
        if self._redactor.version > _MOST_KNOWN or len(self._learnt) > _MOST_KNOWN:
            self.forget()
        for one in exchanges:
            if one.number not in self._learnt:
                self._learn(one)
                if one.ended is not None:  # else more may come
                    self._learnt.add(one.number)

    def _learn(self, one: Served) -> None:
        redactor = self._redactor
        for name, value in (*one.request_headers, *one.headers):
            redactor.learn_header(name, value)
        redactor.learn_pairs(urlsplit(one.url).query)
        for headers, body in ((one.request_headers, one.request_body), (one.headers, one.body)):
            if one.place in ("oauth", "page"):
                text = body.decode("utf-8", "replace")
                if "form" in (headers.get("content-type") or ""):
                    redactor.learn_pairs(text)
                else:
                    redactor.learn_json(text)
            elif redactor.persons is not None:
                redactor.persons.learn_body(body)

    def _members(self, one: Served) -> dict[str, Any]:
        text = self._redactor.text
        url = text(one.url)
        parts = urlsplit(url)
        return {
            "number": one.number,
            "at": one.started,
            "run": one.run,
            "place": one.place,
            "operation": one.operation,
            "method": text(one.method),
            "url": url,
            "path": parts.path,
            "query": dict(parse_qsl(parts.query, keep_blank_values=True)),
            "headers": self._headers(one.request_headers),
            "body": self._body(one.request_body),
            "size": one.request_size,
            "tls": one.tls,
            "status": one.status,
            "answer": {"headers": self._headers(one.headers), "body": self._body(one.body), "size": one.size},
            "seconds": None if one.ended is None else round(one.ended - one.began, 6),
            "whole": one.whole,
            "client": one.client and text(one.client),
            "learner": one.learner,
            "struck": list(one.struck),
            "taken": [text(each) for each in one.taken],
            "reason": text(one.reason),
        }

    def _headers(self, headers: Headers) -> list[list[str]]:
        return [[self._redactor.text(name), self._redactor.header(name, value)] for name, value in headers]

    def _body(self, body: bytes) -> str:
        slack = max(4096, self._redactor.longest)
        window = MOST_TEXT + slack
        text = body[: 4 * window].decode("utf-8", "replace")
        if len(text) <= MOST_TEXT:
            return self._redactor.body(text)
        if len(text) <= window and len(body) <= 4 * window:
            return self._redactor.body(text)[:MOST_TEXT] + " …"
        # The end of the window may hold the first half of a secret: it is never shown.
        return self._redactor.body(text[:window])[:-slack][:MOST_TEXT] + " …"
