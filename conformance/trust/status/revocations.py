"""A list of revoked credentials by id: 1EdTechRevocationList, deprecated, still named by older records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from conformance.trust.status.faults import Fault, StatusError


@dataclass(frozen=True, slots=True)
class Revocations:
    """What such a list says: ``reasons`` holds, by id of the revoked credential, the reason (empty: none is given)."""

    id: str = ""
    issuer: str = ""
    reasons: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    faults: tuple[Fault, ...] = ()


def read_revocations(value: Mapping[str, Any]) -> Revocations:
    """The list in a JSON object: an entry counts unless its ``revoked`` is false.

    Raises ``StatusError`` when it holds no entries that can be read: then nobody knows what was revoked.
    """
    faults: list[Fault] = []
    entries = _entries(value, faults)
    reasons: dict[str, str] = {}
    for entry in entries:
        if isinstance(entry, str):
            reasons[entry] = ""
            _once(faults, "entry-is-text", "an entry is a text, not an object with an id")
        elif isinstance(entry, Mapping) and isinstance(entry.get("id"), str):
            if entry.get("revoked", True) is not False:
                reason = entry.get("revocationReason")
                reasons[entry["id"]] = reason if isinstance(reason, str) else ""
        else:
            _once(faults, "entry-without-id", "an entry has no id")
    identifier, issuer = value.get("id"), value.get("issuer")
    if isinstance(issuer, Mapping):
        issuer = issuer.get("id")
    return Revocations(
        identifier if isinstance(identifier, str) else "",
        issuer if isinstance(issuer, str) else "",
        MappingProxyType(reasons),
        tuple(faults),
    )


def _entries(value: Mapping[str, Any], faults: list[Fault]) -> list[Any]:
    name = "revokedCredential"
    if name not in value and "revokedCredentials" in value:
        name = "revokedCredentials"
        faults.append(Fault("other-spelling", "the list calls its entries revokedCredentials"))
    found = value.get(name, [])
    if isinstance(found, (Mapping, str)):
        faults.append(Fault("entries-not-an-array", f"{name} is not an array"))
        return [found]
    if not isinstance(found, list):
        raise StatusError("list-unreadable", f"{name} is not an array")
    if name not in value and not {"issuer", "id"} & value.keys():
        raise StatusError("list-unreadable", "it is not a revocation list: it has no revokedCredential")
    return found


def _once(faults: list[Fault], code: str, text: str) -> None:
    if all(fault.code != code for fault in faults):
        faults.append(Fault(code, text))
