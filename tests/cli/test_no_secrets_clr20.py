"""The same of a CLR 2.0 run: no token, code, password or private key of the run's own issuer, and nobody's data."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import base58
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519

from conformance.exchanges import Response
from conformance.issuing import Key
from conformance.plan import Plan
from conformance.selfcheck.own_mock import own_mock, plan_for
from tests.cli.test_no_secrets import (
    CANARIES,
    CLIENT_SECRET,
    Watched,
    artifacts_of,
    leaks,
    secrets_of,
)

STANDARD = "clr-v2p0"


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    return Watched(monkeypatch)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Key]:
    """Every key that is made from a seed: those of the run's own issuers among them."""
    keys: list[Key] = []
    original = Key.from_seed

    def noting(kind: str, seed: str | bytes) -> Key:
        keys.append(original(kind, seed))
        return keys[-1]

    monkeypatch.setattr(Key, "from_seed", noting)
    return keys


def private(keys: list[Key]) -> set[str]:
    """The private numbers of these keys, in the forms in which keys are written down beside hex and base64."""
    raw = [key.private.private_bytes_raw() for key in keys if isinstance(key.private, ed25519.Ed25519PrivateKey)]
    assert raw, "the run signed nothing of its own"
    return {
        text
        for one in raw
        for text in (
            one.hex(),
            base64.urlsafe_b64encode(one).decode().rstrip("="),
            base58.b58encode(one).decode(),
            base58.b58encode(b"\x80\x26" + one).decode(),
        )
    }


def persons(replies: list[Response]) -> set[str]:
    """What the profiles that came over the wire say of learners."""
    profiles = [json.loads(one.body) for one in replies if one.url.endswith("/profile") and one.status == 200]
    mine = [one for one in profiles if str(one.get("email", "")).endswith("@learners.example")]
    assert len({one["id"] for one in mine}) > 1, "the run met hardly anybody: this test would prove nothing"
    told = {str(one[name]) for one in mine for name in ("id", "name", "familyName", "email") if name in one}
    return {text for text in told if len(text) >= 7}


def plan_of(mock: Any, **changes: Any) -> Plan:
    return replace(plan_for(mock), inferred="fail", **changes)


def test_a_full_run(watched: Watched, made: list[Key], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with own_mock(standard=STANDARD, passwords=CANARIES, client_secret=CLIENT_SECRET) as mock:
        watched.run(plan_of(mock), tmp_path)
    secrets = secrets_of(watched.replies) | private(made) | {CLIENT_SECRET}
    assert set(CANARIES.values()) <= secrets
    artifacts = artifacts_of(tmp_path, capsys)
    assert leaks(artifacts, secrets) == []
    assert leaks(artifacts, persons(watched.replies)) == []


def test_who_keeps_personal_data_keeps_no_secrets(
    watched: Watched, made: list[Key], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with own_mock(standard=STANDARD, passwords=CANARIES, client_secret=CLIENT_SECRET) as mock:
        watched.run(plan_of(mock, keep_personal_data=True), tmp_path)
    artifacts = artifacts_of(tmp_path, capsys)
    assert leaks(artifacts, secrets_of(watched.replies) | private(made) | {CLIENT_SECRET}) == []
    assert {name for name, _ in leaks(artifacts, persons(watched.replies))} >= {"run.json", "report.html"}
    assert json.loads(artifacts["run.json"])["personal_data"] == "kept"
