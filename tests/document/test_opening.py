"""An input is opened once: what judges it and what verifies it stand on the same walk."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from conformance.document import judge, opening
from conformance.document import open as open_document
from conformance.rulebooks.clr10.document import RULES
from conformance.rulebooks.clr10.trust import RULES as TRUST
from conformance.trust import verify
from tests.rulebooks.clr10.document.judging import DATA

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def test_judging_and_verifying_parse_recognise_and_walk_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def counted(name: str, whole: Any) -> Any:
        def call(*arguments: Any, **options: Any) -> Any:
            calls.append(name)
            return whole(*arguments, **options)

        return call

    for name in ("parse", "walk"):
        monkeypatch.setattr(opening, name, counted(name, getattr(opening, name)))
    with open_document((DATA / "rich.json").read_bytes(), RULES, now=NOW) as opened:
        assert judge(opened).findings == ()
        assert [item.kind for item in verify(opened, TRUST).items][:2] == ["Clr", "Assertion"]
    assert calls == ["parse", "walk"]


def test_a_judgement_does_not_change_what_is_verified() -> None:
    data = (DATA / "rich.json").read_bytes()
    with open_document(data, RULES, now=NOW) as opened:
        alone = verify(opened, TRUST)
    with open_document(data, RULES, now=NOW) as opened:
        judge(opened)
        assert verify(opened, TRUST) == alone


def test_what_is_none_of_the_editions_documents_is_refused() -> None:
    opened = open_document(b'{"a": 1}', RULES)
    assert (opened.refused, opened.document) == (True, None)
    assert opened.error is not None
    assert opened.error.code == "not-recognised"
    assert verify(opened, TRUST).items == ()


@pytest.mark.parametrize("data", [b"", b"{", b"aaaa.bbbb.cccc"])
def test_what_cannot_be_read_is_an_error_and_no_refusal(data: bytes) -> None:
    opened = open_document(data, RULES)
    assert opened.error is not None
    assert not opened.refused


def test_a_class_that_does_not_exist_raises() -> None:
    with pytest.raises(KeyError):
        open_document({}, RULES, as_class="NoSuchClass")


def test_faults_of_the_text_stand_on_the_opening() -> None:
    text = b"\xef\xbb\xbf" + (DATA / "minimal.json").read_bytes()
    opened = open_document(text, RULES)
    assert [finding.requirement for finding in opened.text] == ["CLR10-API-016"]


def test_advice_about_a_foreign_format_is_the_editions() -> None:
    opened = open_document(b"-----BEGIN PUBLIC KEY-----\n", RULES)
    assert opened.error is not None
    assert opened.error.todo == RULES.advice["pem"]


def test_it_can_be_released_twice() -> None:
    opened = open_document(json.loads((DATA / "minimal.json").read_bytes()), RULES)
    opened.release()
    opened.release()
