"""Words of a later edition in a document of an earlier one: said beside the findings, which they leave as they are."""

from __future__ import annotations

from conformance.document import Opened
from conformance.inspection.editions import Edition, editions
from conformance.migrating import MigrationRules, Word
from conformance.rulebooks import find


def rules_for(edition: Edition) -> MigrationRules | None:
    """The rules by which documents of that edition become those of a later one; ``None`` when there are none."""
    known = (find(each.book).migration for each in editions())
    return next((rules for rules in known if rules is not None and rules.source == edition.book), None)


def words_of_a_later_edition(edition: Edition, opened: Opened) -> tuple[Word, ...]:
    """The words of a later edition in a document that was opened by an earlier one, those in its tokens included.

    Empty where the edition of the document has no later one; words of an earlier edition are findings of the later.
    """
    rules, document = rules_for(edition), opened.document
    if rules is None or document is None:
        return ()
    found = list(rules.words(document.root.value, edition.book, document.root.pointer()))
    for token in document.tokens:
        if token.payload is not None and token is not document.root.token and token is not document.envelope:
            found += rules.words(token.payload, edition.book, f"{token.pointer()}#")
    return tuple(found)
