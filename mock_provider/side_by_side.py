"""The editions that one mock plays on one origin, with one authorization server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from starlette.routing import BaseRoute, Route

from mock_provider.behaviour.operations import Operations
from mock_provider.edition import Edition, find, operations_of
from mock_provider.http.status import StatusForm
from mock_provider.settings import Settings


@dataclass(frozen=True, slots=True)
class SideBySide:
    """All editions that are played, the main one first."""

    editions: tuple[Edition, ...]

    @property
    def main(self) -> Edition:
        """The one whose form is that of refusals at paths that are of no edition."""
        return self.editions[0]

    @property
    def books(self) -> tuple[str, ...]:
        """The names of their folders."""
        return tuple(each.book for each in self.editions)

    @property
    def with_login(self) -> bool:
        """True when an operation of one of them needs a token."""
        return any(each.facts.needs_tokens for each in self.editions)

    @property
    def statuses(self) -> StatusForm:
        """How each of them writes its status objects, by the path."""
        others = {each.facts.base_path: each.statuses for each in self.editions[1:]}
        return replace(self.main.statuses, others=MappingProxyType(others)) if others else self.main.statuses

    @property
    def scope_texts(self) -> Mapping[str, str]:
        """What the consent page says of each scope."""
        return {scope: text for each in self.editions for scope, text in each.scope_texts.items()}

    def scopes_offered(self, settings: Settings) -> tuple[str, ...]:
        """The scopes of all operations that the settings offer."""
        return tuple(dict.fromkeys(scope for each in self.editions for scope in each.scopes_offered(settings)))

    def operations(self, routes: Mapping[str, list[BaseRoute]] | None = None) -> Operations:
        """All that a client can call; ``routes`` of each edition tell whose the documents beside the APIs are."""
        beside = {start: book for book, own in (routes or {}).items() for start in map(_start, own) if start}
        return operations_of([each.facts for each in self.editions], beside.items())


def played_by(settings: Settings) -> SideBySide:
    """The editions that these settings play."""
    return SideBySide(tuple(find(book) for book in settings.books))


def _start(route: BaseRoute) -> str:
    """What all paths of a route begin with."""
    return route.path.partition("{")[0] if isinstance(route, Route) else ""
