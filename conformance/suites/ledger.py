"""What the target has shown so far: every answer of the API, for the checks that look back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from conformance.suites.answer import Answer
from conformance.suites.outcomes import CheckEnd

STATUS_CLASS = "ImsxStatusInfo"

CLR_MEMBERS = frozenset({"issuedOn", "learner", "publisher", "assertions", "revoked"})
"""Members by which a body is taken for a CLR, whatever else is wrong with it."""

SUCCESS_CLASS: Mapping[str, Mapping[int, str | None]] = {
    "getAssertion": {200: "GetAssertionPayload"},
    "getClrs": {200: "ClrSet"},
    "postClr": {200: "PostClrPayload", 201: "PostClrPayload", 304: None},
    "getClr": {200: "GetClrPayload"},
    "deleteClr": {200: STATUS_CLASS, 202: STATUS_CLASS, 204: None},
    "getDiscoveryDocument": {200: "DiscoveryDocument"},
    "getEndorsement": {200: "GetEndorsementPayload"},
    "getKey": {200: "GetCryptographicKeyPayload"},
    "getRevocationList": {200: "RevocationList"},
}


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer with the class that the contract gives its body (``None``: no body)."""

    answer: Answer
    class_name: str | None

    @property
    def index(self) -> int:
        """Index of the exchange in the transcript."""
        return self.answer.reply.index


class Ledger:
    """Every API answer of a run, in order, but for those that decide nothing (by their place in the transcript)."""

    def __init__(self, decides_nothing: Callable[[int], bool] = lambda _index: False) -> None:
        self._seen: list[Seen] = []
        self._decides_nothing = decides_nothing

    def add(self, answer: Answer) -> None:
        """Keep an answer of one of the nine operations."""
        if answer.status is not None and answer.reply.failure is None:
            self._seen.append(Seen(answer, class_of(answer)))

    def __iter__(self) -> Iterator[Seen]:
        return (seen for seen in self._seen if not self._decides_nothing(seen.index))

    def successes(self) -> Iterator[Seen]:
        """The answers with 200 or 201."""
        return (seen for seen in self if seen.answer.status in (200, 201))

    def errors(self) -> Iterator[Seen]:
        """The answers with a status of 400 or more."""
        return (seen for seen in self if (seen.answer.status or 0) >= 400)


def class_of(answer: Answer) -> str | None:
    """The class of the contract that the body should have; a 410 of getClr may be the CLR itself."""
    status = answer.status or 0
    if status == 410 and answer.operation == "getClr" and _holds_a_clr(answer):
        return "GetClrPayload"
    if status >= 400:
        return STATUS_CLASS
    return SUCCESS_CLASS.get(answer.operation, {}).get(status)


def _holds_a_clr(answer: Answer) -> bool:
    try:
        body = answer.json()
    except CheckEnd:
        return False
    return isinstance(body, dict) and bool(CLR_MEMBERS & body.keys())
