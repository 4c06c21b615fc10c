"""No personal data of a learner reaches an artifact, unless the user keeps them: canaries in every member of the model.

The search is that of ``test_no_secrets``: plain, percent-encoded, escaped, in base64 at every alignment, and packed.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from conformance.cli import group
from conformance.cli.validate import FORMATS
from conformance.selfcheck.own_mock import own_mock, plan_for
from mock_provider.clr10.content import generator, seeding
from mock_provider.clr10.content.model import Content, Record
from tests.canaries import Canaries, record
from tests.cli.test_no_secrets import Watched, artifacts_of, leaks, watched

__all__ = ["watched"]
PUBLISHER = "Harbour Point College"


@pytest.fixture
def canaries(monkeypatch: pytest.MonkeyPatch) -> Canaries:
    """Two accounts of the mock hold records full of canaries, one of them also a signed one."""
    made = Canaries()
    original = generator.generate

    def generate(settings: Any) -> Content:
        content = original(settings)
        made.values.clear()  # the mock asks more than once, and has to be told the same
        return replace(content, records=tuple(_told(content.records, made, settings)))

    monkeypatch.setattr(generator, "generate", generate)
    monkeypatch.setattr(seeding, "generate", generate)
    return made


def _told(records: tuple[Record, ...], canaries: Canaries, settings: Any) -> Iterator[Record]:
    from mock_provider.clr10.content.site import Site

    site, seen = Site(settings), set()
    for each in records:
        if each.username in ("mira", "jonas") and each.clr.get("assertions") and "learner" in each.clr:
            first = each.username not in seen
            clr = record(canaries, each.clr, each.username) if first else each.clr
            seen.add(each.username)
            signed = each.jws and first and site.sign(clr, clr["publisher"])
            yield replace(each, clr=clr, jws=signed or each.jws)
        else:
            yield each


def found(artifacts: dict[str, bytes], canaries: Canaries) -> list[tuple[str, str]]:
    needles = {needle for _, needle in canaries.needles() if len(needle) >= 8}
    assert len(needles) > 60, "the account holds hardly anything: this test would prove nothing"
    return leaks(artifacts, needles)


def test_a_run_shows_stand_ins(
    watched: Watched, canaries: Canaries, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with own_mock() as mock:
        plan = plan_for(mock)
        # An account whose learner is known from the plan, and rules that break: findings quote what they saw.
        data = replace(plan.data, learner={"id": "urn:x:1", **_known()})
        watched.run(replace(plan, inferred="fail", data=data), tmp_path)
    wire = b"".join(reply.body for reply in watched.replies)
    met = [value for value in canaries.values.values() if value.encode() in wire]
    assert len(met) > 40, "the run never met the canaries"
    artifacts = artifacts_of(tmp_path, capsys)
    assert found(artifacts, canaries) == []
    assert leaks(artifacts, {"Known Personqua", "known.personqua@mail.example", "mira@learners.example"}) == []
    run = json.loads(artifacts["run.json"])
    assert run["personal_data"] == "replaced"
    assert PUBLISHER in artifacts["run.json"].decode()


def _known() -> dict[str, str]:
    return {"type": "Profile", "name": "Known Personqua", "email": "known.personqua@mail.example"}


def test_findings_still_say_where_and_what(
    watched: Watched, canaries: Canaries, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with own_mock() as mock:
        watched.run(replace(plan_for(mock), inferred="fail"), tmp_path)
    run = json.loads((tmp_path / "run.json").read_text())
    findings = [finding for row in run["requirements"] for check in row["checks"] for finding in check["findings"]]
    born = next(
        each for each in findings if each["pointer"].endswith("/learner/address/id") or "/learner/" in each["pointer"]
    )
    assert born["requirement"]
    assert born["message"]


def test_who_keeps_personal_data_is_told_so_on_the_first_screen(
    watched: Watched, canaries: Canaries, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with own_mock() as mock:
        watched.run(replace(plan_for(mock), keep_personal_data=True), tmp_path)
    artifacts = artifacts_of(tmp_path, capsys)
    assert {name for name, _ in found(artifacts, canaries)} >= {"run.json", "report.html"}
    assert json.loads(artifacts["run.json"])["personal_data"] == "kept"
    for name in ("report.html", "report.md", "report.txt", "junit.xml", "stdout"):
        assert b"personal data" in artifacts[name][: len(artifacts[name]) if name != "report.html" else 40_000], name


@pytest.fixture
def document(canaries: Canaries, tmp_path: Path) -> Path:
    """A CLR full of canaries that breaks rules at personal places, beside one that is signed and broken."""
    from mock_provider.settings import Settings

    content = generator.generate(Settings(data_dir=tmp_path / "mock"))
    clr = next(each.clr for each in content.records if "ext:hobby" in str(each.clr.get("learner")))
    learner = clr["learner"]
    canaries.values["/birthDate broken"] = learner["birthDate"] = "17th of Quaqua 1998"
    canaries.values["/type broken"] = "Hiddenqua"
    broken = {"@context": "https://purl.imsglobal.org/spec/clr/v1p0/context/clr_v1p0.jsonld", **clr, "learner": learner}
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "plain.json").write_text(json.dumps(broken, indent=2, ensure_ascii=False))
    parts = [json.dumps({"alg": "RS256"}), json.dumps(broken), "no signature"]
    (folder / "signed.jws").write_text(
        ".".join(base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts)
    )
    (folder / "cut.json").write_text(json.dumps(broken)[:-400])
    return folder


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_validate_says_shows_stand_ins(document: Path, canaries: Canaries, form: str, jobs: str) -> None:
    arguments = ["validate", str(document), "--offline", "--format", form, "-j", jobs]
    shown = CliRunner().invoke(group, arguments)
    assert shown.exit_code == 1 or shown.exit_code == 2, shown.output
    assert "IDN" in shown.output or "PRF" in shown.output, "nothing was found"
    assert found({form: shown.output.encode()}, canaries) == []
    kept = CliRunner().invoke(group, [*arguments, "--keep-personal-data"])
    assert "Quaqua" in kept.output
    assert re.search("personal.?data", kept.output, re.IGNORECASE)


@pytest.mark.parametrize("form", FORMATS)
def test_a_member_that_is_named_like_a_learner_is_shown_under_a_stand_in(tmp_path: Path, form: str) -> None:
    path = tmp_path / "x.json"
    learner = {"type": "Profile", "name": "Zelda Quuxley", "ext:Zelda Quuxley": None}
    path.write_text(json.dumps({"type": "Clr", "learner": learner}))
    shown = CliRunner().invoke(group, ["validate", str(path), "--offline", "--format", form])
    assert shown.exit_code == 1
    assert "CLR10-EXT-005" in shown.output
    assert "Quuxley" not in shown.output


@pytest.mark.parametrize(("options", "kept"), [((), False), (("--keep-personal-data",), True)])
def test_the_demo_keeps_personal_data_when_it_is_asked_to(tmp_path: Path, options: tuple[str, ...], kept: bool) -> None:
    done = CliRunner().invoke(group, ["demo", "--out", str(tmp_path), *options])
    assert done.exit_code == 0
    run = (tmp_path / "run.json").read_text()
    assert json.loads(run)["personal_data"] == ("kept" if kept else "replaced")
    assert ("Mira Okafor" in run) is kept
    assert ("This holds personal data of learners" in done.output) is kept
    assert ("shown as stand-ins" in done.output) is not kept
    assert PUBLISHER in run
