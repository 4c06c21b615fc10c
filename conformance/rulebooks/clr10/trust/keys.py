"""Which key an item was to be signed with: creator, the profile's own key, the key document; and whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from conformance.rulebooks.clr10.trust import ids
from conformance.rulebooks.clr10.trust.register import check
from conformance.trust.items import Item
from conformance.trust.report import UsedKey
from conformance.trust.session import LookupResult, State
from conformance.trust.signature import same_key
from conformance.trust.urls import host, is_https


@dataclass(frozen=True, slots=True)
class Key:
    """A key to verify with, and what the report says of it.

    ``confirmed`` is false for a key that the item brings along and that was met nowhere else.
    """

    pem: str
    used: UsedKey
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class _Embedded:
    """A key as a profile in the document has it."""

    id: str
    owner: str
    pem: str
    origin: str


def key_of(item: Item) -> Key | None:
    """The key by which a signed item is to be verified; ``None`` with a reason left at the item when there is none.

    ``verification.creator`` names it, else ``publicKey`` of the signing profile does. It is fetched from its id; the
    embedded copy is used only when that fails, and the item says so. The owner has to be the signing profile.
    """
    if not item.profile_id:
        item.refute("no-profile", "nothing says which profile signed it", ids.ISSUER_SIGNS)
        return None
    creator = _text(item.node.object("verification").get("creator"))
    embedded = list(_embedded(item))
    if creator and not the_issuer_authorizes_the_creator(item, creator, embedded):
        return None
    chosen = next((key for key in embedded if not creator or key.id == creator), None)
    if chosen is None and not creator:
        chosen = _published(item)
        if chosen is None:
            return None
    return _confirmed(item, creator or (chosen.id if chosen else ""), chosen)


def _embedded(item: Item) -> Iterator[_Embedded]:
    own = item.profile.get("publicKey")
    for value in item.of_profile("publicKey"):
        key = _as_key(value, "profile" if value is own else "document")
        if key is not None:
            yield key


def _as_key(value: Any, origin: str) -> _Embedded | None:
    if not isinstance(value, dict):
        return None
    pem = _text(value.get("publicKeyPem"))
    return _Embedded(_text(value.get("id")), _text(value.get("owner")), pem, origin) if pem else None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


@check(ids.CREATOR_IS_ISSUERS)
def the_issuer_authorizes_the_creator(item: Item, creator: str, embedded: list[_Embedded]) -> bool:
    """Whether the signing profile has the key that ``creator`` names (in the document, else where it is published)."""
    item.session.decided.add(ids.CREATOR_IS_ISSUERS)
    if any(key.id == creator for key in embedded):
        return True
    page = _page(item)
    published = _as_key(page.value.get("publicKey"), "fetched") if page.state is State.FOUND else None
    if published is not None and published.id == creator:
        return True
    if not embedded and published is None:
        return _vouched(item, creator, page)
    _unauthorized(item, creator, (published or embedded[0]).id)
    return False


def _unauthorized(item: Item, key_id: str, known: str) -> None:
    item.refute("key-unauthorized", f"the key {key_id} is not one that its issuer authorizes", ids.CREATOR_IS_ISSUERS)
    item.find(
        ids.CREATOR_IS_ISSUERS,
        f"The creator of this {item.kind} is not the publicKey of the profile that issues it",
        at=("verification", "creator"),
        expected=f"the id of that key: {known}",
    )


def _vouched(item: Item, creator: str, page: LookupResult) -> bool:
    """Without any key in the profile, only the key document can say whose it is: that decides half of the question."""
    why = item.session.leave_open(
        ids.CREATOR_IS_ISSUERS, page, f"whether {item.profile_id} authorizes the key {creator}"
    )
    if page.silent or page.state is State.OTHER:
        item.doubt("key-not-authorized-yet", why, ids.CREATOR_IS_ISSUERS)
    else:
        item.refute(
            "key-unauthorized", f"its issuer names no key, so none vouches for {creator}", ids.CREATOR_IS_ISSUERS
        )
    return True


def _published(item: Item) -> _Embedded | None:
    """The key of a profile that has none in the document, from where the profile itself is published."""
    page = _page(item)
    key = _as_key(page.value.get("publicKey"), "fetched") if page.state is State.FOUND else None
    if key is None:
        text = f"its issuer {item.profile_id} names no key"
        if page.silent:
            item.session.leave_open(ids.SIGNATURE_FITS, page, f"the key of {item.profile_id}")
            item.doubt("no-key", f"{text}, and its profile cannot be asked ({page.text})", ids.SIGNER_HAS_KEY)
        else:
            item.refute("no-key", text, ids.SIGNER_HAS_KEY)
    return key


def _page(item: Item) -> LookupResult:
    if not is_https(item.profile_id):
        return LookupResult(State.OTHER, "the id of the profile is not an https URL")
    page = item.session.look(item.profile_id)
    if page.state is State.FOUND and page.value.get("id") != item.profile_id:
        return LookupResult(State.OTHER, "the answer has another id")
    return page


def _confirmed(item: Item, key_id: str, embedded: _Embedded | None) -> Key | None:
    """The key from its own document; the embedded one when that cannot be had."""
    item.session.decided.add(ids.OWNER_SIGNS)
    answer = _document(item, key_id)
    fetched = _as_key(answer.value, "fetched") if answer.state is State.FOUND else None
    if fetched is None:
        return _fallback(item, key_id, embedded, answer)
    _tie(item, fetched)
    return the_owner_signs(item, fetched)


def _document(item: Item, key_id: str) -> LookupResult:
    if not is_https(key_id):
        return LookupResult(State.OTHER, "its id is not an https URL")
    return item.session.look(key_id)


def _fallback(item: Item, key_id: str, embedded: _Embedded | None, answer: LookupResult) -> Key | None:
    if embedded is None:
        why = f"the key {key_id} cannot be had: {answer.text}"
        if answer.silent:
            item.session.leave_open(ids.SIGNATURE_FITS, answer, f"the key {key_id}")
            item.doubt("no-key", why, ids.SIGNATURE_FITS)
        else:
            item.refute("no-key", why, ids.SIGNATURE_FITS)
        return None
    item.open.append(f"the key document {key_id} could not be used ({answer.text}); the embedded key was used")
    return the_owner_signs(item, embedded, confirmed=_published_too(item, embedded))


def _published_too(item: Item, key: _Embedded) -> bool:
    """Whether the issuer's profile, where it is published, has the same key."""
    page = _page(item)
    published = _as_key(page.value.get("publicKey"), "fetched") if page.state is State.FOUND else None
    return published is not None and same_key(published.pem, key.pem)


