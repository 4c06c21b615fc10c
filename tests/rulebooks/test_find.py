"""``find`` is the one door to the code of an edition."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance import rulebooks
from conformance.rulebooks import find
from conformance.standard import CatalogueError
from conformance.suites.rules import ProviderRules


def test_the_rules_of_an_edition_are_found_by_its_folder() -> None:
    rules = find("clr10").provider
    assert isinstance(rules, ProviderRules)
    assert rules.book == "clr10"


def test_a_part_that_an_edition_does_not_have_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "toy" / "provider").mkdir(parents=True)
    (tmp_path / "toy" / "provider" / "__init__.py").write_text("RULES = 'the rules'\n")
    monkeypatch.setattr(rulebooks, "__path__", [*rulebooks.__path__, str(tmp_path)])
    toy = rulebooks.Rulebook("toy")
    assert toy.documents is None
    assert toy.provider == "the rules"  # type: ignore[comparison-overlap]


def test_an_edition_without_code_has_no_part() -> None:
    nothing = rulebooks.Rulebook("nothing")
    assert (nothing.documents, nothing.trust, nothing.provider) == (None, None, None)


def test_an_unknown_edition_is_refused() -> None:
    with pytest.raises(CatalogueError, match="no such rule book: clr99"):
        find("clr99")
