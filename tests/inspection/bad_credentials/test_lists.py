"""Status lists that cannot be read, are not meant or are made to cost; entries to nowhere; circles of all kinds."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any, Final

import pytest

from conformance.inspection.outcome import Grade
from tests.foreign.credentials import content
from tests.foreign.credentials.people import QUILLHAVEN, TARN
from tests.inspection.bad_credentials.judging import METHOD, OURS, Told, badge, token, told

Json = dict[str, Any]
LIST: Final = "https://quillhaven.example/lists/1"
BITS: Final = bytearray(16_384)
BITS[0] = 0b0000_0001
"""The entry at 7 is on."""


def packed(bits: bytes = bytes(BITS)) -> str:
    return "u" + base64.urlsafe_b64encode(gzip.compress(bits, mtime=0)).decode().rstrip("=")


def status_list(encoded: Any = None, *, subject: Json | None = None, **more: Any) -> str:
    """A list of the college as a token."""
    held = {"id": f"{LIST}#list", "type": "BitstringStatusList", "statusPurpose": "revocation"}
    document = {
        "@context": [content.VC2],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": QUILLHAVEN,
        "validFrom": "2025-01-01T00:00:00Z",
        "credentialSubject": {**held, "encodedList": packed() if encoded is None else encoded, **(subject or {})},
        **more,
    }
    return token(document)


def outcome_of(served: Any, entry: Json | None = None, known: Json | None = None) -> Told:
    """The outcome of a rightly signed badge whose status stands in that list."""
    status = {**content.entry(LIST, 8), **(entry or {})}
    return told(token(badge(credentialStatus=status)), {LIST: served, **(known or {})})


def test_a_right_list_is_read() -> None:
    assert outcome_of(status_list()).is_good
    assert not outcome_of(status_list(), {"statusListIndex": "7", "id": f"{LIST}#7"}).is_good


UNREADABLE: dict[str, Any] = {
    "HTML": "<html></html>",
    "nothing": "",
    "an object of nobody": "{}",
    "a badge": token(badge()),
    "cut": status_list(packed()[:-20]),
    "cut in the middle": status_list(packed()[:20]),
    "without its letter": status_list(packed()[1:]),
    "base58": status_list("z" + packed()[1:]),
    "with padding": status_list(packed() + "="),
    "no GZIP": status_list("u" + base64.urlsafe_b64encode(bytes(BITS)).decode().rstrip("=")),
    "a number": status_list(7),
    "a list": status_list([packed()]),
    "absent": status_list(subject={"encodedList": None}),
    "a text alone": status_list("u"),
    "signed by somebody else": status_list().rsplit(".", 1)[0] + "." + token(badge()).rsplit(".", 1)[1],
    "unsigned": json.dumps({"@context": [content.VC2], "id": LIST, "type": ["VerifiableCredential"]}),
    "expired": status_list(validUntil="2025-02-01T00:00:00Z"),
    "not yet valid": status_list(validFrom="2036-01-01T00:00:00Z"),
    "of another purpose": status_list(subject={"statusPurpose": "suspension"}),
}


@pytest.mark.parametrize("served", UNREADABLE.values(), ids=UNREADABLE)
def test_a_list_that_cannot_be_relied_on_is_never_good(served: Any) -> None:
    outcome = outcome_of(served)
    assert OURS not in outcome.codes
    assert not outcome.is_good


def test_a_list_that_unpacks_to_gigabytes_is_refused_within_bounds() -> None:
    outcome = outcome_of(status_list(packed(bytes(200_000_000))))
    assert OURS not in outcome.codes
    assert not outcome.is_good


ENTRIES: dict[str, tuple[Json, str]] = {
    "index as text with blanks": ({"statusListIndex": " 8 "}, ""),
    "index in words": ({"statusListIndex": "eight"}, ""),
    "index negative": ({"statusListIndex": "-1"}, ""),
    "index with a sign": ({"statusListIndex": "+8"}, ""),
    "index in other digits": ({"statusListIndex": "\u0668"}, ""),
    "index beyond the end": ({"statusListIndex": "131072"}, "CLR20-VER-30"),
    "index without bound": ({"statusListIndex": "9" * 5_000}, "CLR20-VER-30"),
    "index is a list": ({"statusListIndex": [8]}, ""),
    "index is absent": ({"statusListIndex": None}, ""),
    "list is the entry's id": ({"id": LIST}, "CLR20-VER-25"),
    "size zero": ({"statusSize": 0}, "CLR20-VER-26"),
    "size negative": ({"statusSize": -1}, "CLR20-VER-26"),
    "size is a text": ({"statusSize": "2"}, "CLR20-VER-26"),
    "size without messages": ({"statusSize": 2}, "CLR20-VER-26"),
    "size without bound": ({"statusSize": 10**9}, "CLR20-VER-26"),
    "another purpose": ({"statusPurpose": "suspension"}, "CLR20-VER-27"),
    "list is no address": ({"statusListCredential": 7}, ""),
    "list is a relative address": ({"statusListCredential": "lists/1"}, ""),
    "list inside": ({"statusListCredential": "https://127.0.0.1/list"}, ""),
    "list is this machine's": ({"statusListCredential": "file:///etc/hostname"}, ""),
}


@pytest.mark.parametrize(("entry", "row"), ENTRIES.values(), ids=ENTRIES)
def test_a_wrong_entry_is_named_and_never_good(entry: Json, row: str) -> None:
    outcome = outcome_of(status_list(), entry)
    assert OURS not in outcome.codes
    if not row:
        assert not outcome.is_good
    else:
        assert row in outcome.all | _reasons(outcome)


def _reasons(outcome: Told) -> set[str]:
    report = outcome.judged.verification
    return {reason.requirement for item in report.items for reason in item.reasons} if report else set()


def test_an_index_as_number_is_told_and_read() -> None:
    outcome = outcome_of(status_list(), {"statusListIndex": 7})
    assert not outcome.is_good
    assert OURS not in outcome.codes


def test_a_list_whose_status_is_in_itself_ends() -> None:
    served = status_list(credentialStatus=content.entry(LIST, 9))
    assert OURS not in outcome_of(served).codes


def test_lists_that_name_each_other_end() -> None:
    other = "https://quillhaven.example/lists/2"
    first = status_list(credentialStatus=content.entry(other, 9))
    second = status_list(credentialStatus=content.entry(LIST, 9), id=other)
    assert OURS not in outcome_of(first, known={other: second}).codes


def test_a_thousand_statuses_end() -> None:
    entries = [content.entry(f"{LIST}/{number}", 8) for number in range(1_000)]
    outcome = told(token(badge(credentialStatus=entries)))
    assert OURS not in outcome.codes
    assert not outcome.is_good


def test_the_older_list_may_be_anything() -> None:
    status = {"id": LIST, "type": "1EdTechRevocationList"}
    for served in ("[]", "{}", '{"revokedCredential": 7}', '{"revokedCredential": [7, null, {}]}', "<html>", '"text"'):
        outcome = told(token(badge(credentialStatus=status)), {LIST: served})
        assert OURS not in outcome.codes, served


def test_a_refresh_that_leads_to_itself_ends() -> None:
    address = "https://quillhaven.example/newer"
    again = token(badge(refreshService={"id": address, "type": "1EdTechCredentialRefresh"}))
    assert OURS not in told(again, {address: again}).codes
    assert OURS not in told(again, {address: "<html>"}).codes


def test_endorsements_in_a_circle_end() -> None:
    first, second = content.endorsement("a", TARN, QUILLHAVEN), content.endorsement("b", QUILLHAVEN, TARN)
    first["issuer"]["endorsement"] = [second]
    second["credentialSubject"]["id"] = first["id"]
    outcome = told(json.dumps(badge(endorsement=[first])))
    assert OURS not in outcome.codes


def test_endorsements_in_endorsements_are_bounded() -> None:
    text = token(content.endorsement("0", QUILLHAVEN, TARN))
    for number in range(1, 12):
        inner = content.endorsement(str(number), QUILLHAVEN, TARN)
        inner["issuer"]["endorsementJwt"] = [text]
        text = token(inner)
    outcome = told(token(badge(endorsementJwt=[text])))
    assert OURS not in outcome.codes


def test_records_in_records_are_bounded() -> None:
    inner: Json = badge()
    for number in range(30):
        inner = content.record(str(number), QUILLHAVEN, [inner])
    outcome = told(json.dumps(inner))
    assert OURS not in outcome.codes
    assert outcome.judged.grade in (Grade.FAIL, Grade.UNREADABLE)


def test_a_key_set_without_end_is_bounded() -> None:
    key = {"kty": "EC", "crv": "P-256", "x": "A", "y": "A", "kid": "n"}
    outcome = told(token(badge(), {"kid": "https://quillhaven.example/set#es"}),
                   {"https://quillhaven.example/set": {"keys": [key] * 20_000}})  # fmt: skip
    assert OURS not in outcome.codes
    assert not outcome.is_good


def test_a_did_document_without_end_is_bounded() -> None:
    method = {"id": "#x", "type": "Multikey", "controller": QUILLHAVEN, "publicKeyMultibase": "z6Mk"}
    served = {"id": QUILLHAVEN, "verificationMethod": [method] * 20_000, "assertionMethod": [METHOD] * 20_000}
    outcome = told(token(badge()), {"https://quillhaven.example/.well-known/did.json": served})
    assert OURS not in outcome.codes
    assert not outcome.is_good
