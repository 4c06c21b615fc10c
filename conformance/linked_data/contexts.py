"""The context documents that a reading may use, and nothing else: no context is fetched from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from conformance.linked_data.budget import Budget


@dataclass(frozen=True, slots=True, eq=False)
class Contexts:
    """Context documents by key, and what was worked out from them.

    ``documents`` maps a URL to ``{"@context": ...}``. ``editions`` maps the URL of a context that has changed in place
    to the keys of its other documents, newest first; ``chosen`` says for which URL one of those is used. ``budget`` is
    shared by all that is read with these contexts; ``None`` gives each graph one of its own. A caller makes one of
    these and keeps it: it remembers each list of contexts that it has processed.
    """

    documents: Mapping[str, Mapping[str, Any]]
    editions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)
    budget: Budget | None = None
    memo: dict[Any, Any] = field(default_factory=dict, repr=False)
    """What the modules of this package remember of the documents."""
    made: dict[tuple[str, str], Contexts] = field(default_factory=dict, repr=False)
    """These contexts with another edition of one of them."""

    def document(self, url: str) -> Mapping[str, Any] | None:
        """The document that stands behind that URL; ``None`` where there is none."""
        return self.documents.get(self.key_of(url))

    def key_of(self, url: str) -> str:
        """The key of the document that stands behind that URL: the URL itself, or that of the chosen edition."""
        return self.chosen.get(url, url)

    def with_edition(self, url: str, key: str) -> Contexts:
        """The same contexts with another document behind that URL: ``key`` is the URL or one of its editions."""
        if self.key_of(url) == key:
            return self
        if (url, key) not in self.made:
            memo = self.memo.setdefault(("edition", url, key), {})
            self.made[url, key] = replace(self, chosen={**self.chosen, url: key}, memo=memo, made={})
        return self.made[url, key]

    def with_documents(self, fetched: Mapping[str, Mapping[str, Any]]) -> Contexts:
        """The same contexts and those that were fetched; a document that is known already is not replaced."""
        return replace(self, documents={**fetched, **self.documents}, memo={}, made={})

    def sharing(self, budget: Budget) -> Contexts:
        """The same contexts for readings that share a budget, such as those of one document."""
        return replace(self, budget=budget, made={})
