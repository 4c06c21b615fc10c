"""What several areas ask of a node: moments, URLs, the profile that vouches for an item."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit

from conformance.document.nodes import Node
from conformance.rulebooks.clr10.document.model import ITEMS, PROFILES

__all__ = [
    "ITEMS",
    "PROFILES",
    "copies",
    "host",
    "is_signed",
    "is_url",
    "key_ids",
    "known",
    "learner_of",
    "moment",
    "profile_of",
    "profile_path",
    "verification_type",
    "when",
]

URL: Final = re.compile(r"https?://", re.IGNORECASE)


@lru_cache(maxsize=4096)
def moment(text: str) -> datetime | None:
    """The instant that a timestamp with a zone names; ``None`` when it is none."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo else None


def when(node: Node, member: str) -> datetime | None:
    """The instant in that member, if there is one."""
    text = node.text(member)
    return moment(text) if text else None


def is_url(text: str | None) -> bool:
    """True for an http or https URL."""
    return text is not None and URL.match(text) is not None


@lru_cache(maxsize=4096)
def host(url: str) -> str:
    """The host of a URL in lower case; empty when there is none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def verification_type(item: Node) -> Any:
    """``verification.type`` of an item, ``None`` when absent."""
    return item.object("verification").get("type")


def profile_path(item: Node) -> tuple[str, ...]:
    """The members that lead from an item to the profile that vouches for it."""
    if item.kind == "Clr":
        return ("publisher",)
    return ("achievement", "issuer") if item.kind == "Assertion" else ("issuer",)


def profile_of(item: Node) -> dict[str, Any]:
    """The profile that vouches for an item, empty when there is none."""
    found: Any = item.value
    for member in profile_path(item):
        found = found.get(member) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def copies(item: Node, profile: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The profile as given, and its other copies in the same CLR: one of them may be the full one."""
    yield profile
    identifier = profile.get("id")
    if isinstance(identifier, str):
        for node in item.scope.ids.get(identifier, ()):
            if node.kind in PROFILES and node.value is not profile:
                yield node.value


def known(item: Node, profile: dict[str, Any], member: str) -> Any:
    """A member of the profile, taken from the first of its copies that has it."""
    if member in profile:
        return profile[member]
    wanted = (profile.get("id"), member)
    if not isinstance(wanted[0], str):
        return None
    memo = item.scope.memo
    if wanted not in memo:
        memo[wanted] = next((copy[member] for copy in copies(item, profile) if member in copy), None)
    return memo[wanted]


def key_ids(item: Node, profile: dict[str, Any]) -> frozenset[str]:
    """The ids of the keys that the profile or a copy of it names."""
    wanted = (profile.get("id"), "publicKey", "id")
    memo: dict[Any, frozenset[str]] = item.scope.memo
    if not isinstance(wanted[0], str):
        return _key_ids([profile])
    if wanted not in memo:
        memo[wanted] = _key_ids(copies(item, profile))
    return memo[wanted]


def _key_ids(profiles: Iterable[dict[str, Any]]) -> frozenset[str]:
    keys = (profile.get("publicKey") for profile in profiles)
    ids = (key.get("id") for key in keys if isinstance(key, dict))
    return frozenset(identifier for identifier in ids if isinstance(identifier, str))


def is_signed(item: Node) -> bool:
    """True when the item came as a compact JWS, or says that it is signed."""
    return item.token is not None or verification_type(item) == "Signed"


def learner_of(node: Node) -> dict[str, Any]:
    """The learner of the CLR that the node stands in; empty outside a CLR."""
    root = node.scope.root
    return root.object("learner") if root.kind == "Clr" else {}