def _tie(item: Item, key: _Embedded) -> None:
    """A key from another host than the issuer's has to be named by the issuer's published profile."""
    if not is_https(item.profile_id):
        item.open.append(
            f"the id of its issuer ({item.profile_id}) is not a URL, so nothing ties the key to the issuer"
        )
    elif host(key.id) != host(item.profile_id):
        page = _page(item)
        published = _as_key(page.value.get("publicKey"), "fetched") if page.state is State.FOUND else None
        if published is not None and published.id != key.id:
            _unauthorized(item, key.id, published.id)
        elif published is None:
            why = f"{item.profile_id} could not be asked whether the key {key.id}, on another host, is its own"
            item.doubt("key-not-confirmed", f"{why} ({page.text})", ids.CREATOR_IS_ISSUERS)


@check(ids.OWNER_SIGNS)
def the_owner_signs(item: Item, key: _Embedded, *, confirmed: bool = True) -> Key | None:
    """The key, when its owner is the profile that signs."""
    used = UsedKey(key.id, key.owner, key.origin)
    item.key = used
    if key.owner == item.profile_id:
        return Key(key.pem, used, confirmed)
    item.refute("key-of-another", f"the key {key.id} belongs to {key.owner or 'nobody'}", ids.OWNER_SIGNS)
    if key.owner:  # CLR10-KEY-001 tells of a key without an owner
        item.find(
            ids.OWNER_SIGNS,
            "The owner of the key is not the profile that signs",
            at=(*item.profile_place, "publicKey", "owner"),
            expected=item.profile_id,
            actual=f"{key.id}: {key.owner}" if key.origin == "fetched" else key.owner,
        )
    return None
