"""What every row of every edition says: its text, its level, and where it comes from."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from conformance.standard import Level, Requirement, editions, load
from tests.standard.rows import each_of

each = each_of(row for book in editions() for row in load(book))


@each
def test_it_says_what_why_and_how(requirement: Requirement) -> None:
    for name in ("text", "why", "fix", "test"):
        sentence = getattr(requirement, name)
        assert sentence == sentence.strip(), name
        assert sentence.endswith("."), name
        assert 12 < len(sentence) < 320, name
        assert "`" not in sentence, name


@each
def test_its_text_says_its_level(requirement: Requirement) -> None:
    keyword = requirement.level.value.lower()

    assert re.search(rf"\b{keyword}\b", requirement.text)
    if requirement.level in (Level.MUST, Level.SHOULD):
        assert not re.search(rf"\b{keyword} not\b", requirement.text)


@each
def test_its_source_is_a_document_a_place_and_a_link(requirement: Requirement) -> None:
    link = urlsplit(requirement.source.url)

    assert requirement.source.document
    assert requirement.source.section
    assert (link.scheme, bool(link.netloc)) == ("https", True)


@each
def test_a_link_to_an_rfc_points_at_the_section_it_names(requirement: Requirement) -> None:
    rfc = re.fullmatch(r"RFC (\d+)", requirement.source.document)
    if rfc is None:
        assert "rfc-editor.org" not in requirement.source.url
        return
    section = re.match(r"\d+(\.\d+)*", requirement.source.section)
    assert section is not None
    assert requirement.source.url == f"https://www.rfc-editor.org/rfc/rfc{rfc[1]}#section-{section[0]}"
