"""Whether an item stands where its issuer's items stand: startsWith, allowedOrigins, or the issuer's own host."""

from __future__ import annotations

from typing import Any

from conformance.rulebooks.clr10.trust import ids
from conformance.trust.items import Item
from conformance.trust.session import State
from conformance.trust.urls import host, is_https


def check_scope(item: Item, profile: dict[str, Any]) -> None:
    """Leaves a reason at the item when its id is outside the scope of ``profile``, the issuer as the item shows it.

    ``verification`` of the profile gives the scope; without one it is the host of the profile's id. A scope that an
    item brings along proves nothing about an issuer on another host, so that one is asked where it is published.
    """
    verdict = _within(item.id, profile.get("verification"))
    if verdict is False:
        _outside(item, ids.WITHIN_STARTS_WITH if _prefixes(profile.get("verification")) else ids.ON_ALLOWED_ORIGINS)
        return
    profile_id = profile.get("id") if isinstance(profile.get("id"), str) else ""
    if is_https(item.id) and host(item.id) == host(str(profile_id)):
        return
    if not is_https(item.id) and verdict is not None:
        return
    if is_https(item.id):
        _ask_issuer(item, str(profile_id))


def _ask_issuer(item: Item, profile_id: str) -> None:
    if not profile_id:
        item.open.append("it names no issuer itself, so only the item says whose it is")
        return
    if not is_https(profile_id):
        item.open.append(f"the id of its issuer ({profile_id}) is not a URL, so only the item itself says whose it is")
        return
    page = item.session.look(profile_id)
    if page.state is not State.FOUND:
        item.open.append(f"its issuer {profile_id} could not be asked which items are its own ({page.text})")
        return
    if not _within(item.id, page.value.get("verification")):
        _outside(item, ids.HOSTED_AT_ISSUERS)
        item.find(
            ids.HOSTED_AT_ISSUERS,
            f"The id of this {item.kind} is not where its issuer's items are",
            at="id",
            expected=f"a URL on {host(profile_id)}, or one within startsWith or allowedOrigins of the profile there",
        )


def _outside(item: Item, requirement: str) -> None:
    item.refute("out-of-scope", "its id is not where its issuer's items are", requirement)


def _within(identifier: str, verification: Any) -> bool | None:
    """True or false when the verification says which ids are in scope, ``None`` when it says nothing."""
    prefixes, origins = _prefixes(verification), _origins(verification)
    if not prefixes and not origins:
        return None
    if prefixes and not identifier.startswith(tuple(prefixes)):
        return False
    return not (origins and host(identifier) and host(identifier) not in origins)


def _prefixes(verification: Any) -> list[str]:
    return _texts(verification, "startsWith")


def _origins(verification: Any) -> set[str]:
    entries = _texts(verification, "allowedOrigins")
    return {host(entry) if "://" in entry else host(f"//{entry}") for entry in entries}


def _texts(verification: Any, member: str) -> list[str]:
    entries = verification.get(member) if isinstance(verification, dict) else None
    return [entry for entry in entries if isinstance(entry, str)] if isinstance(entries, list) else []
