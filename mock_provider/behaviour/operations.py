"""What a request is for: an operation of an edition's API, or a step of OAuth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from conformance.exchanges.served import Place
from conformance.standard.facts import Facts


@dataclass(frozen=True, slots=True)
class Operations:
    """The names of all that a client can call: operationIds of the editions, and the steps of OAuth (``token``).

    ``facts`` are those of the main edition, ``others`` those of the editions beside it, and ``beside`` says whose the
    documents outside the APIs are, by what their paths begin with. ``oauth_root`` is what the paths of OAuth begin
    with, up to the slash before a step; ``oauth_pages`` are the steps that people take in a browser.
    """

    facts: Facts
    oauth_root: str
    oauth_steps: tuple[str, ...]
    oauth_pages: tuple[str, ...] = ()
    others: tuple[Facts, ...] = ()
    beside: tuple[tuple[str, str], ...] = ()

    def __iter__(self) -> Iterator[str]:
        for each in self.editions:
            yield from each.operations
        yield from self.oauth_steps

    @property
    def editions(self) -> tuple[Facts, ...]:
        """The facts of all editions, those of the main one first."""
        return (self.facts, *self.others)

    def at(self, method: str, path: str) -> str:
        """The operationId of a request, or the first segment of a path of OAuth; empty for anything else."""
        if path.startswith(self.oauth_root):
            return path.removeprefix(self.oauth_root).partition("/")[0]
        found = (each.operation_at(method, path) for each in self.editions)
        return next((operation.id for operation in found if operation), "")

    def edition(self, path: str) -> Facts | None:
        """The edition whose API or documents a path is of; ``None`` for what all share, such as a step of OAuth."""
        for each in self.editions:
            if path.startswith(f"{each.base_path}/"):
                return each
        book = next((book for start, book in self.beside if path.startswith(start)), None)
        return next((each for each in self.editions if each.book == book), None)

    def place(self, operation: str) -> Place:
        """Where that operation is: at the API, at an endpoint of OAuth for machines, or at a page for people."""
        return "page" if operation in self.oauth_pages else "oauth" if operation in self.oauth_steps else "api"
