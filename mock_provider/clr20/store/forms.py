"""What makes two records equal, and a record as the store keeps it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from mock_provider.clr20.store.credentials import StoredCredential
from mock_provider.encoding import to_json
from mock_provider.http.paging import moment


def key_of(credential: Mapping[str, Any]) -> str:
    """The digest of the ids of issuer and credential, unescaped and then trimmed: equal records have the same one."""
    issuer = credential.get("issuer")
    issuer_id = issuer.get("id") if isinstance(issuer, Mapping) else issuer
    parts = (unquote(str(part)).strip() for part in (issuer_id, credential.get("id")))
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()


def stored(
    credential: Mapping[str, Any], owner: str, *, body: bytes = b"", compact: bool = False, generated: bool = False
) -> StoredCredential:
    """A record as the store keeps it: in ``body`` as it came, else as compact JSON. Raises ``ValueError`` on a date."""
    since = credential.get("validFrom", credential.get("issuanceDate"))
    return StoredCredential(
        owner=owner,
        key=key_of(credential),
        valid_from=moment(str(since)),
        compact=compact,
        generated=generated,
        body=body or to_json(credential),
    )
