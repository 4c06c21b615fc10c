"""Status entries: the place that each names, and those that name none."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.trust.status import StatusError, read_entry

URL = "https://issuer.example/status/3"
RIGHT: dict[str, Any] = {
    "id": f"{URL}#94567",
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": "94567",
    "statusListCredential": URL,
}


def test_a_right_entry() -> None:
    entry = read_entry(RIGHT)
    assert (entry.url, entry.purpose, entry.index, entry.size, entry.faults) == (URL, "revocation", 94567, 1, ())


def test_messages_are_by_value() -> None:
    messages = [{"status": "0x0", "message": "pending"}, {"status": "0x1", "message": "reviewed"}, {"status": "2"}, 3]
    entry = read_entry(RIGHT | {"statusPurpose": "message", "statusSize": 2, "statusMessage": messages})
    assert (entry.size, dict(entry.messages)) == (2, {0: "pending", 1: "reviewed"})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"statusListIndex": 94567}, "index-number"),
        ({"statusListIndex": 94567.0}, "index-number"),
        ({"id": URL}, "entry-is-list"),
    ],
)
def test_faults_that_leave_it_readable(change: dict[str, Any], code: str) -> None:
    entry = read_entry(RIGHT | change)
    assert entry.index == 94567
    assert [fault.code for fault in entry.faults] == [code]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"statusListCredential": None}, "list-not-named"),
        ({"statusListCredential": {"id": URL}}, "list-not-named"),
        ({"statusPurpose": ""}, "purpose-not-named"),
        ({"statusPurpose": ["revocation"]}, "purpose-not-named"),
        ({"statusListIndex": None}, "index-missing"),
        ({"statusListIndex": True}, "index-missing"),
        ({"statusListIndex": 1.5}, "index-missing"),
        ({"statusListIndex": -1}, "index-negative"),
        ({"statusListIndex": "-1"}, "index-negative"),
        ({"statusListIndex": "first"}, "index-not-decimal"),
        ({"statusListIndex": "0x10"}, "index-not-decimal"),
        ({"statusListIndex": " 1"}, "index-not-decimal"),
        ({"statusListIndex": "١"}, "index-not-decimal"),
        ({"statusListIndex": "9" * 5000}, "index-beyond-list"),
        ({"statusSize": 0}, "size-unusable"),
        ({"statusSize": "2"}, "size-unusable"),
        ({"statusSize": True}, "size-unusable"),
        ({"statusSize": 10**9}, "size-unusable"),
    ],
)
def test_an_entry_that_names_no_place(change: dict[str, Any], code: str) -> None:
    with pytest.raises(StatusError) as caught:
        read_entry(RIGHT | change)
    assert caught.value.code == code
