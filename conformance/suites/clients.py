"""The OAuth clients of a run by their names: registered when first asked for, or the one of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from conformance.exchanges import Response
from conformance.oauth import OAuthProblem, RegisteredClient, metadata, redirect_uri_for, register
from conformance.oauth.registration import CLIENT_NAME
from conformance.oauth.scopes import scope_uri
from conformance.plan import Plan
from conformance.record import Problem
from conformance.suites.answer import Answer
from conformance.suites.outcomes import Incomplete
from conformance.suites.registrations import Registrations
from conformance.suites.steady import accidents_since

if TYPE_CHECKING:
    from conformance.suites.target import Target

NO_CLIENT = Problem(
    "no-client",
    "no client to log in with",
    "the plan claims no dynamic registration and names no client",
    "Set client: in the plan, or claim dynamic_registration.",
)


def planned_client(plan: Plan) -> RegisteredClient | None:
    """The client that the plan names."""
    return RegisteredClient.of_plan(plan.client) if plan.client else None


class Clients:
    """Registers what the checks ask for, each name once, and knows what stays registered."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._known: dict[str, RegisteredClient | Incomplete] = {}
        self._answers: dict[str, Answer] = {}
        self._registrations = Registrations(target.wire)

    def named(self, name: str, changes: Mapping[str, Any]) -> RegisteredClient:
        """The client of that name; raises ``Incomplete`` when there is none, or its registration failed."""
        client = self._known.get(name)
        if client is None:
            before = len(self._target.wire.transcript)
            client = self._new(name, changes)
            if not (isinstance(client, Incomplete) and self._target.only_an_accident(before)):
                self._known[name] = client
        if isinstance(client, Incomplete):
            raise Incomplete(client.reason)
        return client

    def registration_of(self, name: str) -> Answer:
        """The answer to the registration of that client, whatever it is."""
        try:
            self.named(name, {})
        except Incomplete:
            if name not in self._answers:
                raise
        return self._answers.get(name) or self.register(self.metadata())

    def metadata(self, **changes: Any) -> dict[str, Any]:
        """Right metadata for this plan, with members changed, or left out by ``None``."""
        plan = self._target.plan
        refreshes = "refresh" in plan.claims
        scopes = (*self._target.scopes_wanted, *(["offline_access"] if refreshes else ()))
        right = metadata(
            redirect_uri_for(plan.login, plan.client),
            " ".join(map(scope_uri, scopes)),
            grant_types=("authorization_code", "refresh_token") if refreshes else ("authorization_code",),
        )
        return {name: value for name, value in {**right, **changes}.items() if value is not None}

    def register(self, body: Mapping[str, Any] | bytes) -> Answer:
        """One registration request, counted for the end of the run."""
        wire = self._target.wire
        before = len(wire.transcript)
        reply = register(wire, self._target.endpoint("registration"), body, label="register")
        answer = Answer(reply, "registration", self._target.parse_limits)
        self._registrations.add(answer, in_doubt=accidents_since(wire.transcript, before))
        self._keep_up(reply)
        return answer

    def registered(self, answer: Answer) -> None:
        """Count the client of an answer to somebody else's registration for the end of the run."""
        self._registrations.add(answer)

    def leave(self) -> list[str]:
        """Remove what can be removed; returns a sentence about the clients that stay, if any."""
        return self._registrations.leave()

    def _new(self, name: str, changes: Mapping[str, Any]) -> RegisteredClient | Incomplete:
        plan = self._target.plan
        if "dynamic_registration" not in plan.claims:
            return planned_client(plan) or self._no_client()
        # Other software than the first, since a server may give instances of one software the same id (RFC 7591).
        other = {"client_name": f"{CLIENT_NAME}, {name}", "software_id": str(uuid5(NAMESPACE_URL, name))}
        own = {} if name == "first" else other
        try:
            answer = self._answers[name] = self.register(self.metadata(**{**own, **changes}))
            return RegisteredClient.of(answer.reply, redirect_uri_for(plan.login, plan.client))
        except OAuthProblem as trouble:
            return self._target.incomplete(trouble)
        except Incomplete as end:
            return end

    def _no_client(self) -> Incomplete:
        if self._target.plan.login.strategy != "token":
            self._target.blame(NO_CLIENT)
        return Incomplete(NO_CLIENT.message)

    def _keep_up(self, reply: Response) -> None:
        """Where an id is given out again (CLR10-REG-006), the client behind it has the latest secret."""
        try:
            fresh = RegisteredClient.of(reply)
        except OAuthProblem:
            return
        for name, known in self._known.items():
            if isinstance(known, RegisteredClient) and known.id == fresh.id:
                self._known[name] = replace(known, secret=fresh.secret)
