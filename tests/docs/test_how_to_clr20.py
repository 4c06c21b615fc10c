"""What the page about documents of CLR 2.0 tells a user to type does what the page says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from joserfc.jwk import OKPKey

from tests.docs.test_as_written import ROOT, bash, blocks

PAGE = "docs/how-to/clr20.md"
CLR10 = ROOT / "tests" / "rulebooks" / "clr10" / "document" / "data" / "minimal.json"


def prepared(folder: Path) -> None:
    """The files that the page takes for granted: a record of CLR 1.0, the issuer of the page, and its key in halves."""
    (issuer,) = blocks(PAGE, "yaml")
    (folder / "issuer.yaml").write_text(issuer, encoding="utf-8")
    told = json.loads(CLR10.read_text(encoding="utf-8"))
    (folder / "transcript.json").write_text(json.dumps({"@context": told["@context"], **told["clrs"][0]}))
    key = OKPKey.generate_key("Ed25519")
    public = {"id": "https://registrar.example/keys/1", "controller": "https://registrar.example/issuer"}
    (folder / "private.json").write_text(json.dumps(key.as_dict(private=True)))
    (folder / "public.json").write_text(json.dumps({**key.as_dict(private=False), **public}))


@pytest.mark.slow
def test_a_record_is_moved_verified_and_hashed(tmp_path: Path) -> None:
    _, check, moved, hashed, _ = blocks(PAGE, "sh")
    prepared(tmp_path)

    loss = bash(check, tmp_path, {})
    assert (loss.returncode, "lost:" in loss.stdout) == (1, True), loss.stdout + loss.stderr
    done = bash(moved, tmp_path, {})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "verified: signed ClrCredential" in done.stdout
    account = json.loads((tmp_path / "account.json").read_text())
    assert {each["fate"] for each in account["members"]} >= {"kept", "renamed", "changed", "without-place"}
    digest = bash(hashed, tmp_path, {})
    assert len(digest.stdout.split()[0]) == 64, digest.stdout + digest.stderr
