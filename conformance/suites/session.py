"""One run against one target: its plan, the wire to it, its endpoints, and what kept the run from judging."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from conformance.document import ParseLimits
from conformance.exchanges import Response
from conformance.oauth import Endpoints, OAuthProblem
from conformance.oauth.endpoints import Endpoint, at
from conformance.plan import Plan
from conformance.record import Problem
from conformance.standard import facts, spoken
from conformance.suites.answer import Answer
from conformance.suites.calling import Access, Caller, Connection
from conformance.suites.history import History
from conformance.suites.outcomes import Incomplete, NotApplicable
from conformance.suites.private import redactor_of
from conformance.suites.rules import ProviderRules
from conformance.suites.steady import SteadyWire, accidents_since
from conformance.suites.urls import base_url, origin, split
from conformance.wire import AsgiApp


def network_of(plan: Plan) -> dict[str, Any]:
    """How the plan says to get to the target, and which hosts it names."""
    target = plan.target
    named = (target.url, target.authorization_url, target.token_url, target.registration_url, target.revocation_url)
    urls = (*named, target.grants_url)
    return {"network": plan.network, "hosts": {host for url in urls if url and (host := split(url).hostname)}}


class Session:
    """What all parts of a run share. What cannot be had ends the asking check, and is kept in ``problems`` once."""

    def __init__(self, plan: Plan, rules: ProviderRules, app: AsgiApp | None = None) -> None:
        self.plan = plan
        self.rules = rules
        self.facts = facts(rules.book).within(plan.target.envelope)
        self.base = base_url(plan.target.url, self.facts.base_path, [each.base_path for each in spoken()])
        self.wire = SteadyWire(
            limits=plan.limits,
            ca=Path(plan.target.ca) if plan.target.ca else None,
            allow_http=plan.target.allow_http,
            app=app,
            redactor=redactor_of(plan),
            **network_of(plan),
        )
        self.in_process = app is not None
        self.parse_limits = ParseLimits(size=plan.limits.body, depth=plan.limits.depth, members=plan.limits.members)
        self.history = History(rules.class_of, self.wire.accidents.decides_nothing)
        self.connection = Connection(
            self.wire,
            self.base,
            self.facts,
            rules.media_type,
            self.history,
            self.parse_limits,
            rules.answers,
            final_slash=rules.final_slash,
        )
        self._problems: dict[str, tuple[Problem, int | None]] = {}
        self._mistrusted: dict[str, str] = {}
        self._discovery: Answer | None = None
        self._endpoints: Endpoints | None = None

    # what stands in the way

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What kept the run from judging, each once; not what was only an accident (``answers-differ`` tells of it)."""
        nothing = self.wire.accidents.decides_nothing
        return tuple(problem for problem, seen in self._problems.values() if seen is None or not nothing(seen))

    def blame(self, problem: Problem, seen: int | None = None) -> None:
        """Keep a problem that stands in the way of judging; the first of its code stays.

        ``seen`` is the place of the exchange that shows it.
        """
        known = self._problems.get(problem.code)
        if known is None or (known[1] is not None and self.wire.accidents.decides_nothing(known[1])):
            self._problems[problem.code] = (problem, seen)

    def incomplete(self, trouble: OAuthProblem) -> Incomplete:
        """The end of a check that the problem stands in the way of; the problem is kept."""
        self.blame(trouble.problem, trouble.response.index if trouble.response else None)
        return Incomplete(trouble.problem.message)

    def kept_problems(self) -> dict[str, tuple[Problem, int | None]]:
        """The problems so far, to go back to (``restore``) when something was only tried."""
        return dict(self._problems)

    def restore(self, problems: dict[str, tuple[Problem, int | None]]) -> None:
        """Forget the problems since ``kept_problems``."""
        self._problems = problems

    def only_an_accident(self, before: int) -> bool:
        """True when what failed since then may go well the next time."""
        return self.wire.accidents.unsteady and bool(accidents_since(self.wire.transcript, before))

    # what the target says of itself

    def answer(self, response: Response, operation: str) -> Answer:
        """The response as an answer that a check can demand something of."""
        return self.connection.answer(response, operation)

    def discovery(self) -> Answer:
        """The answer to the first request of a run: for the discovery document where the edition has one."""
        if self._discovery is None:
            if self.rules.discovery:
                self._discovery = Caller(self.connection, Access()).call(self.rules.discovery)
            else:
                self._discovery = self.answer(self.wire.send("GET", self.base, label="first request"), "the target")
        return self._discovery

    def discovery_document(self) -> dict[str, Any]:
        """The discovery document; raises ``Incomplete`` when there is none."""
        document = self.discovery().require(200).json()
        if not isinstance(document, dict):
            raise Incomplete("the discovery document is not a JSON object")
        return document

    @property
    def discovery_url(self) -> str:
        """Where the first request goes."""
        name = self.rules.discovery
        return self.base + (self.facts.operations[name].path if name else "")

    def name(self) -> str:
        """What the target calls itself; empty when it was not asked, or does not say."""
        if self._discovery is None or self._discovery.status != 200:
            return ""
        try:
            return str(at(self.discovery_document(), self.facts.discovery_name) or "")
        except Incomplete:
            return ""

    def same_origin(self, url: str) -> bool:
        """True when the URL has the scheme, host and port of the target."""
        return origin(url) == origin(self.base)

    # OAuth endpoints

    def endpoints(self) -> Endpoints:
        """The OAuth endpoints: those of the plan before those of the discovery document."""
        if self._endpoints is None:
            try:
                document: Mapping[str, Any] = self.discovery_document()
            except Incomplete:
                document = {}
            self._endpoints = Endpoints.of(document, self.plan.target, self.discovery_url, members=self.facts.discovery)
        return self._endpoints

    def endpoint(self, name: Endpoint) -> str:
        """URL of an OAuth endpoint; raises ``Incomplete`` when neither discovery nor the plan names it."""
        self.need_authorization_server()
        if name in self._mistrusted:
            raise Incomplete(self._mistrusted[name])
        url: str | None = getattr(self.endpoints(), name)
        if not url:
            raise Incomplete(f"no {name} URL: {self._why_no_url()}, and the plan's target.{name}_url is empty")
        return url

    def mistrust(self, name: Endpoint, problem: Problem) -> None:
        """Let no check use an endpoint that the plan names wrongly: ``endpoint`` raises ``Incomplete``."""
        self._mistrusted[name] = problem.message
        self.blame(problem)

    def need_authorization_server(self) -> None:
        """End the check as not applicable when the plan brings tokens and names no authorization server."""
        named = (self.plan.target.authorization_url, self.plan.target.token_url, self.plan.target.registration_url)
        if self.plan.login.strategy == "token" and not any(named) and "dynamic_registration" not in self.plan.claims:
            raise NotApplicable("the plan brings tokens and names no authorization server")

    @property
    def offers_code_flow(self) -> bool:
        """False when the plan logs in without an authorization page (``token``, ``client-credentials``)."""
        return self.plan.login.strategy in ("form", "browser", "manual")

    def need_code_flow(self) -> None:
        """End the check when there is no authorization page to walk through."""
        self.need_authorization_server()
        if self.plan.login.strategy == "client-credentials":
            raise NotApplicable("the plan logs in by client credentials: there is no authorization page")
        if not self.offers_code_flow:
            raise Incomplete(f"the plan logs in by {self.plan.login.strategy}: no authorization page is walked through")

    # scopes

    @property
    def scopes_wanted(self) -> tuple[str, ...]:
        """Short names of the scopes that the plan's claims need."""
        scopes = {each.scope: each.claim for each in self.facts.operations.values() if each.scope}
        return tuple(scope for scope, claim in scopes.items() if claim in self.plan.claims)

    def scope_uris(self, *shorts: str) -> frozenset[str]:
        """The whole scopes for their short names."""
        return frozenset(map(self.facts.scope_uri, shorts))

    def scope_text(self, *shorts: str) -> str:
        """A ``scope`` parameter: URIs separated by a space."""
        return " ".join(map(self.facts.scope_uri, shorts))

    def unknown_scope(self) -> str:
        """A scope that looks like one of the edition, but is none."""
        known = next(iter(self.facts.scopes.values()), "https://elsewhere.invalid/scope/read")
        return f"{known.rpartition('/')[0]}/no-such-scope"

    def _why_no_url(self) -> str:
        try:
            self.discovery_document()
        except Incomplete as end:
            return f"discovery cannot be read ({end.reason})"
        return "discovery has none"
