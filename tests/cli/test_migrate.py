"""``clr-conformance migrate`` as a user types it: what it writes, what it says, how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conformance.issuing import Key
from tests.cli.conftest import Command
from tests.rulebooks.clr20.migration.generated import token
from tests.rulebooks.clr20.migration.moving import ASSERTION, COLLEGE, RECORD

WHOLE = {**RECORD, "learner": {"id": RECORD["learner"]["id"], "type": "Profile"}}
"""A record of which nothing is lost or invented when its publisher migrates it."""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a record, the description of its publisher as issuer, and its key."""
    monkeypatch.chdir(tmp_path)
    write("transcript.1clr", WHOLE)
    write("issuer.yaml", {"id": COLLEGE["id"], "name": COLLEGE["name"]})
    write("key.json", Key.from_seed("Ed25519", "college").private_jwk())
    return tmp_path


def write(name: str, value: Any) -> None:
    Path(name).write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")


def read(name: str) -> Any:
    return json.loads(Path(name).read_text(encoding="utf-8"))


def test_a_record_and_its_account_are_written(command: Command, here: Path) -> None:
    ended = command(
        "migrate", "transcript.1clr", "--issuer", "issuer.yaml", "-o", "record.json", "--report", "lost.json"
    )
    assert ended.code == 0
    assert read("record.json")["issuer"]["id"] == COLLEGE["id"]
    assert read("lost.json")["whole"] is True
    assert "members: " in ended.out
    assert command("validate", "--offline", "record.json").code == 1, "it is not signed"


def test_with_a_key_the_record_is_signed(command: Command, here: Path) -> None:
    arguments = ("migrate", "transcript.1clr", "--issuer", "issuer.yaml", "--key", "key.json", "-o", "record.json")
    assert command(*arguments).code == 0
    assert read("record.json")["proof"]["cryptosuite"] == "eddsa-rdfc-2022"
    assert "proof" in read("record.json")["credentialSubject"]["verifiableCredential"][0]
    assert command("validate", "--offline", "record.json").code in (0, 3)


def test_with_a_key_the_record_can_be_a_token(command: Command, here: Path) -> None:
    arguments = ("migrate", "transcript.1clr", "--issuer", "issuer.yaml", "--key", "key.json", "--as", "jwt")
    assert command(*arguments, "-o", "record.jwt").code == 0
    assert Path("record.jwt").read_text(encoding="utf-8").count(".") == 2


def test_a_key_of_another_issuer_is_named_with_its_id(command: Command, here: Path) -> None:
    write("registry.yaml", {"id": "https://registry.example/issuer"})
    ended = command(
        *("migrate", "transcript.1clr", "--issuer", "registry.yaml", "-o", "record.json"),
        *("--key", f"{COLLEGE['id']}=key.json"),
    )
    assert ended.code == 0
    assert "proof" not in read("record.json")
    assert "proof" in read("record.json")["credentialSubject"]["verifiableCredential"][0]


def test_a_signed_record_is_migrated(command: Command, here: Path) -> None:
    write("clr.jws", token(WHOLE))
    assert command("migrate", "clr.jws", "--issuer", "issuer.yaml", "-o", "record.json").code == 0


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (WHOLE, 0),
        ({**WHOLE, "name": None}, 1),
        ({**WHOLE, "learner": {**RECORD["learner"], "familyName": "Okafor"}}, 1),
        ({**WHOLE, "signedAssertions": ["abcd.efgh.ijkl"]}, 3),
        ({**WHOLE, "assertions": [{**ASSERTION, "results": [{"type": "Result", "resultDescription": "urn:x:1"}]}]}, 1),
        ({**WHOLE, "revoked": True}, 2),
        ({"openapi": "3.0.1"}, 2),
        ("", 2),
    ],
    ids=["whole", "invents", "loses", "unreadable", "breaks a rule", "revoked", "no record", "empty"],
)
def test_check_says_by_its_exit_code_whether_it_can_be_done(
    command: Command, here: Path, source: Any, code: int
) -> None:
    write("source.json", source)
    ended = command("migrate", "source.json", "--issuer", "issuer.yaml", "--check", "-o", "record.json")
    assert ended.code == code
    assert not Path("record.json").exists()


def test_what_is_lost_is_said(command: Command, here: Path) -> None:
    write("source.json", {**WHOLE, "learner": {**RECORD["learner"], "familyName": "Okafor"}})
    ended = command("migrate", "source.json", "--issuer", "issuer.yaml", "--check")
    assert "/learner/familyName once: the ClrSubject" in ended.out
    assert "Okafor" not in ended.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--issuer", "nothing.yaml"), "issuer-unusable"),
        (("--issuer", "broken.yaml"), "issuer-unusable"),
        (("--issuer", "bare.yaml"), "issuer-unusable"),
        (("--issuer", "issuer.yaml", "--key", "nothing.json"), "key-unusable"),
        (("--issuer", "issuer.yaml", "--key", "issuer.yaml"), "key-unusable"),
        (("--issuer", "issuer.yaml", "--as", "jwt"), "--key"),
        (("--issuer", "issuer.yaml", "--key", "key.json", "--key", "key.json"), "two keys"),
        (("--issuer", "issuer.yaml", "-o", "no/such/folder/record.json"), "output-not-written"),
    ],
)
def test_each_wrong_use_ends_with_2_and_a_sentence(
    command: Command, here: Path, arguments: tuple[str, ...], said: str
) -> None:
    write("broken.yaml", "id: [")
    write("bare.yaml", "name: x")
    output = () if "-o" in arguments else ("-o", "record.json")
    ended = command("migrate", "transcript.1clr", *arguments, *output)
    assert ended.code == 2
    assert said in ended.err
    assert not Path("record.json").exists()


def test_a_command_that_would_write_nothing_is_wrong(command: Command, here: Path) -> None:
    assert command("migrate", "transcript.1clr", "--issuer", "issuer.yaml").code == 2
