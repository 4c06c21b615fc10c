"""What one exchange sees in the place of stored rows: a fault shows it another client, code or token.

Nothing is written, so that neither a crash nor another exchange at the same time ever meets what was shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mock_provider.store.clients import Client
    from mock_provider.store.codes import Code
    from mock_provider.store.tokens import StoredToken, Token


@dataclass(slots=True)
class Overrides:
    """What is shown: clients by id, the others by the digest of the code or token.

    ``bearers`` are what access tokens allow, ``ended`` the access tokens that have expired, ``reusable`` the codes that
    may be redeemed once more.
    """

    clients: dict[str, Client] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    tokens: dict[str, StoredToken] = field(default_factory=dict)
    bearers: dict[str, Token] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    reusable: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return any((self.clients, self.codes, self.tokens, self.bearers, self.ended, self.reusable))

    def copy(self) -> Overrides:
        """The same, open to changes of its own."""
        return Overrides(
            dict(self.clients),
            dict(self.codes),
            dict(self.tokens),
            dict(self.bearers),
            set(self.ended),
            set(self.reusable),
        )


_NONE = Overrides()
_CURRENT: ContextVar[Overrides] = ContextVar("overrides", default=_NONE)


def overrides() -> Overrides:
    """What the exchange at hand is shown; empty without a fault."""
    return _CURRENT.get()


@contextmanager
def overriding(shown: Overrides) -> Iterator[None]:
    """Shows this to everything that is asked inside of the block, in threads that it starts as well."""
    before = _CURRENT.set(shown)
    try:
        yield
    finally:
        _CURRENT.reset(before)
