"""ecdsa-sd-2023: what a holder disclosed fits, statement by statement, and no bytes upset the reading of its value."""

from __future__ import annotations

import copy
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from functools import cache
from typing import Any

import cbor2
import pytest

from conformance.issuing.selective import base, derived
from conformance.trust.integrity import read
from conformance.trust.integrity.result import Checked
from tests.trust.integrity.signing import CREATED, KEY_ID, NOW, badge, checked, key, public

MANDATORY = ("/issuer", "/validFrom", "/credentialSubject/id")
ALL = ("/name", "/credentialSubject/achievement", "/credentialSubject/result")


@cache
def issued() -> dict[str, Any]:
    return base(badge(), key("P-256"), KEY_ID, mandatory=MANDATORY, created=CREATED, seed="seed")


def shown(*pointers: str) -> dict[str, Any]:
    return copy.deepcopy(derived(issued(), pointers or ALL))


def parts_of(document: dict[str, Any]) -> list[Any]:
    text = document["proof"]["proofValue"][1:]
    parts: list[Any] = cbor2.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4))[3:])
    return parts


def text(data: bytes) -> str:
    return "u" + urlsafe_b64encode(data).rstrip(b"=").decode()


def outcome(document: dict[str, Any]) -> str:
    return checked(document, public("P-256")).code


@pytest.mark.parametrize("pointers", [ALL, ("/name",), ("/credentialSubject/result/1",), ("/credentialSubject",)])
def test_what_a_holder_disclosed_fits(pointers: tuple[str, ...]) -> None:
    assert checked(shown(*pointers), public("P-256")) == Checked()


CHANGES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "a mandatory statement": lambda badge: badge.update(validFrom="2026-01-30T12:00:01Z"),
    "a disclosed statement": lambda badge: badge.update(name="Soil sciencf"),
    "an entry of a list": lambda badge: badge["credentialSubject"]["result"][0].update(value="A+"),
    "an option of the proof": lambda badge: badge["proof"].update(created="2026-02-01T12:00:01Z"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_one_change_and_it_no_longer_fits(change: str) -> None:
    document = shown()
    CHANGES[change](document)
    assert outcome(document) == "signature-bad"


def test_a_statement_more_or_less_than_was_disclosed_is_told() -> None:
    document = shown()
    document["description"] = "A statement that nobody signed."
    assert outcome(document) == "statements-unsigned"
    document = shown()
    del document["name"]
    assert outcome(document) == "statements-unsigned"


def test_another_key_does_not_fit() -> None:
    assert checked(shown(), public("P-256", "other")).code == "signature-bad"
    assert checked(shown(), public()).code == "key-wrong-curve"
    assert checked(shown(), public("P-384")).code == "key-wrong-curve"


def test_a_base_proof_is_told_as_such_and_not_verified() -> None:
    found = checked(copy.deepcopy(issued()), public("P-256"))
    assert (found.code, found.declared) == ("base-proof", True)


def test_a_base_proof_without_hmac_key_is_told() -> None:
    document = copy.deepcopy(issued())
    parts = parts_of(document)
    parts[2] = b""
    document["proof"]["proofValue"] = text(b"\xd9\x5d\x00" + cbor2.dumps(parts))
    assert outcome(document) == "hmac-key-length"


def replaced(position: int, value: Any) -> Callable[[list[Any]], list[Any]]:
    def change(parts: list[Any]) -> list[Any]:
        parts[position] = value(parts[position]) if callable(value) else value
        return parts

    return change


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda parts: parts[:4], "proof-value-shape"),
        (lambda parts: [*parts, 1], "proof-value-shape"),
        (replaced(0, lambda signature: signature[:63]), "signature-length"),
        (replaced(0, "text"), "signature-length"),
        (replaced(1, b""), "ephemeral-key"),
        (replaced(1, lambda data: b"\xed\x01" + data[3:]), "ephemeral-key"),
        (replaced(1, "z"), "ephemeral-key"),
        (replaced(2, lambda signatures: signatures[:-1]), "statements-unsigned"),
        (replaced(2, lambda signatures: [signatures[0][:63], *signatures[1:]]), "signature-length"),
        (replaced(2, 7), "signature-length"),
        (replaced(3, {}), "label-map"),
        (replaced(3, []), "label-map"),
        (replaced(3, {"c14n0": b"x" * 32}), "label-map"),
        (replaced(3, {0: b"x" * 31, 1: b"y" * 32}), "label-map"),
        (replaced(3, {-1: b"x" * 32}), "label-map"),
        (replaced(3, lambda labels: dict.fromkeys(labels, b"x" * 32)), "label-map"),
        (replaced(4, [0, 0]), "proof-value-indexes"),
        (replaced(4, [-1]), "proof-value-indexes"),
        (replaced(4, [True]), "proof-value-indexes"),
        (replaced(4, lambda indexes: [*indexes, 100_000]), "proof-value-indexes"),
        (replaced(4, "0"), "proof-value-indexes"),
    ],
)
def test_a_value_of_another_shape_is_told(change: Callable[[list[Any]], list[Any]], code: str) -> None:
    document = shown()
    document["proof"]["proofValue"] = text(b"\xd9\x5d\x01" + cbor2.dumps(change(parts_of(document))))
    assert outcome(document) == code


DEEP = b"\x85" + b"\x81" * 100_000 + b"\x00"
LONG_LIST = b"\x85\x9b\x00\x00\x00\xff\xff\xff\xff\xff"
LONG_BYTES = b"\x85\x5b\x00\x00\x00\xff\xff\xff\xff\xff"
LONG_MAP = b"\x85\xbb\x00\x00\x00\xff\xff\xff\xff\xff"
ENDLESS = b"\x85" + b"\x9f" * 1_000
TAGGED = b"\x85\xc5\x82\x1b\x7f\xff\xff\xff\xff\xff\xff\xff\x01"
SHARED = b"\x85\xd8\x1c\x81\xd8\x1d\x00"


@pytest.mark.parametrize("data", [DEEP, LONG_LIST, LONG_BYTES, LONG_MAP, ENDLESS, TAGGED, SHARED, b"\x85"])
def test_cbor_that_is_made_to_exhaust_a_reader_is_refused(data: bytes) -> None:
    document = shown("/name")
    document["proof"]["proofValue"] = text(b"\xd9\x5d\x01" + data)
    assert outcome(document) == "proof-value-cbor"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("z2VcU", "proof-value-multibase"),
        ("u", "proof-value-not-base64url"),
        ("u2V0B=", "proof-value-padded"),
        ("u2V0B+/", "proof-value-not-base64url"),
        ("u2V0B", "proof-value-shape"),
        ("u2V0BhR", "proof-value-not-canonical"),
        ("u2V0BhQ", "proof-value-cbor"),
        ("uAAAA", "proof-value-header"),
        ("u2V0C", "proof-value-header"),
        ("u" + "A" * 16_000_004, "proof-value-too-long"),
    ],
)
def test_a_value_that_is_no_derived_proof_is_told(value: str, code: str) -> None:
    proof = {**shown("/name")["proof"], "proofValue": value}
    found = read(proof, NOW)
    assert isinstance(found, Checked)
    assert found.code == code
