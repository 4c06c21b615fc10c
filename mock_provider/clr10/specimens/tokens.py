"""Signed assertions whose token is broken, proves nothing, or brings along the key that it fits."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from mock_provider.clr10.content.model import Node
from mock_provider.clr10.documents import compact_jws, encoded
from mock_provider.clr10.specimens.pairs import SignedPairs
from mock_provider.clr10.terms import CONTEXT
from mock_provider.encoding import to_base64url, to_json
from mock_provider.scenarios import Laid
from mock_provider.testing import MockServer


def token_broken(mock: MockServer, claims: frozenset[str]) -> Laid:
    """Tokens that cannot be read: two parts, a payload that is not JSON, a header that is not JSON.

    Nobody can tell their ids, so that each has a place of its own, behind tokens with which nothing is wrong.
    """
    pairs = SignedPairs(mock, claims)
    sign, private = pairs.desk.sign, pairs.desk.site.signing_key("guild").private
    cut_off, cut_payload, cut_header = pairs.node(), pairs.node(), pairs.node()
    payload, header = to_json(_payload(cut_payload))[:-9], b'{"alg":"RS256"'
    broken = (
        (cut_off, "its token has two parts", sign(cut_off).rpartition(".")[0]),
        (cut_payload, "the payload of its token is not JSON", compact_jws({"alg": "RS256"}, payload, private)),
        (cut_header, "the header of its token is not JSON", compact_jws(header, _payload(cut_header), private)),
    )
    for place, (item, change, token) in enumerate(broken, 1):
        pairs.lay(item, change, token, before=[sign(pairs.node()) for _ in range(place)])
    return pairs.laid("token-broken")


def payload_changed(mock: MockServer, claims: frozenset[str]) -> Laid:
    """The grade in the payload was changed after it was signed."""
    pairs = SignedPairs(mock, claims)
    item = pairs.node()
    pairs.lay(item, "its grade was changed after it was signed", altered(pairs.desk.sign(item), better(item)))
    return pairs.laid("payload-changed")


def other_signer(mock: MockServer, claims: frozenset[str]) -> Laid:
    """It names the key of its issuer, and is signed with another one."""
    pairs = SignedPairs(mock, claims)
    item = pairs.node()
    pairs.lay(item, "it is signed with the key of somebody else", pairs.desk.sign(item, key="professor"))
    return pairs.laid("other-signer")


def alg_none(mock: MockServer, claims: frozenset[str]) -> Laid:
    """The header says that there is no signature, and there is none; or what stands in its place is none.

    Without a third part the record is not what the model asks for, which is another reason not to take it.
    """
    pairs = SignedPairs(mock, claims)
    for signature, told in (("", "and there is no signature"), ("bm9uZQ", "and what stands for the signature is none")):
        item = pairs.node()
        content = _content({"alg": "none", "typ": "JWT"}, item)
        pairs.lay(item, f"its header names the algorithm none, {told}", f"{content}.{signature}")
    return pairs.laid("alg-none")


def alg_hs256(mock: MockServer, claims: frozenset[str]) -> Laid:
    """The public key of the issuer, which everybody has, is the secret that it is signed with."""
    pairs = SignedPairs(mock, claims)
    item = pairs.node()
    content = _content({"alg": "HS256", "kid": item["verification"]["creator"], "typ": "JWT"}, item)
    secret = pairs.issuer["publicKey"]["publicKeyPem"].encode()
    mac = hmac.digest(secret, content.encode("ascii"), "sha256")
    pairs.lay(item, "its header names HS256, and the secret is the public key", f"{content}.{to_base64url(mac)}")
    return pairs.laid("alg-hs256")


def header_key(mock: MockServer, claims: frozenset[str]) -> Laid:
    """The header offers a key in each of four ways, and the signature fits it."""
    pairs = SignedPairs(mock, claims)
    private = pairs.desk.site.signing_key("professor").private
    key, certificate = _jwk(private), _certificate(private)
    slug = pairs.desk.slug()
    offers: Mapping[str, Any] = {
        "jwk": key,
        "jku": pairs.desk.serve("keys", f"{slug}-set", to_json({"keys": [key]})),
        "x5c": [base64.b64encode(certificate.public_bytes(Encoding.DER)).decode("ascii")],
        "x5u": pairs.desk.serve("keys", f"{slug}-chain", certificate.public_bytes(Encoding.PEM)),
    }
    for name, value in offers.items():
        item = pairs.node()
        header = {"alg": "RS256", name: value, "typ": "JWT"}
        change = f"it is signed with a key that its own header offers ({name})"
        pairs.lay(item, change, compact_jws(header, _payload(item), private))
    return pairs.laid("header-key")


def better(item: Node) -> Node:
    """The same assertion with a better grade."""
    return {**item, "results": [{**each, "value": "A"} for each in item["results"]]}


def altered(token: str, item: Node) -> str:
    """The token with that item as its payload, and with the signature that it had."""
    header, _, signature = token.split(".")
    return f"{header}.{encoded(_payload(item))}.{signature}"


def _payload(item: Node) -> Node:
    return {"@context": CONTEXT, **item}


def _content(header: Node, item: Node) -> str:
    return f"{encoded(header)}.{encoded(_payload(item))}"


def _jwk(private: rsa.RSAPrivateKey) -> Node:
    """The public half as JSON Web Key (RFC 7517)."""
    numbers = private.public_key().public_numbers()
    parts = {
        name: value.to_bytes((value.bit_length() + 7) // 8) for name, value in (("n", numbers.n), ("e", numbers.e))
    }
    return {"kty": "RSA", "alg": "RS256", **{name: to_base64url(value) for name, value in parts.items()}}


def _certificate(private: rsa.RSAPrivateKey) -> x509.Certificate:
    """A certificate that the key has made out to itself."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Registry of Nordhaven")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(private.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=30))
    return builder.sign(private, SHA256())
