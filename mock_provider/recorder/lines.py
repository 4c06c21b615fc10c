"""One line for each exchange: for a developer's eye, or as JSON for a program."""

from __future__ import annotations

import json
from collections.abc import Callable

from conformance.exchanges.served import Handshake, Served
from conformance.exchanges.visible import named
from mock_provider.recorder.shown import Shown

Line = Callable[[Served], str]

_LONGEST = 16
_RED, _GREEN, _YELLOW, _CYAN, _PLAIN = "31", "32", "33", "36", "0"


class TextLines:
    """Method, path, status, client and learner; why it was refused, what struck and what was let pass.

    ``colour`` is for a terminal. ``ca`` is what a client has to trust, for the hint to one that does not.
    """

    def __init__(self, shown: Shown, ca: str, *, colour: bool = False) -> None:
        self._shown = shown
        self._ca = ca
        self._colour = colour

    def exchange(self, one: Served) -> str:
        """The line of an exchange."""
        parts = [f"{self._status(one)} {named(one.method) or '?':<6} {self._said(one, one.path or '?')}"]
        if one.place in ("plain", "other"):
            parts.append({"plain": "on the port without TLS", "other": "on the other host"}[one.place])
        if one.client:
            parts.append(f"client {_short(self._said(one, one.client))}")
        if one.learner:
            parts.append(f"learner {named(one.learner)}")
        if one.reason:
            parts.append(self._painted(_YELLOW, self._said(one, one.reason)))
        if one.struck:
            parts.append(f"struck by {', '.join(one.struck)}")
        parts += [f"taken: {self._said(one, each)}" for each in one.taken]
        if not one.whole:
            parts.append(self._painted(_RED, "broken off"))
        return f"{one.started[11:19]} {' · '.join(parts)}"

    def handshake(self, failed: Handshake) -> str:
        """The line of a TLS handshake that was not finished."""
        asked = f" for {named(failed.name)}" if failed.name else ""
        why = f"the client may not trust the CA: set SSL_CERT_FILE={self._ca}, or let it trust that file"
        return f"TLS handshake{asked} not finished · {self._painted(_YELLOW, why)}"

    def _said(self, one: Served, text: str) -> str:
        return named(self._shown.text(one, text))

    def _status(self, one: Served) -> str:
        if one.status is None:
            return self._painted(_RED, "---")
        return self._painted({2: _GREEN, 3: _CYAN}.get(one.status // 100, _RED), str(one.status))

    def _painted(self, colour: str, text: str) -> str:
        return f"\x1b[{colour}m{text}\x1b[{_PLAIN}m" if self._colour else text


class JsonLines:
    """Each exchange as a JSON object on a line of its own, in ASCII."""

    def __init__(self, shown: Shown) -> None:
        self._shown = shown

    def exchange(self, one: Served) -> str:
        """The line of an exchange, as the control API shows it."""
        return json.dumps(self._shown.members([one])[0])

    def handshake(self, failed: Handshake) -> str:
        """The line of a TLS handshake that was not finished."""
        return json.dumps({"handshake": "not finished", "listener": failed.listener, "name": failed.name})


def _short(client: str) -> str:
    return client if len(client) <= _LONGEST else f"{client[:_LONGEST]}…"
