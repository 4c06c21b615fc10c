"""From a reference (verificationMethod, kid) to a public key, and whether it is shown to be the issuer's.

Forms: did:key, did:jwk, did:web, https (JWK, key set, key document, controller document), ``{issuer id}#{multibase}``,
and the name of a key in the issuer's key set.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

from conformance.trust.keys.dids import (
    OwnKey,
    document_of_did_web,
    method,
    of_did_jwk,
    of_did_key,
    without_fragment,
)
from conformance.trust.keys.documents import FoundKey, find_key, is_controller_document, keys_of
from conformance.trust.keys.issuers import (
    Listing,
    at_home,
    document_says,
    issuer_document,
    key_set,
    listing,
    own_key,
    same_identifier,
)
from conformance.trust.keys.material import PublicKey, of_jwk, of_multibase
from conformance.trust.keys.problems import KeyRefused, refused
from conformance.trust.keys.resolved import Origin, Resolved, Shown, Trail
from conformance.trust.keys.unanswered import no_answer
from conformance.trust.session import LookupResult, State, VerificationSession

_MOST_REFERENCE: Final = 8_192
_LEAST_MULTIBASE: Final = 40
_ALONE: Final = "nothing links it to the issuer"


def resolve(session: VerificationSession, reference: str, issuer: str) -> Resolved:
    """The key that ``reference`` names, for what ``issuer`` (its id) signed; each pair is resolved once in a session.

    Never raises for what the reference holds or a target does: ``problem`` then says why there is no key.
    """
    known: Resolved | None = session.memo.get(("key", reference, issuer))
    if known is None:
        known = session.memo["key", reference, issuer] = _followed(Trail(session, reference, issuer), _by_form)
    return known


def resolve_embedded(session: VerificationSession, jwk: Mapping[str, Any], issuer: str) -> Resolved:
    """The key that a header brings along (``jwk``): the issuer's only when the issuer's own documents list it."""

    def read(trail: Trail) -> Resolved:
        trail.step("the header brings its key along: whoever made it chose the key")
        return _unlinked(trail, of_jwk(jwk), Origin.HEADER, "")

    return _followed(Trail(session, "", issuer), read)


def _followed(trail: Trail, way: Callable[[Trail], Resolved]) -> Resolved:
    try:
        return way(trail)
    except KeyRefused as refusal:
        return trail.fail(refusal.problem)


def _by_form(trail: Trail) -> Resolved:
    reference = trail.reference
    if len(reference) > _MOST_REFERENCE:
        raise refused("key-reference-unknown", f"a reference of {len(reference)} characters is followed nowhere")
    if reference.startswith("did:"):
        return _by_did(trail)
    if reference.lower().startswith(("https://", "http://")):
        return _by_document(trail, without_fragment(reference), "the document of the key")
    fragment = _key_in_fragment(reference)
    if fragment is not None:
        return _by_fragment(trail, fragment, None)
    return _by_name(trail)


def _by_own_key(trail: Trail, own: OwnKey) -> Resolved:
    trail.step(f"{own.did[:120]} holds its key itself: a key of {own.key.kind}")
    if own.did == trail.issuer:
        step = "it is the issuer itself" if own.asserts else "its document does not list it for assertionMethod"
        return trail.end(own.key, Origin.DID, Shown.SHOWN, controller=own.did, listed=own.asserts, step=step)
    # What such a DID says of its controller it derives from itself: that contradicts nobody.
    return _unlinked(trail, own.key, Origin.DID, own.did, listed=own.asserts)


def _did_key(trail: Trail) -> Resolved:
    return _by_own_key(trail, of_did_key(trail.reference))


def _did_jwk(trail: Trail) -> Resolved:
    return _by_own_key(trail, of_did_jwk(trail.reference))


def _did_web(trail: Trail) -> Resolved:
    did = without_fragment(trail.reference)
    return _by_document(trail, document_of_did_web(did), "the DID document", did)


_DIDS: Final[Mapping[str, Callable[[Trail], Resolved]]] = MappingProxyType(
    {"key": _did_key, "jwk": _did_jwk, "web": _did_web}
)


def _by_did(trail: Trail) -> Resolved:
    way = _DIDS.get(method(trail.reference))
    if way is None:
        raise refused(
            "did-method-unknown",
            "the method of this DID is not supported",
            "a register or a ledger is needed to resolve it",
            "name the key by did:web, did:key, did:jwk or https as well",
            open=True,
        )
    return way(trail)


def _by_document(trail: Trail, url: str, what: str, did: str = "") -> Resolved:
    answer = trail.look(url, what)
    fragment = _key_in_fragment(trail.reference)
    if answer.state is not State.FOUND:
        if fragment is not None:
            return _by_fragment(trail, fragment, answer)
        raise no_answer(answer)
    document = answer.value
    if did and document.get("id") != did:
        raise refused(
            "did-other-id", "the DID document has another id than the DID", "a document that was copied, or moved"
        )
    try:
        found = find_key(document, trail.reference, trail.session.now)
    except KeyRefused as refusal:
        if fragment is None or refusal.problem.code not in ("key-missing", "key-pem"):
            raise
        return _by_fragment(trail, fragment, answer)
    if fragment is not None and found.key != fragment:
        raise refused("key-differs", "the document has another key under this fragment than the fragment itself")
    return _by_found(trail, found, url)


def _by_fragment(trail: Trail, key: PublicKey, answer: LookupResult | None) -> Resolved:
    """``{issuer id}#{multibase}``: the fragment is the key, and only what is published at the address confirms it."""
    trail.step(f"the fragment is itself a key of {key.kind}, which anybody can write behind any address")
    if answer is not None and answer.silent:
        trail.unasked = answer
    document = answer.value if answer is not None else {}
    keys = list(keys_of(document, trail.session.now))
    same = next((found for found in keys if found.key == key), None)
    if same is not None:
        return _by_found(trail, same, without_fragment(trail.reference))
    if is_controller_document(document) and same_identifier(without_fragment(trail.reference), trail.issuer):
        step = "the document at the issuer's address lists other keys, and not this one"
        return trail.end(key, Origin.REFERENCE, Shown.NOT_SHOWN, controller="", listed=False, step=step)
    return trail.end(key, Origin.REFERENCE, Shown.NOT_SHOWN, step=f"nothing published at the address has it: {_ALONE}")


