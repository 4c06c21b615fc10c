"""What a request is for: an operation of the edition's API, or a step of OAuth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from conformance.exchanges.served import Place
from conformance.standard.facts import Facts


@dataclass(frozen=True, slots=True)
class Operations:
    """The names of all that a client can call: operationIds of an edition, and the steps of OAuth (``token``).

    ``oauth_root`` is what the paths of OAuth begin with, up to the slash before a step; ``oauth_pages`` are the steps
    that people take in a browser.
    """

    facts: Facts
    oauth_root: str
    oauth_steps: tuple[str, ...]
    oauth_pages: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[str]:
        yield from self.facts.operations
        yield from self.oauth_steps

    def at(self, method: str, path: str) -> str:
        """The operationId of a request, or the first segment of a path of OAuth; empty for anything else."""
        if path.startswith(self.oauth_root):
            return path.removeprefix(self.oauth_root).partition("/")[0]
        operation = self.facts.operation_at(method, path)
        return operation.id if operation else ""

    def place(self, operation: str) -> Place:
        """Where that operation is: at the API, at an endpoint of OAuth for machines, or at a page for people."""
        return "page" if operation in self.oauth_pages else "oauth" if operation in self.oauth_steps else "api"
