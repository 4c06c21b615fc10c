"""Each requirement of documents has at least one document that breaks just it, and is named by it."""

import json
from base64 import urlsafe_b64encode
from copy import deepcopy
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from conformance.document import Judgement
from conformance.rulebooks.clr10.document import registry
from conformance.standard import Level, load
from tests.rulebooks.clr10.document.judging import judge

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 21, tzinfo=UTC)
TABLE: list[dict[str, Any]] = yaml.safe_load((HERE / "broken.yaml").read_text())
CLASSES = {
    "minimal": "ClrSet",
    "rich": "GetClrPayload",
    "signed_assertion": "GetAssertionPayload",
    "revocation_list": "RevocationList",
    "discovery": "DiscoveryDocument",
    "status": "ImsxStatusInfo",
}


@cache
def pem(bits: int) -> str:
    key = generate_private_key(65537, bits).public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def example(name: str) -> Any:
    return json.loads((HERE / "data" / f"{name}.json").read_bytes())


def changed(document: Any, row: dict[str, Any]) -> Any:
    document = deepcopy(document)
    for pointer, value in row.get("set", {}).items():
        holder, last = _holder(document, pointer)
        if isinstance(holder, list) and last == len(holder):
            holder.append(None)
        holder[last] = _with_keys(value)
    for pointer in row.get("remove", ()):
        holder, last = _holder(document, pointer)
        del holder[last]
    return document


def _holder(document: Any, pointer: str) -> tuple[Any, Any]:
    *path, last = pointer.split("/")[1:]
    for token in path:
        document = document[int(token)] if isinstance(document, list) else document[token]
    return document, int(last) if isinstance(document, list) else last


def _with_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _with_keys(entry) for name, entry in value.items()}
    return pem(int(value[4:])) if isinstance(value, str) and value.startswith("RSA-") else value


def token(row: dict[str, Any]) -> str:
    header = row.get("header", {"alg": "RS256", "kid": "k2022", "typ": "JWT"})
    payload = row.get("payload") or json.dumps(changed(example("signed_assertion"), row))
    return compact(header, payload, row.get("signature", "not a signature"))


def compact(header: Any, payload: str, signature: str = "not a signature") -> str:
    parts = [json.dumps(header).encode(), payload.encode(), signature.encode()]
    return ".".join(urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


def broken(row: dict[str, Any]) -> Judgement:
    document = changed(example(row["in"]), row)
    if "token" in row:
        # the issuer of the signed assertion is also the publisher: both have to hold the same key
        document["signedAssertions"] = [token(row["token"])]
    if "whole" in row:
        return judge(compact(row["whole"], json.dumps(document)), now=NOW)
    return judge(json.dumps(document).encode(), as_class=CLASSES[row["in"]], now=NOW)


def name(row: dict[str, Any]) -> str:
    changes = [
        *row.get("set", {}),
        *row.get("remove", ()),
        *map(str, row.get("token", {})),
        *row.get("whole", {}).values(),
    ]
    return f"{row['breaks']} {row['in']} {' '.join(changes)}"


@pytest.mark.parametrize("row", TABLE, ids=name)
def test_a_broken_document_is_named_by_its_requirement(row: dict[str, Any]) -> None:
    judgement = broken(row)
    told = {finding.requirement for finding in (judgement.notes if row.get("note") else judgement.findings)}
    assert row["breaks"] in told
    everything = {finding.requirement for finding in (*judgement.findings, *judgement.notes)}
    assert everything - {row["breaks"], *row.get("also", ())} == set()
    assert row["breaks"] in judgement.exercised
    for finding in (*judgement.findings, *judgement.notes):
        assert finding.message
        assert finding.expected


@pytest.mark.parametrize("document", CLASSES)
def test_valid_documents_have_no_finding(document: str) -> None:
    judgement = judge((HERE / "data" / f"{document}.json").read_bytes(), now=NOW)
    assert judgement.findings == ()
    assert judgement.notes == ()
    assert judgement.error is None


def test_every_requirement_of_a_check_can_be_broken() -> None:
    levels = load("clr10").requirements
    decided = {requirement for requirements in registry().values() for requirement in requirements}
    can_be_broken = {requirement for requirement in decided if levels[requirement].level is not Level.MAY}
    assert can_be_broken - {row["breaks"] for row in TABLE} == set()
    assert {row["breaks"] for row in TABLE} - decided == set()
