"""How a right client registers: once for a provider, for the scopes that its task needs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from conformance.exchanges import Response
from conformance.oauth import RegisteredClient, metadata
from conformance.rulebooks.oauth.consumer.discovering import Discovering
from conformance.rulebooks.oauth.consumer.flows import OFFLINE_ACCESS


class Registering(Discovering):
    """Gets a client id and secret, or has them."""

    def scopes(self) -> tuple[str, ...]:
        """The scopes that the task needs, and no more."""
        named = (each.scope for each in self.facts.operations.values() if each.claim in self.claims() and each.scope)
        return tuple(self.facts.scope_uri(name) for name in dict.fromkeys(named))

    def claims(self) -> tuple[str, ...]:
        """The claims whose operations the task uses."""
        return (self.assignment.task,)

    def metadata(self) -> dict[str, Any]:
        """What the client says of itself when it registers."""
        return metadata(scope=" ".join((*self.scopes(), OFFLINE_ACCESS)), name="Reference consumer")

    def client(self) -> RegisteredClient:
        """The client: registered by hand, registered at an earlier start, or registered now."""
        if self.assignment.client is not None:
            return RegisteredClient.of_plan(self.assignment.client)
        kept = self.state.get("client", self.base)
        if kept is not None:
            return RegisteredClient(kept["id"], kept["secret"], scopes=tuple(kept["scopes"]))
        return self.new_client()

    def register(self, metadata: Mapping[str, Any]) -> Response:
        """One registration request (RFC 7591 section 3.1)."""
        headers = {"Content-Type": self.registration_type(), "Accept": "application/json"}
        content = json.dumps(dict(metadata)).encode()
        return self.wire.send("POST", self.endpoints().need("registration"), headers=headers, content=content)

    def registration_type(self) -> str:
        """The media type of a registration."""
        return "application/json"

    def new_client(self) -> RegisteredClient:
        """Register, and keep what came back."""
        asked = self.metadata()
        made = RegisteredClient.of(self.register(asked))
        scopes = made.scopes if made.scopes is not None else (*self.scopes(), OFFLINE_ACCESS)
        self.state.keep("client", self.base, {"id": made.id, "secret": made.secret, "scopes": scopes})
        return RegisteredClient(made.id, made.secret, made.redirect_uri, scopes, made.name)
