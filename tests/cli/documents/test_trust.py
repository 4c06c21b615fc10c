"""No document with a broken, missing, ``none`` or unlooked-at signature ends well without a word, in any format."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from conformance.cli.validate import command

DATA = Path(__file__).parents[2] / "document" / "data"
RICH = json.loads((DATA / "rich.json").read_text())
KEY = {"@context": RICH["@context"], **RICH["publisher"]["publicKey"]}
CLR = json.loads((DATA / "minimal.json").read_text())["clrs"][0]
CREDENTIAL = {
    "@context": ["https://www.w3.org/2018/credentials/v1"],
    "type": ["VerifiableCredential"],
    "credentialSubject": {"clr": CLR},
}


def data(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_text())


def encode(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def token(payload: Any, alg: str, signature: bytes = b"not a signature") -> str:
    return f"{encode({'alg': alg})}.{encode(payload)}.{encode(signature)}"


def run(*arguments: object) -> Result:
    done = CliRunner().invoke(command, [*map(str, arguments)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done


def said(done: Result) -> str:
    """The text with the breaks of its fields taken out."""
    return " ".join(done.stdout.replace("   = ", " ").split())


OTHERS = {
    "ClrSet": data("minimal"),
    "RevocationList": data("revocation_list"),
    "DiscoveryDocument": data("discovery"),
    "ImsxStatusInfo": data("status"),
    "CryptographicKey": KEY,
}


@pytest.mark.parametrize("alg", ["none", "RS256"])
@pytest.mark.parametrize("what", OTHERS)
def test_a_jws_of_something_that_nobody_may_sign_breaks_a_must(tmp_path: Path, what: str, alg: str) -> None:
    path = tmp_path / "x.jws"
    path.write_text(token(OTHERS[what], alg))
    done = run(path, "--offline", "--format", "json")
    (document,) = json.loads(done.stdout)["documents"]
    assert (done.exit_code, document["verdict"], document["recognised"]) == (1, "fail", what)
    assert "CLR10-JWS-007" in {finding["requirement"] for finding in document["findings"]}
    (item,) = [item for item in document["verification"]["items"] if item["kind"] == "JWS"]
    assert item["reasons"][0]["code"] == ("algorithm-refused" if alg == "none" else "no-signer")


@pytest.mark.parametrize(("alg", "exit_code", "code"), [("none", 1, "algorithm-refused"), ("RS256", 3, "no-signer")])
def test_the_signature_of_a_credential_in_a_jwt_is_not_passed_over(
    tmp_path: Path, alg: str, exit_code: int, code: str
) -> None:
    path = tmp_path / "x.jwt"
    path.write_text(token({"vc": CREDENTIAL}, alg))
    done = run(path, "--offline", "--format", "json")
    (document,) = json.loads(done.stdout)["documents"]
    assert done.exit_code == exit_code
    assert document["verification"]["items"][0]["reasons"][0]["code"] == code
    assert "CLR10-JWS-007" in {finding["requirement"] for finding in document["findings"]}


def test_the_proof_of_a_credential_is_not_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps(CREDENTIAL))
    assert run(path, "--offline").exit_code == 0
    path.write_text(json.dumps({**CREDENTIAL, "proof": {"type": "Ed25519Signature2018", "jws": "a..b"}}))
    done = run(path, "--offline")
    assert done.exit_code == 3
    assert "the proof of the credential around the document" in said(done)


def test_a_signature_that_was_stripped_leaves_it_undecided(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps(RICH))
    done = run(path, "--offline", "--format", "json")
    (document,) = json.loads(done.stdout)["documents"]
    assert (done.exit_code, document["verdict"]) == (3, "incomplete")
    assert document["verification"]["items"][0]["reasons"][0]["code"] == "unsigned"
    assert run(path, "--offline", "--ignore", "CLR10-JWS-010").exit_code == 0, "who knows it can say so"


def test_a_jws_without_a_signature_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "x.jws"
    path.write_text(f"{encode({'alg': 'none'})}.{encode(RICH)}.")
    done = run(path, "--offline")
    assert done.exit_code == 2
    assert "the signature, is empty" in said(done)
