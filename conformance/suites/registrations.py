"""The OAuth clients that a run registers, and how it takes them away again where the target lets it (RFC 7592)."""

from __future__ import annotations

from dataclasses import dataclass, field

from conformance.suites.answer import Answer
from conformance.suites.urls import origin
from conformance.wire import Wire


def fewer(area: str) -> str:
    """How fewer clients stay; ``area`` is the one whose checks register most of them (empty: the edition has none)."""
    leave_out = f"leave out {area}, which registers most of them, or " if area else ""
    return (
        f"fewer: {leave_out}let a registration answer with registration_client_uri and registration_access_token "
        "of RFC 7592"
    )


@dataclass(frozen=True, slots=True)
class _Managed:
    uri: str
    token: str = field(repr=False)


class Registrations:
    """Counts the clients that were registered, and keeps how those that can be removed are removed.

    ``area`` is the one of the edition whose checks register most of them; empty where it has none.
    """

    def __init__(self, wire: Wire, area: str) -> None:
        self._wire = wire
        self._area = area
        self._managed: list[_Managed] = []
        self._others = 0
        self._in_doubt = 0

    def add(self, answer: Answer, in_doubt: int = 0) -> None:
        """Take note of a registration that went through; ``in_doubt`` more met an accident, and may have been kept."""
        self._in_doubt += in_doubt
        if answer.status not in (200, 201):
            return
        try:
            body = answer.response.json()
        except ValueError:
            body = None
        members = body if isinstance(body, dict) else {}
        uri, token = members.get("registration_client_uri"), members.get("registration_access_token")
        if isinstance(uri, str) and isinstance(token, str) and token and origin(uri) == origin(answer.response.url):
            self._wire.redactor.learn(token)
            self._managed.append(_Managed(uri, token))
        else:
            self._others += 1

    def leave(self) -> list[str]:
        """Remove what can be removed; returns a sentence about the clients that stay, if any."""
        stay = self._others + sum(not self._removed(client) for client in self._managed)
        in_doubt = self._in_doubt
        self._managed, self._others, self._in_doubt = [], 0, 0
        sentences = []
        if stay:
            why = "since the target removes none"
            sentences.append(f"OAuth clients that stay registered, {why}: {stay} ({fewer(self._area)})")
        if in_doubt:
            sentences.append(
                f"OAuth clients that may stay registered, since no correct answer confirmed them: {in_doubt}"
            )
        return sentences

    def _removed(self, client: _Managed) -> bool:
        headers = {"Authorization": f"Bearer {client.token}"}
        try:
            response = self._wire.send("DELETE", client.uri, headers=headers, label="remove the client")
        except Exception:  # the run may be out of its limits; the sentence tells of what stays
            return False
        return response.status in (200, 204)
