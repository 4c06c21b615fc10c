"""The vectors against software of other hands: what is to be verified it verifies, and a changed letter it refuses."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.foreign.credentials import by_node

pytestmark = pytest.mark.slow

Json = dict[str, Any]
FOLDER: Final = Path(__file__).parents[2] / "vectors" / "clr-v2p0"
SUITES: Final = frozenset({"eddsa-rdfc-2022", "eddsa-2022", "ecdsa-rdfc-2019", "ecdsa-sd-2023", "Ed25519Signature2020"})
"""Those that this family knows."""
BEYOND: Final = {
    "CLR20-CTX-05.a-record-that-names-clr-context-2-0-0-without-a-version": "no package has that context",
    "right.did-jwk": "the loader of these programs knows no did:jwk of Ed25519",
    "CLR20-DI-14.a-proof-that-has-expired": "they do not look at the end of a proof",
}


@pytest.fixture(scope="module")
def theirs() -> Json:
    if reason := by_node.missing():
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    batches: dict[str, Json] = {}
    for vector, document in _readable():
        lookups = {url: _parsed(served.get("body")) for url, served in vector.get("lookups", {}).items()}
        key = json.dumps([lookups, vector["at"]], sort_keys=True)
        batch = batches.setdefault(key, {"documents": lookups, "credentials": {}, "now": vector["at"]})
        batch["credentials"][vector["id"]] = document
    return by_node.verify_batches(list(batches.values()))


def _readable() -> Iterator[tuple[Json, Json]]:
    """Each vector that is JSON with proofs by suites of this family, and its document."""
    for file in sorted(FOLDER.glob("*.json")):
        for vector in json.loads(file.read_text("utf-8")).get("vectors", []):
            document = _parsed(vector["document"]) if vector["encoding"] == "utf-8" else None
            if isinstance(document, dict) and _is_theirs(document) and vector["id"] not in BEYOND:
                yield vector, document


def _parsed(text: Any) -> Any:
    try:
        return json.loads(text)
    except (TypeError, ValueError):
        return text


def _is_theirs(document: Json) -> bool:
    proofs = document.get("proof")
    several = proofs if isinstance(proofs, list) else [proofs]
    named = [each.get("cryptosuite", each.get("type")) for each in several if isinstance(each, dict)]
    return bool(named) and set(map(str, named)) <= SUITES and isinstance(document.get("@context"), list)


def test_they_verify_what_is_to_be_verified(theirs: Json) -> None:
    told = {vector["id"]: _of_the_whole(vector) for vector, _ in _readable()}
    right = [name for name, verdict in told.items() if verdict == "verified"]
    assert len(right) > 60
    assert {name: theirs[name] for name in right if theirs[name] is not True} == {}


def test_they_refuse_what_a_signature_does_not_fit(theirs: Json) -> None:
    rows = defaultdict(set)
    for vector, _ in _readable():
        for row, verdict in vector["expected"].get("rows", {}).items():
            if verdict == "fail":
                rows[vector["id"]].add(row)
    changed = [name for name, failed in rows.items() if failed & {"CLR20-VER-04", "CLR20-DI-11", "CLR20-DI-25"}]
    assert len(changed) > 10
    assert [name for name in changed if theirs[name] is True and _changes_the_whole(name)] == []


def _changes_the_whole(name: str) -> bool:
    """They look at the credential that they are given, not at what is embedded in it."""
    vector = next(vector for vector, _ in _readable() if vector["id"] == name)
    return _of_the_whole(vector) == "not-verified"


def _of_the_whole(vector: Json) -> str:
    trust = vector["expected"].get("trust") or {}
    return str(trust.get("", ""))
