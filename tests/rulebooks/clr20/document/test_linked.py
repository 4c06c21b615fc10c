"""A credential as linked data: which edition of a context was used, and what else it may have been signed with."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from conformance.document import open as open_document
from conformance.linked_data import LinkedDataError, canonical
from conformance.rulebooks.clr20.document import RULES
from conformance.rulebooks.clr20.document.linked import CONTEXTS, Linked, credentials, linked
from tests.rulebooks.clr20.document.judging import NOW, OB, VC, record

FIRST = f"{OB}#2024"


def reading(value: dict[str, Any], edition: tuple[str, str] | None = None) -> Linked:
    """The record of that document as linked data."""
    with open_document(json.dumps(value).encode(), RULES, now=NOW) as opened:
        assert opened.document is not None
        found = linked(opened.document, opened.document.root, edition)
        assert linked(opened.document, opened.document.root, edition) is found
        return found


def test_the_proof_of_a_credential_is_left_out_of_its_text_and_not_of_its_losses() -> None:
    found = reading(record(proof={"type": "DataIntegrityProof", "colour": "red"}))

    assert found.canonical() == canonical(record(), CONTEXTS) == found.canonical_by_pyld()
    assert [loss.pointer for loss in found.losses] == ["/proof/colour"]


def test_the_edition_of_a_context_is_named_and_another_can_be_asked_for() -> None:
    made = record()
    made["issuer"]["endorsementJwt"] = ["a.b.c"]
    newest, oldest = reading(made), reading(made, (OB, FIRST))

    assert newest.edition.startswith("third edition")
    assert newest.losses == ()
    assert (OB, FIRST) in newest.other_editions()
    assert oldest.edition.startswith("first edition")
    assert [loss.name for loss in oldest.losses] == ["endorsementJwt"]
    assert oldest.canonical() != newest.canonical()
    assert [key for url, key in oldest.other_editions() if url == OB] == [OB, f"{OB}#2025"]


def test_the_candidate_of_the_data_model_took_any_member() -> None:
    made = record(price=5)
    candidate = reading(made, (VC, f"{VC}#candidate"))

    assert [loss.name for loss in reading(made).losses] == ["price"]
    assert candidate.losses == ()
    assert "issuer-dependent#price" in candidate.canonical()
    assert candidate.edition.startswith("candidate")


def test_labels_by_another_hash_are_worked_out_after_the_first() -> None:
    found = reading(record())

    assert found.canonical(hashlib.sha384) == canonical(record(), CONTEXTS, hashlib.sha384)
    assert found.canonical() == canonical(record(), CONTEXTS)


def test_a_credential_without_rdf_says_why_each_time() -> None:
    made = record()
    made["@context"].append("https://unknown.example/context")
    found = reading(made)

    assert found.error is not None
    assert found.edition == ""
    for _ in range(2):
        with pytest.raises(LinkedDataError, match=r"unknown\.example"):
            found.canonical()


def test_credentials_are_found_at_any_depth() -> None:
    with open_document(json.dumps(record()).encode(), RULES, now=NOW) as opened:
        assert opened.document is not None
        assert [node.kind for node in credentials(opened.document)] == ["ClrCredential", "AchievementCredential"]
