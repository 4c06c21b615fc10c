"""Checks are registered once, found by themselves, and say their requirement once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from conformance.document import judge_alone
from conformance.document.registry import Registry
from conformance.rulebooks.clr10.document import RULES
from tests.rulebooks.clr10.document.judging import DATA


def test_a_module_in_the_folder_is_found_without_a_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "checks_of_a_test"
    package.mkdir()
    (package / "__init__.py").write_text(
        "from conformance.document.registry import Registry\nREGISTRY = Registry()\ncheck = REGISTRY.check\n"
    )
    for area in ("pay", "asr", "new"):
        (package / f"{area}.py").write_text(
            "from checks_of_a_test import check\n"
            f"@check('TOY-{area.upper()}-001', 'Thing')\ndef it_is_right(thing):\n    return ()\n"
        )
    monkeypatch.syspath_prepend(tmp_path)
    module = __import__("checks_of_a_test")
    try:
        found = module.REGISTRY.load(module.__name__, module.__path__, ["NEW", "PAY", "ASR"])
    finally:
        for name in [name for name in sys.modules if name.startswith("checks_of_a_test")]:
            del sys.modules[name]
    assert [entry.id for entry in found] == [
        "document.new.it_is_right",
        "document.pay.it_is_right",
        "document.asr.it_is_right",
    ]


def test_an_id_is_taken_once() -> None:
    check = Registry().check

    def it_is_right(_thing: object) -> tuple[()]:
        return ()

    check("TOY-PAY-001", "Thing")(it_is_right)
    with pytest.raises(ValueError, match="is there twice"):
        check("TOY-PAY-002", "Thing")(it_is_right)


def test_every_finding_of_a_judgement_names_its_requirement() -> None:
    judgement = judge_alone({"type": "Clr", "assertions": [{"narrative": "x"}], "revocationReason": "x"}, RULES)
    assert {finding.requirement for finding in judgement.findings} >= {"CLR10-CLR-010", "CLR10-ASR-002"}
    assert all(each.requirement for each in (*judgement.findings, *judgement.notes))


def test_a_check_itself_names_no_requirement() -> None:
    from conformance.document import open as open_document

    with open_document((DATA / "minimal.json").read_bytes(), RULES) as opened:
        assert opened.document is not None
        root = opened.document.root
        assert root.finding("something").requirement == ""
        assert root.note("something").finding.requirement == ""
