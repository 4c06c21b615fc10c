"""Signed items: the token's header, the key, the signature, and who else could have signed."""

from __future__ import annotations

from conformance.document import judge_schema
from conformance.document.schema import valid
from conformance.document.tokens import Token
from conformance.document.words import a
from conformance.rulebooks.clr10.document import RULES
from conformance.rulebooks.clr10.document.checks.common import verification_type
from conformance.rulebooks.clr10.trust import ids
from conformance.rulebooks.clr10.trust.keys import Key, key_of
from conformance.rulebooks.clr10.trust.register import check
from conformance.rulebooks.clr10.trust.revocation import check_revocation
from conformance.rulebooks.clr10.trust.scope import check_scope
from conformance.trust import signature
from conformance.trust.items import Item
from conformance.trust.signature import Checked, header_problem, ignored_headers

_MOST_TRIED = 20
_FOREIGN = ("signature-foreign", "signature-bad")


def verify_signed(item: Item, token: Token) -> None:
    """Verifies an item that came as a compact JWS; reasons are left at the item."""
    item.session.decided |= {ids.SIGNATURE_FITS, ids.ISSUER_SIGNS}
    header = token.header or {}
    item.algorithm = str(header.get("alg", ""))[:40]
    if ignored := ignored_headers(header):
        item.open.append(f"its header brings a key along ({', '.join(ignored)}), which was not used")
    _payload(item, token)
    refused = header_problem(token.header)
    if refused.fits:
        key = key_of(item)
        if key is not None:
            the_signature_fits(item, token, key)
    else:
        item.refute(refused.code, refused.text, ids.ALGORITHM_IS_ACCEPTED)
        _find(item, f"The signature of this {item.kind} cannot be accepted", refused.text)
    check_scope(item, item.profile)
    check_revocation(item)


def _payload(item: Item, token: Token) -> None:
    """What is signed has to be what the standard knows, whatever the signature says: the findings tell where not."""
    if not valid(RULES.model, item.kind, token.payload) and judge_schema(token.payload, item.kind, RULES).findings:
        why = "its payload breaks the model of its class: see the findings"
        item.refute("payload-invalid", why, ids.PAYLOAD_CONFORMS, declared=True)
    if verification_type(item.node) == "Hosted":
        why = "it came as a JWS, but says that it is hosted: only its signature was looked at, not its hosted copy"
        item.doubt("says-hosted", why, ids.SAYS_SIGNED)


@check(ids.SIGNATURE_FITS)
def the_signature_fits(item: Item, token: Token, key: Key) -> None:
    """The signature fits the key of the profile that signs."""
    checked = signature.check(token.text, token.header, key.pem)
    if checked.fits:
        if not key.confirmed:
            why = "its signature fits the key that it brings along, but nothing outside confirms that key"
            item.doubt("embedded-key", why, ids.KEY_IS_CONFIRMED)
        return
    owner = _other_signer(item, token) if checked.code in _FOREIGN else ""
    item.refute(checked.code, _explained(checked, owner), ids.ISSUER_SIGNS if owner else ids.SIGNATURE_FITS)
    _find(item, _MESSAGES.get(checked.code, "The key of the issuer cannot verify a {}").format(item.kind), checked.text)
    if owner or checked.code == "signature-foreign":
        the_issuer_signed(item, owner)


@check(ids.ISSUER_SIGNS)
def the_issuer_signed(item: Item, owner: str) -> None:
    """The profile that issues an item signs it: this one was signed by the ``owner`` of another key, if known."""
    item.find(
        ids.ISSUER_SIGNS,
        f"{a(item.kind, capital=True)} was not signed by the profile that issues it",
        expected=f"the key of {item.profile_id}",
        actual=f"the key of {owner}" if owner else "another key, or a damaged signature",
    )


_MESSAGES = {
    "signature-altered": "A signed {} was changed after it was signed",
    "signature-foreign": "The signature of this {} was not made with the key of its issuer",
    "signature-bad": "The signature of this {} does not fit the key of its issuer",
}


def _explained(checked: Checked, owner: str) -> str:
    return f"{checked.text}; the key of {owner} fits" if owner else checked.text


def _find(item: Item, message: str, actual: str) -> None:
    item.find(
        ids.SIGNATURE_FITS, message, expected="a signature that fits the key of the signing profile", actual=actual
    )


def _other_signer(item: Item, token: Token) -> str:
    """The owner of another key of the document that fits the signature; empty when there is none."""
    nodes = item.session.document.having("CryptographicKey", "publicKeyPem")
    keys = {(key.text("publicKeyPem"), key.text("owner")) for key in nodes}
    for pem, owner in sorted((pem, owner) for pem, owner in keys if pem and owner)[:_MOST_TRIED]:
        if owner != item.profile_id and signature.check(token.text, token.header, pem).fits:
            return owner
    return ""
