"""A Fetcher that knows some answers already, such as a hosted CLR that was fetched with a token, or files of a user."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from conformance.trust.fetching import Fetched, Fetcher, FetchFailure


class Known:
    """Gives the answers that it was handed, and asks another Fetcher for the rest; without one it is offline.

    ``answers`` are by URL. So whoever holds a token can fetch what needs one, and the token stays there.
    """

    def __init__(self, answers: Mapping[str, Fetched], fetcher: Fetcher | None) -> None:
        self._answers = answers
        self._fetcher = fetcher

    @property
    def offline(self) -> bool:
        """True when nothing is fetched beside the known answers."""
        return self._fetcher is None

    def takes_plain(self, url: str) -> bool:
        """True for a known answer; else what the other Fetcher says."""
        if url.partition("#")[0] in self._answers:
            return True
        return self._fetcher is not None and self._fetcher.takes_plain(url)

    def get(self, url: str, *, accept: str) -> Fetched:
        """The known answer, else what the other Fetcher gets."""
        known = self._answers.get(url.partition("#")[0])
        if known is not None:
            return known
        return _Unfetched(url, url) if self._fetcher is None else self._fetcher.get(url, accept=accept)


@dataclass(frozen=True, slots=True)
class Offline:
    """The failure of whatever is not fetched on purpose."""

    code: str = "offline"
    message: str = "nothing is fetched offline"


OFFLINE: FetchFailure = Offline()


@dataclass(frozen=True, slots=True)
class Handed:
    """An answer that was handed over: 200 with that body."""

    url: str
    body: bytes
    status: int | None = 200
    failure: FetchFailure | None = None

    @property
    def final_url(self) -> str:
        """The same URL: nobody redirected."""
        return self.url


@dataclass(frozen=True, slots=True)
class _Unfetched:
    url: str
    final_url: str
    status: int | None = None
    body: bytes = b""
    failure: FetchFailure | None = OFFLINE


def is_offline(fetcher: Fetcher | None) -> bool:
    """True when nothing is fetched but what is known already."""
    return fetcher is None or (isinstance(fetcher, Known) and fetcher.offline)
