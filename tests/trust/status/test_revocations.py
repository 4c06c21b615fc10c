"""Lists of revoked credentials by id, as older records name them."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.trust.status import StatusError, read_revocations

HEAD = {"id": "https://issuer.example/revoked", "issuer": "https://issuer.example"}


def test_what_is_listed_is_revoked_unless_it_says_otherwise() -> None:
    entries = [{"id": "urn:a"}, {"id": "urn:b", "revoked": True, "revocationReason": "typing error"},
               {"id": "urn:c", "revoked": False}]  # fmt: skip
    found = read_revocations(HEAD | {"revokedCredential": entries})
    assert dict(found.reasons) == {"urn:a": "", "urn:b": "typing error"}
    assert (found.id, found.issuer, found.faults) == (HEAD["id"], HEAD["issuer"], ())


def test_a_list_without_entries_revokes_nothing() -> None:
    assert not read_revocations(HEAD).reasons
    assert not read_revocations({"id": HEAD["id"]}).reasons


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ({"revokedCredentials": [{"id": "urn:a"}]}, "other-spelling"),
        ({"revokedCredential": {"id": "urn:a"}}, "entries-not-an-array"),
        ({"revokedCredential": ["urn:a"]}, "entry-is-text"),
        ({"revokedCredential": [{"id": "urn:a"}, {}, 7]}, "entry-without-id"),
    ],
)
def test_other_forms_are_reported_and_read(entries: dict[str, Any], code: str) -> None:
    found = read_revocations(HEAD | entries)
    assert set(found.reasons) == {"urn:a"}
    assert [fault.code for fault in found.faults] == [code]


@pytest.mark.parametrize("value", [{}, {"error": "not found"}, HEAD | {"revokedCredential": 7}])
def test_what_is_not_a_list_is_not_read(value: dict[str, Any]) -> None:
    with pytest.raises(StatusError):
        read_revocations(value)
