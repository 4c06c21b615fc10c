"""Collects from received CLRs the URLs of what the target hosts: assertions, endorsements, keys, revocation lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from conformance.suites.compact import payload

DEPTH = 40


@dataclass(frozen=True, slots=True)
class Links:
    """URLs by what stands behind them, each once, in the order in which they were met."""

    assertions: tuple[str, ...] = ()
    endorsements: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    revocations: tuple[str, ...] = ()
    revoked_assertions: tuple[str, ...] = ()


@dataclass(slots=True)
class _Found:
    urls: dict[str, dict[str, None]] = field(default_factory=dict)

    def put(self, kind: str, url: Any) -> None:
        if isinstance(url, str) and url.startswith(("https://", "http://")):
            self.urls.setdefault(kind, {})[url] = None

    def of(self, kind: str) -> tuple[str, ...]:
        return tuple(self.urls.get(kind, ()))


def links_of(clrs: Iterable[Mapping[str, Any]]) -> Links:
    """The URLs that these CLRs name, payloads of signed items included."""
    found = _Found()
    for clr in clrs:
        for member, node in _nodes(clr, "", DEPTH):
            _sort(member, node, found)
    return Links(
        assertions=found.of("assertions"),
        endorsements=found.of("endorsements"),
        keys=found.of("keys"),
        revocations=found.of("revocations"),
        revoked_assertions=found.of("revoked_assertions"),
    )


def _nodes(value: Any, member: str, depth: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every object below a value with the name of the member that holds it."""
    if depth <= 0:
        return
    if isinstance(value, Mapping):
        yield member, value
        for name, entry in value.items():
            yield from _nodes(entry, name, depth - 1)
    elif isinstance(value, list):
        for entry in value:
            yield from _nodes(entry, member, depth - 1)
    elif isinstance(value, str) and member in ("signedAssertions", "signedEndorsements"):
        yield from _nodes(payload(value), "signed", depth - 1)


def _sort(member: str, node: Mapping[str, Any], found: _Found) -> None:
    if member in ("assertions", "endorsements") and _hosted(node):
        found.put(member, node.get("id"))
    if member == "assertions" and node.get("revoked") is True:
        found.put("revoked_assertions", node.get("id"))
    if member == "publicKey":
        found.put("keys", node.get("id"))
    if "revocationList" in node:
        found.put("revocations", node["revocationList"])


def _hosted(node: Mapping[str, Any]) -> bool:
    verification = node.get("verification")
    return (
        isinstance(verification, Mapping) and verification.get("type") == "Hosted" and node.get("revoked") is not True
    )
