"""No document with a broken, missing, ``none`` or unlooked-at signature ends well without a word, in any format."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from conformance.cli.validate import FORMATS, command

DATA = Path(__file__).parents[2] / "rulebooks" / "clr10" / "document" / "data"
RICH = json.loads((DATA / "rich.json").read_text())
KEY = {"@context": RICH["@context"], **RICH["publisher"]["publicKey"]}
CLR = {"@context": RICH["@context"], **json.loads((DATA / "minimal.json").read_text())["clrs"][0]}
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


def revoked() -> dict[str, Any]:
    return {**CLR, "verification": {"type": "Hosted"}, "revoked": True}


def altered() -> str:
    """The signed assertion of the rich record, with one byte of its payload changed: no key fits it."""
    head, _, signature = RICH["signedAssertions"][0].split(".")
    return f"{head}.{encode({**data('signed_assertion'), 'term': 'other'})}.{signature}"


DOUBTFUL = {
    "a signature that was stripped": (json.dumps(RICH), 3, "not verified"),
    "a credential in a JWT": (token({"vc": CREDENTIAL}, "RS256"), 3, "neither verified nor refuted"),
    "no signature by its own word": (token({"vc": CREDENTIAL}, "none"), 1, "not verified"),
    "a payload that was changed": (altered(), 1, "not verified"),
    "a record that says it is revoked": (json.dumps(revoked()), 0, "not verified"),
    "a record that nobody was asked for": (json.dumps(CLR), 0, "neither verified nor refuted"),
}
TRUST_WORDS = {"not verified": "not verified", "neither verified nor refuted": "trust undecided"}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("what", DOUBTFUL)
def test_every_format_says_that_a_document_is_not_verified(tmp_path: Path, what: str, form: str) -> None:
    text, exit_code, words = DOUBTFUL[what]
    path = tmp_path / "x.json"
    path.write_text(text)
    done = run(path, "--offline", "--format", form)
    assert done.exit_code == exit_code
    first_screen: dict[str, Callable[[], bool]] = {
        "text": lambda: TRUST_WORDS[words] in done.stdout.splitlines()[0],
        "json": lambda: json.loads(done.stdout)["documents"][0]["verification"]["verdict"] != "verified",
        "sarif": lambda: any(
            result["message"]["text"].lower().startswith(TRUST_WORDS[words])
            for result in json.loads(done.stdout)["runs"][0]["results"]
        ),
        "html": lambda: f"the document is {words}." in done.stdout.partition("</h2>")[0],
        "markdown": lambda: f"the document is {words}." in done.stdout.partition("\n\n|")[0],
        "junit": lambda: TRUST_WORDS[words] in done.stdout.partition("</testsuite>")[0],
    }
    assert first_screen[form](), done.stdout[:2000]


def test_html_and_junit_have_a_part_for_each_file(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({**CLR, "partial": None}))
    (tmp_path / "b.json").write_text("{")
    (tmp_path / "c.json").write_text(json.dumps(data("discovery")))
    junit = ElementTree.fromstring(run(tmp_path, "--offline", "--format", "junit").stdout)
    suite = next(suite for suite in junit if suite.get("name") == "documents")
    a, b, c = suite.iter("testcase")
    assert [case.get("name") for case in (a, b, c)] == [f"{tmp_path}/{name}.json" for name in "abc"]
    assert "CLR10-PAY-007" in (a.findtext("failure") or "")
    assert "[not-json]" in (b.findtext("error") or "")
    assert [child.tag for child in c] == ["properties"]
    page = run(tmp_path, "--offline", "--format", "html").stdout
    assert all(f"<code>{tmp_path}/{name}.json</code>" in page for name in "abc")
    assert "took 0.0 s" not in page
