"""Consumers that find their provider wrongly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from conformance.exchanges import Response
from conformance.oauth import Endpoints, TokenSet, register
from conformance.rulebooks.oauth.consumer.client import OAuthClient
from conformance.rulebooks.oauth.consumer.register import wrong


@wrong("OAUTH-DSC-001")
class DiscoversEachTime(OAuthClient):
    """Fetches the discovery document at each start, though it may be kept.

    There is no cache.
    """

    def keep_discovery(self, document: Mapping[str, Any], response: Response) -> None:
        """It does not."""


@wrong("OAUTH-DSC-002")
class KeepsDiscoveryForEver(OAuthClient):
    """Keeps the discovery document for ever.

    It is written to the settings when the provider is set up.
    """

    def keep_discovery(self, document: Mapping[str, Any], response: Response) -> None:  # noqa: ARG002
        self.state.keep("discovery", self.base, {"document": dict(document), "until": 1e12})


@wrong("OAUTH-DSC-004")
class GuessesEndpoints(OAuthClient):
    """Builds the addresses of the OAuth endpoints itself.

    All of them lie beside each other in the documentation of one vendor.
    """

    def endpoints(self) -> Endpoints:
        root = f"{self.base.removesuffix(self.facts.base_path)}/oauth"
        found = super().endpoints()
        return replace(found, authorization=f"{root}/authorize", token=f"{root}/token", registration=f"{root}/register")


@wrong("OAUTH-DSC-005")
class JoinsStrings(OAuthClient):
    """Joins the base URL and a path as strings.

    The settings page said how the URL has to be written.
    """

    def base_url(self, url: str) -> str:
        return url if url.endswith(self.facts.base_path) else url + self.facts.base_path


@wrong("OAUTH-DSC-003", consequences={"OAUTH-DSC-004": "an address of its own is not in the document"})
class RegistersFirst(OAuthClient):
    """Registers at a well-known path before it asks for the discovery document.

    The path was the same for years.
    """

    def tokens(self) -> TokenSet:
        if self.state.get("client", self.base) is None and not self._asked:
            self._asked = True
            register(self.wire, f"{self.base.removesuffix(self.facts.base_path)}/oauth/register", self.metadata())
        return super().tokens()

    _asked = False
