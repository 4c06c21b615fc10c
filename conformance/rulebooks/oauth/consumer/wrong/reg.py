"""Consumers that register wrongly."""

from __future__ import annotations

import uuid
from typing import Any

from conformance.oauth import RegisteredClient
from conformance.rulebooks.oauth.consumer.client import OAuthClient
from conformance.rulebooks.oauth.consumer.register import wrong


@wrong("OAUTH-REG-017")
class FixedClient(OAuthClient):
    """Never registers: it uses a client id that is written in its code.

    The provider of the test system had registered it by hand, and nobody noticed that others would not.
    """

    def client(self) -> RegisteredClient:
        return RegisteredClient("our-wallet", "our-secret")


@wrong("OAUTH-REG-018")
class NoSoftwareId(OAuthClient):
    """Registers without a software id.

    RFC 7591 calls it optional; the profile does not.
    """

    def metadata(self) -> dict[str, Any]:
        return {name: value for name, value in super().metadata().items() if name != "software_id"}


@wrong("OAUTH-REG-019")
class TermsElsewhere(OAuthClient):
    """Names terms of service at another host than the rest.

    The legal department has a site of its own.
    """

    def metadata(self) -> dict[str, Any]:
        return {**super().metadata(), "tos_uri": "https://legal.invalid/terms"}


@wrong("OAUTH-REG-020")
class RedirectAsText(OAuthClient):
    """Sends its redirect URI as a text where a list belongs.

    There is only one, and a lenient server takes it.
    """

    def metadata(self) -> dict[str, Any]:
        made = super().metadata()
        return {**made, "redirect_uris": made["redirect_uris"][0]}


@wrong("OAUTH-REG-021")
class FreshSoftwareId(OAuthClient):
    """Makes a new software id at each registration.

    The id comes from uuid4() where a constant belongs.
    """

    def metadata(self) -> dict[str, Any]:
        return {**super().metadata(), "software_id": str(uuid.uuid4())}


@wrong("OAUTH-REG-022", tasks=("write",))
class ScopesAsWanted(OAuthClient):
    """Asks for the scopes that it wants, whatever its registration granted.

    The response of the registration is read for the id and the secret only.
    """

    def asked_scopes(self, client: RegisteredClient) -> tuple[str, ...]:  # noqa: ARG002
        return self.scopes()


@wrong("OAUTH-REG-023")
class RegistersPerLearner(OAuthClient):
    """Registers anew for each learner.

    The registration stands in the session of the learner, not in the settings of the application.
    """

    def client(self) -> RegisteredClient:
        mine = self.state.get("client", self.owner)
        if mine is None:
            made = self.new_client()
            self.state.keep("client", self.owner, {"id": made.id, "secret": made.secret, "scopes": made.scopes})
            return made
        return RegisteredClient(mine["id"], mine["secret"], scopes=tuple(mine["scopes"]))
