"""Disclosures (ecdsa-sd-2023) of other hands whose parts were changed, lost, swapped or added to are never verified."""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Callable
from typing import Any, Final

import cbor2
import pytest

from conformance.trust.report import Trust
from tests.foreign.credentials.judging import ALL, judged

Json = dict[str, Any]
BASE, KEY, SIGNATURES, LABELS, MANDATORY = range(5)
NAMES: Final = ("badge-sd-derived.json", "badge-sd-derived-rich.json", "badge-sd-openvc.json")


def unpacked(badge: Json) -> list[Any]:
    value = badge["proof"]["proofValue"]
    data = base64.urlsafe_b64decode(value[1:] + "=" * (-len(value[1:]) % 4))
    return list(cbor2.loads(data[3:]))


def packed(parts: Any, header: bytes = b"\xd9\x5d\x01") -> str:
    return "u" + base64.urlsafe_b64encode(header + cbor2.dumps(parts)).decode().rstrip("=")


def replaced(number: int, value: Any) -> Callable[[list[Any]], Any]:
    def change(parts: list[Any]) -> list[Any]:
        parts[number] = value(parts[number]) if callable(value) else value
        return parts

    return change


CHANGES: dict[str, Callable[[list[Any]], Any]] = {
    "a signature lost": replaced(SIGNATURES, lambda held: held[1:]),
    "a signature twice": replaced(SIGNATURES, lambda held: [*held, held[0]]),
    "signatures turned": replaced(SIGNATURES, lambda held: held[::-1]),
    "one signature for all": replaced(SIGNATURES, lambda held: [held[0]] * len(held)),
    "no signatures": replaced(SIGNATURES, []),
    "signature cut": replaced(SIGNATURES, lambda held: [held[0][:-1], *held[1:]]),
    "signatures that are texts": replaced(SIGNATURES, lambda held: ["x" * 64] * len(held)),
    "nothing mandatory": replaced(MANDATORY, []),
    "one less mandatory": replaced(MANDATORY, lambda held: held[1:]),
    "one more mandatory": replaced(MANDATORY, lambda held: [*held, max(held) + 1]),
    "mandatory twice": replaced(MANDATORY, lambda held: [*held, held[0]]),
    "mandatory beyond": replaced(MANDATORY, lambda held: [*held, 9_999]),
    "mandatory negative": replaced(MANDATORY, lambda held: [-1, *held[1:]]),
    "mandatory huge": replaced(MANDATORY, [2**70]),
    "mandatory as truth": replaced(MANDATORY, lambda held: [True, *held[1:]]),
    "everything mandatory": replaced(MANDATORY, list(range(60))),
    "labels lost": replaced(LABELS, {}),
    "label of another length": replaced(LABELS, lambda held: {name: label[:-1] for name, label in held.items()}),
    "labels alike": replaced(LABELS, lambda held: dict.fromkeys(held, next(iter(held.values()), b""))),
    "labels by text": replaced(LABELS, lambda held: {str(name): label for name, label in held.items()}),
    "labels a list": replaced(LABELS, lambda held: list(held.values())),
    "another one-time key": replaced(KEY, lambda held: held[:-1] + bytes([held[-1] ^ 1])),
    "no one-time key": replaced(KEY, b""),
    "another base signature": replaced(BASE, lambda held: held[:-1] + bytes([held[-1] ^ 1])),
    "base signature of zeroes": replaced(BASE, bytes(64)),
    "four parts": lambda parts: parts[:4],
    "six parts": lambda parts: [*parts, b""],
    "a map": lambda parts: dict(enumerate(parts)),
    "a number": lambda _: 7,
    "nothing": lambda _: None,
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_disclosure_is_never_verified(name: str, change: Callable[[list[Any]], Any]) -> None:
    badge = document(name)
    before = unpacked(badge)
    parts = change(copy.deepcopy(before))
    if parts == before:
        pytest.skip("nothing is changed here")
    badge["proof"]["proofValue"] = packed(parts)
    assert verdict(badge) is not Trust.VERIFIED


def document(name: str) -> Json:
    found: Json = json.loads(next(each for each in ALL if each.name == name).data)
    return found


def verdict(badge: Json) -> Trust:
    report = judged("changed", json.dumps(badge).encode()).verification
    assert report is not None
    return report.verdict


@pytest.mark.parametrize("name", NAMES)
def test_what_is_added_is_not_covered(name: str) -> None:
    for member, value in (("version", "2"), ("tag", ["new"]), ("inLanguage", "cy-GB")):
        badge = document(name)
        badge["credentialSubject"]["achievement"][member] = value
        assert verdict(badge) is Trust.NOT_VERIFIED


@pytest.mark.parametrize(
    "data",
    [b"", b"\xd9", b"\xd9\x5d", b"\xd9\x5d\x01", b"\xd9\x5d\x01\x85", b"\xd9\x5d\x01" + b"\x9f" * 2_000,
     b"\xd9\x5d\x01\x9b\xff\xff\xff\xff\xff\xff\xff\xff", b"\xd9\x5d\x02\x80", b"\xd9\x5d\x01" + b"\x81" * 5_000],
    ids=["empty", "one byte", "two bytes", "head alone", "cut", "without end", "of exabytes", "another head", "deep"],
)  # fmt: skip
def test_bytes_that_are_no_disclosure_end_in_a_verdict(data: bytes) -> None:
    badge = document(NAMES[0])
    badge["proof"]["proofValue"] = "u" + base64.urlsafe_b64encode(data).decode().rstrip("=")
    assert verdict(badge) is not Trust.VERIFIED
