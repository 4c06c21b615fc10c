"""Nothing that ``validate`` says of a document of CLR 2.0 shows what is a learner's own, whatever is wrong with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from conformance.cli import group
from conformance.cli.validate import FORMATS
from tests.canaries import Canaries
from tests.rulebooks.clr20.document.checks import test_ser as baked
from tests.rulebooks.clr20.document.judging import BADGE, RECORD


def identifier(made: Canaries, at: str) -> dict[str, Any]:
    """An identifier of a learner that breaks rows: the hash is the value itself, and also the name of a member."""
    value = made.text(f"{at}/identityHash", "email")
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": value,
        "identityType": "emailAddress",
        "salt": made.text(f"{at}/salt"),
        value: 1,
    }


def awarded(made: Canaries) -> dict[str, Any]:
    """A badge whose learner's own members have canaries, many of them where they are not allowed."""
    subject = {
        **BADGE["credentialSubject"],
        "id": made.text("/subject/id"),
        "identifier": [identifier(made, "/subject/identifier/0"), made.text("/subject/identifier/1")],
        "narrative": {"id": made.text("/subject/narrative", "narrative")},
        "creditsEarned": made.text("/subject/creditsEarned"),
        "licenseNumber": [made.text("/subject/licenseNumber")],
        "role": {"of": made.text("/subject/role")},
        "term": [[made.text("/subject/term")]],
        "image": made.text("/subject/image", "image"),
        "hobby": made.text("/subject/hobby"),
        "result": [
            {
                "type": ["Result"],
                "value": made.text("/result/value"),
                "status": made.text("/result/status"),
                "achievedLevel": made.text("/result/achievedLevel", "achievedLevel"),
                "resultDescription": "urn:x:a-description",
            }
        ],
    }
    evidence = {
        "id": made.text("/evidence/id", "url"),
        "type": [],
        "name": [made.text("/evidence/name")],
        "narrative": made.text("/evidence/narrative", "narrative"),
        "audience": None,
        "genre": {"note": made.text("/evidence/genre")},
    }
    return {**BADGE, "credentialSubject": subject, "evidence": [evidence, made.text("/evidence/1")]}


def record(made: Canaries) -> dict[str, Any]:
    """A record about that learner, who is named in its title, and with an endorsement as a token."""
    learner = made.text("/learner/id", "id")
    praise = {
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": {"id": "https://teacher.example", "type": ["Profile"], "dateOfBirth": made.text("/teacher/born")},
        "credentialSubject": {"id": RECORD["id"], "endorsementComment": [made.text("/comment", "narrative")]},
    }
    return {
        **RECORD,
        "name": {"en": f"Record of {made.text('/name')}"},
        "description": [made.text("/description", "narrative")],
        "image": {"id": made.text("/image", "image"), "type": "Image", "size": 1},
        "credentialSubject": {
            "id": learner,
            "type": ["ClrSubject"],
            "identifier": [identifier(made, "/learner/identifier/0")],
            "verifiableCredential": [awarded(made)],
            learner: made.text("/learner/value"),
        },
        "endorsementJwt": [baked.token(praise)],
    }


def forms(document: dict[str, Any]) -> dict[str, bytes]:
    """The same document in each form in which it may come."""
    claims = {"iss": RECORD["issuer"]["id"], "sub": document["credentialSubject"]["id"], "aud": "somebody"}
    return {
        "record.json": json.dumps(document).encode(),
        "record.jwt": baked.token({**document, **claims}).encode(),
        "record.png": baked.png(baked.chunk(b"iTXt", baked.text(document, "clrcredential"))),
        "record.svg": baked.svg(baked.cdata(document), namespace="https://purl.imsglobal.org/clr/v2p0"),
    }


def said(path: Path, form: str, *options: str) -> str:
    shown = CliRunner().invoke(group, ["validate", str(path), "--offline", "--format", form, *options])
    assert shown.exit_code == 1, shown.output
    assert "CLR20-" in shown.output
    return shown.output


@pytest.mark.parametrize("name", forms(record(Canaries())))
def test_what_validate_says_shows_stand_ins(tmp_path: Path, name: str) -> None:
    made = Canaries()
    path = tmp_path / name
    path.write_bytes(forms(record(made))[name])
    needles = {needle for _, needle in made.needles() if len(needle) >= 8}
    assert len(needles) > 40, "the record holds hardly anything: this test would prove nothing"

    for form in FORMATS:
        shown = said(path, form)
        assert [each for each in needles if each in shown] == [], form
        assert RECORD["id"] in shown or form not in ("text", "json"), "the id of the record stays"
    kept = said(path, "json", "--keep-personal-data")
    assert sum(each in kept for each in needles) > 8, "nothing of it would have been shown anyway"
