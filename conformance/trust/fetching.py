"""What verification needs of whoever fetches for it; it never opens a connection itself."""

from __future__ import annotations

from typing import Protocol


class FetchFailure(Protocol):
    """Why nothing usable came: a stable code and what happened."""

    @property
    def code(self) -> str:
        """Stable and greppable, for example ``name-not-found`` or ``address-refused``."""

    @property
    def message(self) -> str:
        """What happened, in words."""


class Fetched(Protocol):
    """What came for one URL; never an exception."""

    @property
    def url(self) -> str:
        """The URL of the request."""

    @property
    def final_url(self) -> str:
        """The URL that answered in the end, after redirects."""

    @property
    def status(self) -> int | None:
        """The HTTP status, ``None`` when no answer came."""

    @property
    def body(self) -> bytes:
        """The body, decompressed."""

    @property
    def failure(self) -> FetchFailure | None:
        """Why the answer cannot be used, ``None`` when it can."""


class Fetcher(Protocol):
    """Fetches a URL that a document names. It never raises for what a target does."""

    def get(self, url: str, *, accept: str) -> Fetched:
        """The answer to a GET without credentials; the same URL is fetched once."""

    def takes_plain(self, url: str) -> bool:
        """True for a URL without TLS that may be fetched all the same, since the user allows plain http there."""
