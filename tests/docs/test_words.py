"""What the public reads uses the words of the list in CONTRIBUTING.md, and none of those that it replaces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from conformance.standard import editions, load
from mock_provider.behaviours import everything
from mock_provider.editions import editions as mocks

ROOT = Path(__file__).parents[2]
LIST = ROOT / "CONTRIBUTING.md"
# The kill matrices are written by the self-check from texts that are read here anyway.
UNREAD = {
    ROOT / "docs" / "explanation" / name
    for name in (
        "kill-matrix.md",
        "kill-matrix-of-clr20.md",
        "kill-matrix-of-consumers.md",
        "kill-matrix-of-consumers-of-clr20.md",
    )
}


def rows() -> Iterator[tuple[str, list[str], bool]]:
    """What to say, the phrases that it replaces, and whether they are held here, from the table in CONTRIBUTING.md."""
    section = LIST.read_text(encoding="utf-8").partition("\n## Words\n")[2]
    for say, instead, held in re.findall(r"^\| (.+?) \| (.+?) \| (yes|not yet) \|$", section, re.MULTILINE):
        yield say, re.findall(r"`([^`]+)`", instead), held == "yes"


HELD = [(phrase, say) for say, phrases, held in rows() if held for phrase in phrases]


@cache
def texts() -> Mapping[str, str]:
    """What the public reads, by where it stands. The pages of commands and problems are made from the code."""
    found = {str(page.relative_to(ROOT)): page.read_text(encoding="utf-8") for page in pages()}
    # names that were other ones before
    found["CHANGELOG.md"] = re.sub(r"`[^`\n]+`", "", found["CHANGELOG.md"])
    found["CONTRIBUTING.md"] = found["CONTRIBUTING.md"].partition("\n## Words\n")[0]
    # Who used earlier names has to find them: what they are called now stands beside them.
    before, _, after = found["CHANGELOG.md"].partition("\n### When you used it before this release\n")
    found["CHANGELOG.md"] = before + after.partition("\n## ")[2]
    for book in editions():
        for row in load(book):
            found[row.id] = "\n".join(filter(None, (row.text, row.why, row.fix, row.test, row.excluded)))
    for book in mocks().values():
        for one in everything(book).values():
            found[one.id] = "\n".join((one.title, one.how, *one.consequences.values()))
    return found


def pages() -> list[Path]:
    """The pages at the root and those of the docs."""
    return sorted({*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")} - UNREAD)


def uses(text: str, phrase: str) -> Iterator[str]:
    """Where a text uses the phrase as whole words, in any case and over line ends, with what stands around it."""
    words = r"\s+".join(map(re.escape, phrase.split()))
    begin, end = (r"(?<![\w-])" if phrase[0].isalnum() else "", r"(?![\w-])" if phrase[-1].isalnum() else "")
    for match in re.finditer(begin + words + end, text, re.IGNORECASE):
        yield " ".join(text[max(0, match.start() - 30) : match.end() + 30].split())


def test_the_list_has_words_to_hold() -> None:
    assert len(HELD) > 20
    assert all(phrases for _, phrases, held in rows() if held)


@pytest.mark.parametrize(("phrase", "say"), HELD, ids=[phrase for phrase, _ in HELD])
def test_no_public_text_uses_the_other_word(phrase: str, say: str) -> None:
    found = [f"{place}: …{around}…" for place, text in texts().items() for around in uses(text, phrase)]
    assert found == [], f"say: {say}"


@pytest.mark.parametrize(
    ("text", "phrase", "times"),
    [
        ("A Guest comes.", "guest", 1),
        ("A guesthouse, a no-guest rule.", "guest", 0),
        ("It is no\n  certification.", "is no certification", 1),
        ("It cannot be judged else.", "else.", 1),
        ("Everything else is.", "else.", 0),
    ],
)
def test_a_phrase_is_found_as_words(text: str, phrase: str, times: Any) -> None:
    assert len(list(uses(text, phrase))) == times
