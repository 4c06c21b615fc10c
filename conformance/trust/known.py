"""A Fetcher that knows some answers already, such as a hosted CLR that was fetched with a token."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.trust.fetching import Fetched, Fetcher


class Known:
    """Gives the answers that it was handed, and asks another Fetcher for the rest.

    ``answers`` are by URL. So whoever holds a token can fetch what needs one, and the token stays there.
    """

    def __init__(self, answers: Mapping[str, Fetched], fetcher: Fetcher) -> None:
        self._answers = answers
        self._fetcher = fetcher

    def takes_plain(self, url: str) -> bool:
        """What the other Fetcher says."""
        return self._fetcher.takes_plain(url)

    def get(self, url: str, *, accept: str) -> Fetched:
        """The known answer, else what the other Fetcher gets."""
        known = self._answers.get(url.partition("#")[0])
        return self._fetcher.get(url, accept=accept) if known is None else known
