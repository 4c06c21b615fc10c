"""Verification objects: the property, the key and the scope of ids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from conformance.document.nodes import Node
from conformance.record import Finding
from conformance.rulebooks.clr10.document.checks.common import ITEMS, host, is_url, key_ids, known, profile_of
from conformance.rulebooks.clr10.document.register import check

_HOST: Final = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*\.?|\[[0-9A-Fa-f:.]+\]")


@check("CLR10-VER-002", "Verification", when="verificationProperty")
def the_property_is_id(verification: Node) -> Iterator[Finding]:
    """verificationProperty is id."""
    if verification.text("verificationProperty") not in (None, "id"):
        yield verification.finding("verificationProperty is not id", at="verificationProperty", expected="id")


def _creator(item: Node) -> str | None:
    creator = item.object("verification").get("creator")
    return creator if isinstance(creator, str) else None


def _owned_by_another(item: Node, creator: str, profile: dict[str, Any]) -> str:
    """The id of another profile of the document whose key this is; empty when there is none."""
    key = item.scope.find(creator, "CryptographicKey")
    owner = key.parent.value.get("id") if key is not None and key.parent is not None else None
    return owner if isinstance(owner, str) and owner != profile.get("id") else ""


@check("CLR10-VER-003", *ITEMS, when="verification", subject=("Verification", "creator"))
def the_creator_is_the_issuers_key(item: Node) -> Iterator[Finding]:
    """creator is the key that the issuer profile names."""
    creator, profile = _creator(item), profile_of(item)
    if creator is None or not profile:
        return
    keys = key_ids(item, profile)
    if keys and creator not in keys and not _owned_by_another(item, creator, profile):
        yield item.finding(
            f"The creator of this {item.kind} is not the publicKey of the profile that issues it",
            at=("verification", "creator"),
            expected=f"the id of that key: {min(keys)}",
        )


@check("CLR10-JWS-011", *ITEMS, when="verification", subject=("Verification", "creator"))
def the_issuer_signs(item: Node) -> Iterator[Finding]:
    """A signed item is signed by the profile that issues it, not by another one of the document."""
    creator, profile = _creator(item), profile_of(item)
    owner = _owned_by_another(item, creator, profile) if creator is not None and profile else ""
    if owner:
        yield item.finding(
            f"The creator of this {item.kind} is the key of a profile other than the one that issues it",
            at=("verification", "creator"),
            expected="the key of the publisher (Clr), of achievement.issuer (Assertion) or of the issuer (Endorsement)",
            actual=f"the key of {owner}",
        )


def _scope(item: Node, member: str) -> list[str]:
    profile = profile_of(item)
    verification = known(item, profile, "verification") if profile else None
    entries = verification.get(member) if isinstance(verification, dict) else None
    return [entry for entry in entries if isinstance(entry, str)] if isinstance(entries, list) else []


@check("CLR10-VER-004", *ITEMS, when="id", subject=("Verification", "startsWith"))
def ids_begin_as_the_issuer_says(item: Node) -> Iterator[Finding]:
    """The id begins with one of startsWith of the issuer profile."""
    identifier, prefixes = item.text("id"), _scope(item, "startsWith")
    if identifier is not None and prefixes and not identifier.startswith(tuple(prefixes)):
        yield item.finding(
            f"The id of this {item.kind} is outside startsWith of the profile that issues it",
            at="id",
            expected=f"one of {', '.join(prefixes[:3])} at its beginning",
        )


@check("CLR10-VER-005", *ITEMS, when="id", subject=("Verification", "allowedOrigins"))
def ids_are_on_the_issuers_hosts(item: Node) -> Iterator[Finding]:
    """The host of a URL id is in allowedOrigins of the issuer profile."""
    identifier = item.text("id")
    if identifier is None or not is_url(identifier):
        return
    origins = _scope(item, "allowedOrigins")
    hosts = {host(origin) if "://" in origin else host(f"//{origin}") for origin in origins}
    if origins and host(identifier) not in hosts:
        yield item.finding(
            f"The id of this {item.kind} is on no host of allowedOrigins of the profile that issues it",
            at="id",
            expected=f"a URL on {', '.join(origins[:3])}",
        )


@check("CLR10-VER-006", "Verification", when="allowedOrigins")
def origins_are_host_names(verification: Node) -> Iterator[Finding]:
    """allowedOrigins holds host names."""
    for index, origin in enumerate(verification.entries("allowedOrigins")):
        if isinstance(origin, str) and not _HOST.fullmatch(origin):
            yield verification.finding(
                "An entry of allowedOrigins is not a bare host name",
                at=("allowedOrigins", index),
                expected="a host name such as records.example, without scheme, port or path",
            )
