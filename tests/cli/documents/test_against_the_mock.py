"""`clr-conformance validate` on what the mock serves: verified item by item, each tampering told apart."""

from __future__ import annotations

import base64
import json
import ssl
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner, Result

from conformance.cli.validate import command
from mock_provider.clr10.content.site import Site
from mock_provider.store.tokens import Issue
from mock_provider.testing import MockServer, running_mock

READ = "https://purl.imsglobal.org/spec/clr/v1p0/scope/readonly"


@pytest.fixture(scope="module")
def mock() -> Iterator[MockServer]:
    with running_mock() as server:
        yield server


@pytest.fixture(scope="module")
def listing(mock: MockServer) -> dict[str, Any]:
    """The CLRs of mira, fetched with a token of scope readonly."""
    service = mock.app.state.authorization
    acting = service.grants.add_client("tests", "secret", {}, int(time.time()), "mira")
    token = uuid.uuid4().hex
    service.grants.issue(acting, Issue(token, READ, int(time.time()) + 3600))
    context = ssl.create_default_context(cafile=str(mock.ca_path))
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/ld+json"}
    return httpx.get(f"{mock.url}/clrs?limit=20", headers=headers, verify=context).json()


@pytest.fixture
def validate(mock: MockServer, tmp_path: Path) -> Callable[..., tuple[int, dict[str, Any]]]:
    def run(document: Any, *options: str) -> tuple[int, dict[str, Any]]:
        path = tmp_path / "document.json"
        path.write_text(document if isinstance(document, str) else json.dumps(document))
        done: Result = CliRunner().invoke(
            command,
            [
                str(path),
                "--format",
                "json",
                "--ca",
                str(mock.ca_path),
                "--allow-host",
                "127.0.0.1",
                "--keep-personal-data",
                *options,
            ],
        )
        assert done.exception is None or isinstance(done.exception, SystemExit), done.output
        (told,) = json.loads(done.stdout)["documents"]
        return done.exit_code, told

    return run


@pytest.fixture
def signed(listing: dict[str, Any], mock: MockServer) -> str:
    """The signed CLR of the listing, as a compact JWS."""
    wanted = mock.known_ids["signed_clr"]
    return next(token for token in listing["signedClrs"] if payload_of(token)["id"] == wanted)


@pytest.fixture
def resign(mock: MockServer) -> Callable[[dict[str, Any], str], str]:
    """Signs a payload with the key of one of the mock's organisations."""
    site = Site(mock.settings)

    def sign(payload: dict[str, Any], name: str = "college") -> str:
        return site.sign(payload, {"publicKey": {"id": f"{mock.url}/keys/{name}"}})

    return sign


