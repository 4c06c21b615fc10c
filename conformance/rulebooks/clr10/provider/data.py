"""What a CLR 1.0 target holds: its API for each resource owner, its list of CLRs, and what the run posts to it."""

from __future__ import annotations

from pathlib import Path

from conformance.plan import Plan
from conformance.rulebooks.clr10.provider.api import ProviderApi
from conformance.rulebooks.clr10.provider.cleanup import Cleanup
from conformance.rulebooks.clr10.provider.links import Links, links_of
from conformance.rulebooks.clr10.provider.listing import Listing, walk
from conformance.rulebooks.clr10.provider.posts import Posts
from conformance.suites.grants import Who
from conformance.suites.memory import Memory
from conformance.suites.rules import ProviderRules
from conformance.suites.target import Target
from conformance.wire import AsgiApp


class ClrData(Target):
    """A target with the data of CLR 1.0. Each part is had when it is first asked for."""

    api: ProviderApi

    def __init__(
        self,
        plan: Plan,
        rules: ProviderRules,
        out: Path | None = None,
        app: AsgiApp | None = None,
        memory: Memory | None = None,
    ) -> None:
        super().__init__(plan, rules, out, app, memory)
        self._apis: dict[Who, ProviderApi] = {}
        self._listing: Listing | None = None
        self._links: Links | None = None
        self.api = self.api_of("owner")
        self.cleanup = Cleanup(plan, self.api, self.wire, self.history)
        self.posts = Posts(plan, self.api, self.wire, self.listing, self.cleanup)

    def api_of(self, who: Who) -> ProviderApi:
        """The API with the tokens of that resource owner (``service``: client credentials)."""
        if who not in self._apis:
            self._apis[who] = ProviderApi(self.session.connection, self.tokens.access(who))
        return self._apis[who]

    def listing(self) -> Listing:
        """All CLRs of the first resource owner as ``GET /clrs`` lists them; raises ``Incomplete``."""
        if self._listing is None:
            self._listing = walk(self.api, self.plan.limits.pages)
        return self._listing

    def links(self) -> Links:
        """URLs of hosted items, keys and revocation lists that the listed CLRs name; raises ``Incomplete``."""
        if self._links is None:
            self._links = links_of(entry.clr for entry in self.listing().entries)
        return self._links

    def remove_what_was_made(self) -> list[str]:
        """Delete the CLRs that the run posted; returns what is left, a sentence each."""
        return self.cleanup.leave()
