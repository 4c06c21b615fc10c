"""All records of a resource owner, in both arrays of each page, walked page by page within limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conformance.rulebooks.clr20.provider.api import ProviderApi
from conformance.suites.answer import Answer
from conformance.suites.compact import payload
from conformance.suites.outcomes import Incomplete
from conformance.suites.walking import Pager, Walked, sameness

PLAIN, COMPACT = "credential", "compactJwsString"


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of a list: its members, and the JWS it came in (``None``: it stands as JSON)."""

    credential: Mapping[str, Any]
    jws: str | None = None

    @property
    def id(self) -> str:
        """The id of the record; empty when it has none."""
        return str(self.credential.get("id", ""))

    @property
    def key(self) -> tuple[str, bytes]:
        """What makes two entries the same: the content too, not the id alone."""
        return self.jws or "", sameness(self.credential)


Listing = Walked[Entry]
"""The pages of a walk and the records on them, in order."""


def pager(api: ProviderApi) -> Pager[Entry]:
    """How the list of records is read."""
    return Pager(api.get_credentials, api.get_page, page_entries, "records", "CLR20-API-18", "CLR20-API-19")


def arrays(answer: Answer) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """The two arrays of a page, that of JSON first; raises ``Incomplete`` when the body is no such page at all."""
    body = answer.json()
    if not isinstance(body, dict):
        raise Incomplete("the body of GET /credentials is not a JSON object (see CLR20-API-07)")
    if body and not body.keys() & {PLAIN, COMPACT}:
        raise Incomplete(f"the body of GET /credentials has neither {PLAIN} nor {COMPACT} (see CLR20-API-07)")
    plain, compact = (() if body.get(name) is None else body[name] for name in (PLAIN, COMPACT))
    if not isinstance(plain, (list, tuple)) or not isinstance(compact, (list, tuple)):
        raise Incomplete(f"{PLAIN} or {COMPACT} is not an array (see CLR20-API-07)")
    return tuple(plain), tuple(compact)


def page_entries(answer: Answer) -> tuple[Entry, ...]:
    """The records of one page, JSON first, whichever array each stands in; raises ``Incomplete`` as ``arrays`` does."""
    return tuple(one for array in arrays(answer) for value in array if (one := _entry(value)) is not None)


def _entry(value: Any) -> Entry | None:
    if isinstance(value, str):
        return Entry(credential_in(value), value)
    return Entry(value) if isinstance(value, dict) else None


def credential_in(jws: str) -> dict[str, Any]:
    """The record in a compact JWS, decoded and not verified: the payload, or its member vc; empty when unreadable."""
    value = payload(jws)
    inner = value.get("vc")
    return inner if isinstance(inner, dict) else value
