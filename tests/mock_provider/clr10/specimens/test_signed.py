"""Signed specimens as our own verification sees them: the right ones verify, each changed one does not, and why."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc.jwk import RSAKey

from conformance.document.tokens import COMPACT
from conformance.trust import Trust, signature
from conformance.wire.fetcher import Fetcher
from mock_provider.clr10.specimens import endorsements, keys, lists, signed, tokens
from mock_provider.encoding import from_base64url
from mock_provider.scenarios import Laid, Record
from mock_provider.testing import MockServer
from tests.mock_provider.clr10.specimens.judging import CLAIMS, Lay, verified

LayIt = Callable[..., Laid]


def codes(laid: Laid, mock: MockServer) -> list[list[str]]:
    """The codes of all reasons against each specimen, record by record; everything beside a changed one verifies."""
    found = []
    for record in laid.records:
        reports = verified(record, mock)
        for one in record.specimens:
            report = reports[one.place]
            assert one.right == (report.verdict is Trust.VERIFIED), report
            assert report.kind == one.kind
            assert report.id in (one.id, "")
            found.append([reason.code for reason in report.reasons])
        wrong = {one.place for one in record.specimens if not one.right}
        # A record with a token that is not even of the form is not a right one as a whole either.
        wrong |= {""} if any(not COMPACT.fullmatch(token) for token in _tokens(record)) else set()
        assert {place for place, one in reports.items() if one.verdict is not Trust.VERIFIED} == wrong
    return found


@pytest.mark.parametrize(
    ("lay", "expected"),
    [
        (tokens.token_broken, [[], ["unreadable"], ["unreadable"], ["header-unreadable"]]),
        (tokens.payload_changed, [[], ["signature-altered"]]),
        (tokens.other_signer, [[], ["signature-foreign"]]),
        (tokens.alg_none, [[], ["unreadable"], ["algorithm-refused"]]),
        (tokens.alg_hs256, [[], ["algorithm-refused"]]),
        (tokens.header_key, [[], *[["signature-foreign"]] * 4]),
        (keys.creator_or_key, [[], [], ["signature-foreign"]]),
        (keys.creator_foreign, [[], ["key-unauthorized"]]),
        (keys.key_owner, [[], ["key-of-another"]]),
        (keys.key_moved, [[], ["signature-foreign"]]),
        (lists.listed, [[], ["revoked"]]),
        (lists.list_500, [[], ["list-unreachable"]]),
        (lists.list_foreign, [[], ["list-of-another"], ["list-of-another"]]),
        (signed.payload_invalid, [[], ["payload-invalid"]]),
        (signed.signed_expired, [[], ["expired"]]),
        (signed.recipient_other, [[], ["other-learner"]]),
        (signed.clr_good_assertion_bad, [[], [], ["signature-altered"]]),
        (signed.signed_unsigned, [[], ["unsigned"]]),
        (endorsements.endorsements_hosted, [[], ["not-hosted"]]),
        (endorsements.endorsements_signed, [[], ["signature-foreign"]]),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_the_twin_verifies_and_each_changed_one_fails_for_its_change_alone(
    laid: LayIt, mock: MockServer, lay: Lay, expected: list[list[str]]
) -> None:
    assert codes(laid(lay), mock) == expected


def test_an_endorsement_is_hosted_for_those_who_verify_no_signature(laid: LayIt, mock: MockServer) -> None:
    lay = endorsements.endorsements_hosted
    found = laid(lay, CLAIMS - {"verify_signed"})
    assert [record.kept.signed for record in found.records] == [False, False]
    reports = [verified(record, mock)["/endorsements/0"] for record in found.records]
    assert [one.verdict for one in reports] == [Trust.VERIFIED, Trust.NOT_VERIFIED]


def test_what_cannot_be_read_has_a_place_that_nothing_else_in_the_sitting_has(laid: LayIt) -> None:
    places = [one.place for record in laid(tokens.token_broken).records for one in record.specimens]
    assert places == [f"/signedAssertions/{number}" for number in range(4)]


def test_the_signature_fits_the_key_that_the_header_offers(laid: LayIt, mock: MockServer) -> None:
    offered = {}
    for record in laid(tokens.header_key).records[1:]:
        token = _tokens(record)[0]
        header = json.loads(from_base64url(token.partition(".")[0]))
        (name,) = header.keys() - {"alg", "typ"}
        offered[name] = signature.check(token, header, _offered(name, header[name], mock)).code
    assert offered == {"jwk": "", "jku": "", "x5c": "", "x5u": ""}


def test_the_shared_secret_is_the_key_that_everybody_can_fetch(laid: LayIt, mock: MockServer) -> None:
    token = _tokens(laid(tokens.alg_hs256).records[1])[0]
    header, payload = (json.loads(from_base64url(part)) for part in token.split(".")[:2])
    with Fetcher(ca=mock.ca_path, allow=["127.0.0.1", "localhost"]) as fetcher:
        key = json.loads(fetcher.get(payload["verification"]["creator"], accept="application/ld+json").body)
    assert header["alg"] == "HS256"
    assert key["publicKeyPem"] == payload["achievement"]["issuer"]["publicKey"]["publicKeyPem"]


@pytest.mark.parametrize("lay", [tokens.token_broken, lists.list_foreign, endorsements.endorsements_signed])
def test_no_two_specimens_have_the_same_name(laid: LayIt, lay: Lay) -> None:
    names = [one.name for record in laid(lay).records for one in record.specimens]
    assert len({*names}) == len(names)


def test_what_a_right_verdict_rests_on_is_named(laid: LayIt, mock: MockServer) -> None:
    for lay, member in ((keys.key_moved, "/keys/"), (lists.listed, "/revocations/")):
        twin = laid(lay).records[0].specimens[0]
        assert [url.removeprefix(mock.url).startswith(member) for url in twin.fetches] == [True]


def _tokens(record: Record) -> list[str]:
    clr = json.loads(from_base64url(record.content.decode().split(".")[1]))
    found: list[str] = clr.get("signedAssertions", [])
    return found


def _offered(name: str, value: Any, mock: MockServer) -> str:
    """The PEM of the key that a header leads to."""
    content = b""
    if isinstance(value, str):
        with Fetcher(ca=mock.ca_path, allow=["127.0.0.1", "localhost"]) as fetcher:
            content = fetcher.get(value, accept="*/*").body
    if name in ("jwk", "jku"):
        found = json.loads(content)["keys"][0] if content else value
        return RSAKey.import_key(found).as_pem(private=False).decode()
    loaded = x509.load_pem_x509_certificate(content) if content else _certificate(value)
    return loaded.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def _certificate(chain: list[str]) -> x509.Certificate:
    return x509.load_der_x509_certificate(base64.b64decode(chain[0]))