def _by_found(trail: Trail, found: FoundKey, url: str) -> Resolved:
    """A key that a fetched document has: its controller and its place say whose it is."""
    trail.step(f"{found.text}: a key of {found.key.kind}" + (f" of {found.controller}" if found.controller else ""))
    if found.controller and not same_identifier(found.controller, trail.issuer):
        step = "its controller is another than the issuer"
        return _ended(trail, found, Shown.CONTRADICTED, step=step, listed=found.listed is not False)
    if found.listed is False:
        step = "its controller document does not list it for assertionMethod"
        return _ended(trail, found, Shown.NOT_SHOWN, step=step, listed=False)
    if not at_home(url, trail.issuer):
        return _unlinked(trail, found.key, Origin.FETCHED, found.controller)
    if found.controller and url != issuer_document(trail.issuer):
        return _by_controller(trail, found)
    return _ended(trail, found, Shown.SHOWN, step="it is published at the issuer's own address")


def _by_controller(trail: Trail, found: FoundKey) -> Resolved:
    """A document that names the issuer as controller: where the issuer has a controller document, that one decides.

    On a host of many issuers each could else write a document of its own that names another as the controller.
    """
    said = document_says(trail, found.key)
    if said in (Listing.OTHER_PURPOSE, Listing.OTHERS):
        step = "the issuer's document does not list it for assertionMethod"
        return _ended(trail, found, Shown.NOT_SHOWN, step=step, listed=False)
    step = "it is published below the issuer's authority and names the issuer as its controller"
    return _ended(trail, found, Shown.SHOWN, step=step)


def _ended(trail: Trail, found: FoundKey, shown: Shown, *, step: str, listed: bool = True) -> Resolved:
    return trail.end(found.key, Origin.FETCHED, shown, controller=found.controller, listed=listed, step=step)


def _unlinked(trail: Trail, key: PublicKey, origin: Origin, controller: str, *, listed: bool = True) -> Resolved:
    """A key whose place says nothing of the issuer: only the issuer's own id or documents can."""
    if own_key(trail.issuer) == key:
        step = "it is the key that the issuer's own id holds"
        return trail.end(key, origin, Shown.SHOWN, controller=trail.issuer, listed=listed, step=step)
    said = listing(trail, key)
    if said is Listing.LISTED:
        step = "the issuer's own document has it"
        return trail.end(key, origin, Shown.SHOWN, controller=trail.issuer, listed=listed, step=step)
    if said is Listing.OTHER_PURPOSE:
        step = "the issuer's document has it, but not for assertionMethod"
        return trail.end(key, origin, Shown.NOT_SHOWN, controller=controller, listed=False, step=step)
    return trail.end(key, origin, Shown.NOT_SHOWN, controller=controller, listed=listed, step=_ALONE)


def _by_name(trail: Trail) -> Resolved:
    """A name that is no URI: the key of that name in the issuer's key set, where the issuer has an address."""
    url = key_set(trail.issuer)
    if _has_scheme(trail.reference) or not url or not trail.reference:
        raise refused(
            "key-reference-unknown",
            "it is no address and no DID that leads to a key",
            "the name of a key in place of its address",
            "write the address of the key, or its DID URL",
        )
    trail.step("it is a name and no address: the key of that name is looked for in the issuer's key set")
    return _by_document(trail, url, "the issuer's key set")


def _has_scheme(reference: str) -> bool:
    try:
        return bool(urlsplit(reference).scheme)
    except ValueError:
        return True


def _key_in_fragment(reference: str) -> PublicKey | None:
    fragment = reference.partition("#")[2]
    if not fragment.startswith("z") or len(fragment) < _LEAST_MULTIBASE:
        return None
    try:
        return of_multibase(fragment)
    except KeyRefused:
        return None
