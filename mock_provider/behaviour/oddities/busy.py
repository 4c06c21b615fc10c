"""A service that asks for patience: 503 and 429, with Retry-After in both of its forms and without."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from email.utils import formatdate
from typing import Literal

from mock_provider.behaviour.accidents import to_nobody
from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Oddity

library = Library()

WAIT = 2
"""Seconds that a client is asked to wait. A date has whole seconds, so that one is up to a second more away."""

_MACHINES = ("token", "register", "revoke")
_STATUSES = {503: ("Service Unavailable", "temporarily_unavailable"), 429: ("Too Many Requests", "slow_down")}
_HOW = {
    503: "A new version is put in service.\nRFC 9110, sections 15.6.4 and 10.2.3.",
    429: "Each client has so many requests a minute.\nRFC 6585, section 4.",
}
Form = Literal["seconds", "date", "bare"]
_FORMS: dict[Form, str] = {
    "seconds": f"with Retry-After: {WAIT}",
    "date": "with a date in Retry-After",
    "bare": "without Retry-After",
}


def _answer(status: int, form: Form) -> Callable[[Response], None]:
    phrase, error = _STATUSES[status]

    def on_response(response: Response) -> None:
        response.status = status
        if response.operation in response.request.facts.operations:
            told = response.request.statuses.failure(status, "server_busy", f"{phrase}; try again later")
            headers, response.body = list(told.headers), told.body
        elif response.operation in _MACHINES:
            headers, response.body = [(b"content-type", b"application/json")], json.dumps({"error": error}).encode()
        else:
            headers, response.body = [(b"content-type", b"text/html")], f"<h1>{phrase}</h1>".encode()
        if form != "bare":
            until = str(WAIT) if form == "seconds" else formatdate(int(time.time()) + WAIT + 1, usegmt=True)
            headers.append((b"retry-after", until.encode("ascii")))
        response.headers.raw[:] = headers

    return on_response


def _oddity(name: str, status: int, form: Form) -> Oddity:
    return Oddity(
        id=name,
        title=f"{status} {_STATUSES[status][0]} {_FORMS[form]}; what was asked is not done",
        how=_HOW[status],
        on_request=to_nobody,
        on_response=_answer(status, form),
        touches=("availability",),
    )


library.add(_oddity("odd-503-seconds", 503, "seconds"))
library.add(_oddity("odd-503-date", 503, "date"))
library.add(_oddity("odd-503-bare", 503, "bare"))
library.add(_oddity("odd-429-seconds", 429, "seconds"))
library.add(_oddity("odd-429-date", 429, "date"))
library.add(_oddity("odd-429-bare", 429, "bare"))

ODDITIES = library.oddities
