"""The OAuth clients of a run by their names: registered when first asked for, or the one of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from conformance.exchanges import Response
from conformance.oauth import OAuthProblem, RegisteredClient, metadata, redirect_uri_for, register
from conformance.oauth.registration import CLIENT_NAME
from conformance.plan import Plan
from conformance.record import Problem
from conformance.standard import load
from conformance.suites.answer import Answer
from conformance.suites.outcomes import Incomplete
from conformance.suites.registrations import Registrations
from conformance.suites.session import Session
from conformance.suites.steady import accidents_since

NO_CLIENT = Problem(
    "no-client",
    "no client to log in with",
    "the plan claims no dynamic registration and names no client",
    "Set client: in the plan, or claim dynamic_registration.",
)


def planned_client(plan: Plan) -> RegisteredClient | None:
    """The client that the plan names."""
    return RegisteredClient.of_plan(plan.client) if plan.client else None


def _area_of_registration(book: str) -> str:
    """The area in which an edition has the shared rules of registration; empty when it has none of them."""
    standard = load(book)
    own = (standard[rule].area for rule in standard.shared if rule.startswith(_REGISTRATION))
    return next(own, "")


_REGISTRATION = "OAUTH-REG-"


class Clients:
    """Registers what the checks ask for, each name once, and knows what stays registered."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, RegisteredClient | Incomplete] = {}
        self._answers: dict[str, Answer] = {}
        self._registrations = Registrations(session.wire, _area_of_registration(session.facts.book))

    def first(self) -> RegisteredClient:
        """The client that all code flows use by default."""
        return self.named("first")

    def spare(self) -> RegisteredClient:
        """A client for checks that end grants: one of their own where clients can be registered, else the first.

        Such a check calls ``Tokens.forget`` afterwards.
        """
        return self.named("spare")

    def service(self) -> RegisteredClient:
        """The client of the client credentials grant: the plan's, otherwise the registered one."""
        return planned_client(self._session.plan) or self.first()

    def named(self, name: str, **changes: Any) -> RegisteredClient:
        """The client of that name, registered when first asked for; raises ``Incomplete`` when that fails.

        ``changes`` are made to its metadata. Without dynamic registration all names stand for the plan's client.
        """
        self._session.need_authorization_server()
        client = self._known.get(name)
        if client is None:
            before = len(self._session.wire.transcript)
            client = self._new(name, changes)
            if not (isinstance(client, Incomplete) and self._session.only_an_accident(before)):
                self._known[name] = client
        if isinstance(client, Incomplete):
            raise Incomplete(client.reason)
        return client

    def registration_of(self, name: str) -> Answer:
        """The answer to the right registration of the client of that name, whatever it is.

        One registration serves as client and as evidence, since few targets let a client be removed.
        """
        try:
            self.named(name)
        except Incomplete:
            if name not in self._answers:
                raise
        return self._answers.get(name) or self.register(self.metadata())

    def metadata(self, **changes: Any) -> dict[str, Any]:
        """Right metadata for a registration (RFC 7591 as profiled), with members changed, or left out by ``None``."""
        plan = self._session.plan
        refreshes = "refresh" in plan.claims
        scopes = (*self._session.scopes_wanted, *(["offline_access"] if refreshes else ()))
        right = metadata(
            redirect_uri_for(plan.login, plan.client),
            self._session.scope_text(*scopes),
            grant_types=("authorization_code", "refresh_token") if refreshes else ("authorization_code",),
        )
        return {name: value for name, value in {**right, **changes}.items() if value is not None}

    def register(self, body: Mapping[str, Any] | bytes) -> Answer:
        """One registration request, counted for the end of the run; the response is not remembered as a client."""
        wire = self._session.wire
        before = len(wire.transcript)
        response = register(wire, self._session.endpoint("registration"), body, label="register")
        answer = self._session.answer(response, "registration")
        self._registrations.add(answer, in_doubt=accidents_since(wire.transcript, before))
        self._keep_up(response)
        return answer

    def registered(self, answer: Answer) -> None:
        """Count the client of an answer to somebody else's registration for the end of the run."""
        self._registrations.add(answer)

    def leave(self) -> list[str]:
        """Remove what can be removed; returns a sentence about the clients that stay, if any."""
        return self._registrations.leave()

    def _new(self, name: str, changes: Mapping[str, Any]) -> RegisteredClient | Incomplete:
        plan = self._session.plan
        if "dynamic_registration" not in plan.claims:
            return planned_client(plan) or self._no_client()
        # Other software than the first, since a server may give instances of one software the same id (RFC 7591).
        other = {"client_name": f"{CLIENT_NAME}, {name}", "software_id": str(uuid5(NAMESPACE_URL, name))}
        own = {} if name == "first" else other
        try:
            answer = self._answers[name] = self.register(self.metadata(**{**own, **changes}))
            return RegisteredClient.of(answer.response, redirect_uri_for(plan.login, plan.client))
        except OAuthProblem as trouble:
            return self._session.incomplete(trouble)
        except Incomplete as end:
            return end

    def _no_client(self) -> Incomplete:
        if self._session.plan.login.strategy != "token":
            self._session.blame(NO_CLIENT)
        return Incomplete(NO_CLIENT.message)

    def _keep_up(self, response: Response) -> None:
        """Where an id is given out again, as it should not be, the client behind it has the latest secret."""
        try:
            fresh = RegisteredClient.of(response)
        except OAuthProblem:
            return
        for name, known in self._known.items():
            if isinstance(known, RegisteredClient) and known.id == fresh.id:
                self._known[name] = replace(known, secret=fresh.secret)
