"""How a right client finds the endpoints: by the discovery document alone, kept as long as it may be kept."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conformance.exchanges import Response
from conformance.oauth import Endpoints
from conformance.rulebooks.oauth.consumer.starting import Started

_FRESH_FOR = re.compile(r"(?:^|[\s,])max-age=(\d{1,9})")


@dataclass(frozen=True, slots=True)
class _Discovered:
    """No URL of an endpoint is known but those of the discovery document."""

    authorization_url: str | None = None
    token_url: str | None = None
    registration_url: str | None = None
    revocation_url: str | None = None
    grants_url: str | None = None


class Discovering(Started):
    """Finds the endpoints."""

    _discovered: dict[str, Any] | None = None

    def discovery_url(self) -> str:
        """Where the discovery document is."""
        operation = self.facts.description
        return self.base + (operation.path if operation else "/discovery")

    def discovery(self) -> Mapping[str, Any]:
        """The discovery document: one that was kept while it is fresh, else a new one, once for each start."""
        if self._discovered is None:
            kept = self.state.get("discovery", self.base)
            self._discovered = kept["document"] if kept and kept["until"] > time.time() else self.new_discovery()
        return self._discovered

    def new_discovery(self) -> dict[str, Any]:
        """Fetch the discovery document, and keep it as long as its headers allow."""
        response = self.wire.send("GET", self.discovery_url(), headers={"Accept": self.accept}, follow=True)
        if response.status != 200:
            self.refuse("the discovery document is not there", response)
        document = response.json_object()
        self.keep_discovery(document, response)
        return document

    def keep_discovery(self, document: Mapping[str, Any], response: Response) -> None:
        """Keep the document for as long as ``Cache-Control`` says (RFC 9111 section 5.2)."""
        control = (response.headers.get("cache-control") or "").lower()
        fresh = _FRESH_FOR.search(control)
        forbidden = "no-store" in control or "no-cache" in control
        until = time.time() + int(fresh[1]) if fresh and not forbidden else 0.0
        self.state.keep("discovery", self.base, {"document": document, "until": until} if until else None)

    def endpoints(self) -> Endpoints:
        """The endpoints of OAuth, from the discovery document alone."""
        return Endpoints.of(self.discovery(), _Discovered(), self.discovery_url(), members=self.facts.discovery)