def payload_of(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def broken(told: dict[str, Any]) -> set[str]:
    return {finding["requirement"] for finding in told["findings"] if finding["level"] in ("MUST", "MUST NOT")}


def whole(told: dict[str, Any]) -> dict[str, Any]:
    return next(item for item in told["verification"]["items"] if item["kind"] == "Clr")


def codes(item: dict[str, Any]) -> list[str]:
    return [reason["code"] for reason in item["reasons"]]


def test_a_signed_clr_verifies_as_a_whole_and_item_by_item(validate: Any, signed: str, mock: MockServer) -> None:
    exit_code, told = validate(signed)
    assert (exit_code, told["verdict"], told["recognised"], broken(told)) == (0, "pass", "Clr", set())
    items = told["verification"]["items"]
    assert {item["kind"] for item in items} >= {"Clr", "Assertion"}
    assert {item["verdict"] for item in items} == {"verified"}
    assert whole(told)["key"] == {
        "id": f"{mock.url}/keys/college",
        "owner": f"{mock.origin}/profiles/college",
        "origin": "fetched",
    }
    assert told["verification"]["verdict"] == "verified"


def test_a_whole_listing_is_verified_item_by_item(validate: Any, listing: dict[str, Any], mock: MockServer) -> None:
    exit_code, told = validate(listing)
    verdicts = {item["id"]: item for item in told["verification"]["items"] if item["kind"] != "Clr"}
    bad = {name for name, item in verdicts.items() if item["verdict"] != "verified"}
    ids = mock.known_ids
    assert {ids["revoked_signed_assertion"], ids["revoked_assertion"]} <= bad
    assert all("revoked" in codes(verdicts[name]) for name in bad)
    assert broken(told) == {"CLR10-VSG-009"}  # a signed assertion that was revoked since
    assert exit_code == 1
    assert told["verification"]["undecided"] == {}


def test_one_flipped_byte(validate: Any, signed: str) -> None:
    head, payload, signature = signed.split(".")
    for changed in (
        f"{head}.{payload}.{signature[:-9]}{'A' if signature[-9] != 'A' else 'B'}{signature[-8:]}",
        f"{head}.{_with(payload, b'Harbour', b'Larbour')}.{signature}",
    ):
        exit_code, told = validate(changed)
        assert exit_code == 1
        assert "CLR10-JWS-010" in broken(told)
        assert whole(told)["verdict"] == "not-verified"


def _with(payload: str, old: bytes, new: bytes) -> str:
    data = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    assert old in data
    return base64.urlsafe_b64encode(data.replace(old, new, 1)).rstrip(b"=").decode()


def test_a_wrong_key(validate: Any, signed: str, resign: Any) -> None:
    exit_code, told = validate(resign(payload_of(signed), "stranger").replace("stranger", "college"))
    assert (exit_code, codes(whole(told))) == (1, ["signature-foreign"])
    assert broken(told) == {"CLR10-JWS-010", "CLR10-JWS-011"}


def test_a_key_that_the_publisher_does_not_authorize(validate: Any, signed: str, resign: Any, mock: MockServer) -> None:
    payload = payload_of(signed)
    payload["verification"]["creator"] = f"{mock.url}/keys/guild"
    exit_code, told = validate(resign(payload, "guild"))
    assert (exit_code, codes(whole(told))) == (1, ["key-unauthorized"])
    assert "CLR10-VER-003" in broken(told)


def test_a_revoked_item(validate: Any, listing: dict[str, Any], mock: MockServer) -> None:
    wanted = mock.known_ids["revoked_signed_assertion"]
    tokens = [token for clr in listing["clrs"] for token in clr.get("signedAssertions", ())]
    exit_code, told = validate(next(token for token in tokens if payload_of(token)["id"] == wanted))
    assert (exit_code, broken(told)) == (1, {"CLR10-VSG-009"})
    assert codes(told["verification"]["items"][0]) == ["revoked"]


def test_an_expired_item(validate: Any, listing: dict[str, Any], mock: MockServer) -> None:
    rich = next(clr for clr in listing["clrs"] if clr["id"] == mock.known_ids["rich_clr"])
    assertion = next(each for each in rich["assertions"] if "expires" in each)
    assertion = {"@context": listing["@context"], **assertion}
    now = validate(assertion)
    later = validate(assertion, "--as-of", "2050-01-01")
    assert (now[0], now[1]["verification"]["verdict"]) == (0, "verified")
    assert codes(later[1]["verification"]["items"][0]) == ["expired"]
    assert {finding["requirement"] for finding in later[1]["findings"]} >= {"CLR10-VHO-010"}
    assert (later[0], later[1]["verdict"]) == (0, "warn")
    assert validate(assertion, "--as-of", "2050-01-01", "--fail-on", "should")[0] == 1


def test_another_learners_item(validate: Any, signed: str, resign: Any) -> None:
    payload = payload_of(signed)
    payload["learner"] = {**payload["learner"], "id": "urn:uuid:11111111-1111-4111-8111-111111111111"}
    payload["learner"].update(email="else@learners.example", studentId="X-1")
    exit_code, told = validate(resign(payload))
    assert exit_code == 1
    assert whole(told)["verdict"] == "verified"
    assertions = [item for item in told["verification"]["items"] if item["kind"] == "Assertion"]
    assert {tuple(codes(item)) for item in assertions} == {("other-learner",)}
    assert {finding["requirement"] for finding in told["findings"]} & {"CLR10-IDN-007", "CLR10-ASR-008"}


def test_the_recipient_given_by_the_user(validate: Any, signed: str) -> None:
    learner = payload_of(signed)["learner"]
    assert validate(signed, "--recipient", f"email={learner['email']}", "--recipient", f"id={learner['id']}")[0] == 0
    exit_code, told = validate(signed, "--recipient", "email=else@learners.example")
    assert (exit_code, told["verdict"], codes(whole(told))) == (1, "fail", ["other-recipient"])


def test_a_changed_hosted_assertion(validate: Any, listing: dict[str, Any], mock: MockServer) -> None:
    rich = next(clr for clr in listing["clrs"] if clr["id"] == mock.known_ids["rich_clr"])
    assertion = {"@context": listing["@context"], **rich["assertions"][0], "role": "Professor"}
    exit_code, told = validate(assertion)
    assert (exit_code, codes(told["verification"]["items"][0])) == (1, ["copy-differs"])


def test_nothing_is_fetched_from_a_host_that_was_not_allowed(signed: str, tmp_path: Path, mock: MockServer) -> None:
    path = tmp_path / "clr.jws"
    path.write_text(signed)
    done = CliRunner().invoke(command, [str(path), "--format", "json", "--ca", str(mock.ca_path)])
    told = json.loads(done.stdout)["documents"][0]
    assert (done.exit_code, told["verdict"]) == (3, "incomplete")
    assert {lookup["outcome"].rpartition("[")[2] for lookup in told["verification"]["fetched"]} == {"address-refused]"}


def test_offline_says_what_stayed_open(validate: Any, signed: str) -> None:
    exit_code, told = validate(signed, "--offline")
    assert (exit_code, told["verification"]["offline"], told["verification"]["fetched"]) == (0, True, [])
    assert whole(told)["verdict"] == "undecided"
    assert codes(whole(told)) == ["embedded-key", "list-unreachable"]


def test_a_document_is_read_from_its_url(mock: MockServer) -> None:
    url = mock.known_ids["assertion"]
    options = ["--format", "json", "--ca", str(mock.ca_path), "--allow-host", "127.0.0.1"]
    done = CliRunner().invoke(command, [url, *options])
    told = json.loads(done.stdout)["documents"][0]
    assert (done.exit_code, told["path"], told["recognised"]) == (0, url, "Assertion")
    missing = CliRunner().invoke(command, [f"{url}-missing", *options])
    assert missing.exit_code == 2
    assert "404" in json.loads(missing.stdout)["documents"][0]["findings"][0]["message"]
