"""The implementation under test: discovery, clients, resource owners and tokens, each fetched when first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from conformance.access import Credentials
from conformance.document import ParseLimits
from conformance.exchanges import Response
from conformance.oauth import (
    AuthorizationRequest,
    Endpoints,
    OAuthProblem,
    PageResult,
    RedirectResult,
    RegisteredClient,
    ResourceOwner,
    TokenKeeper,
    TokenSet,
    client_credentials,
    code_of,
    exchange_code,
    owner_for,
)
from conformance.oauth.endpoints import Endpoint
from conformance.oauth.owner import Chromium, Passage, issued_token
from conformance.oauth.scopes import scope_uri
from conformance.plan import Plan
from conformance.record import Problem
from conformance.standard import book_of, facts
from conformance.suites.answer import Answer
from conformance.suites.api import ProviderApi, base_url, origin, split
from conformance.suites.clients import Clients, planned_client
from conformance.suites.guest import Guest
from conformance.suites.harvest import Harvest, harvest
from conformance.suites.ledger import Ledger
from conformance.suites.listing import Listing, walk
from conformance.suites.outcomes import Incomplete, Manual, NotApplicable
from conformance.suites.private import redactor_of
from conformance.suites.steady import SteadyWire, accidents_since
from conformance.wire import AsgiApp

Who = Literal["owner", "second", "empty", "service"]


def _is_error_of_a_browser(result: RedirectResult | PageResult) -> bool:
    """True for a server error that only a real browser has seen, since its exchanges are in no transcript."""
    return isinstance(result, PageResult) and result.response is None and (result.status or 0) >= 500


def scope_text(*shorts: str) -> str:
    """A ``scope`` parameter: URIs separated by a space."""
    return " ".join(map(scope_uri, shorts))


@dataclass(frozen=True, slots=True)
class Grant:
    """One authorization that went through: the request, the redirect that brought the code, and the tokens."""

    request: AuthorizationRequest
    redirect: RedirectResult
    tokens: TokenSet
    client: RegisteredClient


def network_of(plan: Plan) -> dict[str, Any]:
    """How the plan says to get to the target, and which hosts it names."""
    target = plan.target
    named = (target.url, target.authorization_url, target.token_url, target.registration_url, target.revocation_url)
    urls = (*named, target.grants_url)
    return {"network": plan.network, "hosts": {host for url in urls if url and (host := split(url).hostname)}}


def passage_to(plan: Plan) -> Passage:
    """The way of a real browser to the places of the target that it may visit."""
    target = plan.target
    others = (target.authorization_url, target.grants_url)
    return Passage.to(target.url, *others, network=plan.network, private=target.ca is not None)


class Target:
    """Everything the checks may ask of the implementation under test.

    What cannot be had ends the asking check as incomplete, and is kept in ``problems`` once.
    """

    def __init__(self, plan: Plan, out: Path | None = None, app: AsgiApp | None = None) -> None:
        self.plan = plan
        self.base = base_url(plan.target.url)
        self.out = out
        ca = Path(plan.target.ca) if plan.target.ca else None
        self.wire = SteadyWire(
            limits=plan.limits,
            ca=ca,
            allow_http=plan.target.allow_http,
            app=app,
            redactor=redactor_of(plan),
            **network_of(plan),
        )
        self.in_process = app is not None
        self.parse_limits = ParseLimits(size=plan.limits.body, depth=plan.limits.depth, members=plan.limits.members)
        self.ledger = Ledger(self.wire.accidents.decides_nothing)
        self.guest = Guest(self)
        self.unreachable: str | None = None
        self._problems: dict[str, tuple[Problem, int | None]] = {}
        self._apis: dict[Who, ProviderApi] = {}
        self._owners: dict[Who, ResourceOwner] = {}
        self._chromium = Chromium()
        self._keepers: dict[Who, TokenKeeper] = {}
        self._clients = Clients(self)
        self._sample: Grant | Incomplete | None = None
        self._mistrusted: dict[str, str] = {}
        self._no_tokens = ""
        self._unspent: dict[str, Who] = {}
        self._unasked: set[Who] = set()
        self._asks_consent = False

    # what was found out

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

    @property
    def api(self) -> ProviderApi:
        """The API as the first resource owner may use it."""
        return self.api_of("owner")

    def api_of(self, who: Who) -> ProviderApi:
        """The API with the tokens of that resource owner (``service``: client credentials)."""
        if who not in self._apis:
            self._apis[who] = ProviderApi(
                self.wire,
                self.base,
                lambda scope: self.token(scope, who=who),
                self.ledger,
                limits=self.parse_limits,
                renewed=lambda scope, reply: self.renewed(scope, reply, who),
            )
        return self._apis[who]

    @cached_property
    def discovery(self) -> Answer:
        """The answer to the first ``GET /discovery``, whatever it is."""
        return self.api.get_discovery()

    @property
    def discovery_document(self) -> dict[str, Any]:
        """The discovery document; raises ``Incomplete`` when there is none."""
        document = self.discovery.require(200).json()
        if not isinstance(document, dict):
            raise Incomplete("the discovery document is not a JSON object")
        return document

    @cached_property
    def endpoints(self) -> Endpoints:
        """The OAuth endpoints: those of the plan before those of the discovery document."""
        try:
            document: Mapping[str, Any] = self.discovery_document
        except Incomplete:
            document = {}
        return Endpoints.of(
            document, self.plan.target, f"{self.base}/discovery", members=facts(book_of(self.plan.standard)).discovery
        )

    @property
    def offers_code_flow(self) -> bool:
        """False when the plan logs in without an authorization page (``token``, ``client-credentials``)."""
        return self.plan.login.strategy in ("form", "browser", "manual")

    def need_authorization_server(self) -> None:
        """End the check as not applicable when the plan brings tokens and names no authorization server."""
        named = (self.plan.target.authorization_url, self.plan.target.token_url, self.plan.target.registration_url)
        if self.plan.login.strategy == "token" and not any(named) and "dynamic_registration" not in self.plan.claims:
            raise NotApplicable("the plan brings tokens and names no authorization server")

    def need_code_flow(self) -> None:
        """End the check when there is no authorization page to walk through."""
        self.need_authorization_server()
        if self.plan.login.strategy == "client-credentials":
            raise NotApplicable("the plan logs in by client credentials: there is no authorization page")
        if not self.offers_code_flow:
            raise Incomplete(f"the plan logs in by {self.plan.login.strategy}: no authorization page is walked through")

    def endpoint(self, name: Endpoint) -> str:
        """URL of an OAuth endpoint; raises ``Incomplete`` when neither discovery nor the plan names it."""
        self.need_authorization_server()
        if name in self._mistrusted:
            raise Incomplete(self._mistrusted[name])
        url: str | None = getattr(self.endpoints, name)
        if not url:
            raise Incomplete(f"no {name} URL: {self._why_no_url()}, and the plan's target.{name}_url is empty")
        return url

    def mistrust(self, name: Endpoint, problem: Problem) -> None:
        """Let no check ask an endpoint that the plan names wrongly: ``endpoint`` raises ``Incomplete``."""
        self._mistrusted[name] = problem.message
        self.blame(problem)

    def without_tokens(self, problem: Problem) -> Incomplete:
        """Let no check use the tokens of the first resource owner in the plan; returns what its requests end with."""
        self.blame(problem)
        self._no_tokens = problem.message
        self._keepers.pop("owner", None)
        return Incomplete(problem.message)

    def _why_no_url(self) -> str:
        try:
            _ = self.discovery_document
        except Incomplete as end:
            return f"discovery cannot be read ({end.reason})"
        return "discovery has none"

    # clients

    @property
    def client(self) -> RegisteredClient:
        """The client that all code flows use by default."""
        return self.client_named("first")

    @property
    def second_client(self) -> RegisteredClient:
        """Another client of the same consumer, for what one client may not do for another."""
        if "dynamic_registration" not in self.plan.claims:
            raise NotApplicable("without dynamic registration there is only the plan's client")
        if self.client_named("second").id == self.client.id:
            raise Incomplete("the target gave a second client the id of the first one (see CLR10-REG-006)")
        return self.client_named("second")

    @property
    def spare_client(self) -> RegisteredClient:
        """A client for checks that end grants: one of their own where clients can be registered, else the first.

        Such a check calls ``forget_tokens`` afterwards.
        """
        return self.client_named("spare")

    @property
    def service_client(self) -> RegisteredClient:
        """The client of the client credentials grant: the plan's, otherwise the registered one."""
        return planned_client(self.plan) or self.client

    def client_named(self, name: str, **changes: Any) -> RegisteredClient:
        """The client of that name, registered when first asked for; raises ``Incomplete`` when that fails.

        ``changes`` are made to its metadata. Without dynamic registration all names stand for the plan's client.
        """
        self.need_authorization_server()
        return self._clients.named(name, changes)

    def registration_of(self, name: str) -> Answer:
        """The answer to the right registration of the client of that name, whatever it is.

        One registration serves as client and as evidence, since few targets let a client be removed.
        """
        return self._clients.registration_of(name)

    def registration_metadata(self, **changes: Any) -> dict[str, Any]:
        """Right metadata for a registration (RFC 7591 as profiled), with members changed, or left out by ``None``."""
        return self._clients.metadata(**changes)

    def register(self, body: Mapping[str, Any] | bytes) -> Answer:
        """One registration request; the reply is not remembered as a client."""
        return self._clients.register(body)

    def registered(self, answer: Answer) -> None:
        """Take note of an answer to a registration that did not go through ``register``: its client may stay."""
        self._clients.registered(answer)

    @property
    def scopes_wanted(self) -> tuple[str, ...]:
        """Short names of the scopes that the plan's claims need."""
        wanted = {"read": "readonly", "write": "replace", "delete": "delete"}
        return tuple(scope for claim, scope in wanted.items() if claim in self.plan.claims)

    def token_without(self, needed: str) -> str:
        """A token of another claimed scope than the one needed; raises ``NotApplicable`` when the plan claims no other.

        Raises ``Incomplete`` when all of them carry the one needed too.
        """
        others = [scope for scope in self.scopes_wanted if scope != needed]
        if not others:
            reason = f"the plan claims nothing but what needs {needed}, so there is no token of another scope"
            raise NotApplicable(reason)
        for other in others:
            tokens = self.tokens(other)
            if scope_uri(needed) not in tokens.scopes:
                return tokens.access_token
        raise Incomplete(f"every token carries the scope {needed}: there is none to be refused")

    # resource owners and grants

    def owner(self, who: Who = "owner") -> ResourceOwner:
        """Who walks through the authorization pages; raises ``Incomplete`` when the plan names nobody."""
        if who not in self._owners:
            try:
                credentials = self._credentials(who)
                self._owners[who] = owner_for(
                    self.plan.login,
                    self.wire,
                    credentials,
                    passage=passage_to(self.plan),
                    chromium=self._chromium,
                    out=self.out,
                )
            except OAuthProblem as trouble:
                raise self.incomplete(trouble) from trouble
        return self._owners[who]

    def authorization(
        self, *scopes: str, client: RegisteredClient | None = None, **changes: str | None
    ) -> AuthorizationRequest:
        """A right authorization request for these short scopes, with parameters changed, or left out by ``None``."""
        client = client or self.client
        request = AuthorizationRequest.right(
            self.endpoint("authorization"),
            client_id=client.id,
            redirect_uri=client.redirect_uri,
            scope=scope_text(*scopes),
            more=self.plan.login.parameters,
        )
        if self._asks_consent and "offline_access" in scopes:
            request = request.changed(prompt="consent")
        return request.changed(**changes)

    def authorize(
        self, request: AuthorizationRequest, decision: Literal["approve", "deny"] = "approve", who: Who = "owner"
    ) -> RedirectResult | PageResult:
        """Walk through login and consent; raises ``Incomplete`` when the resource owner cannot get on."""
        try:
            return self._walk(who, request, decision)
        except OAuthProblem as trouble:
            raise self.incomplete(trouble) from trouble

    def _walk(
        self, who: Who, request: AuthorizationRequest, decision: Literal["approve", "deny"]
    ) -> RedirectResult | PageResult:
        """Through the pages; where a form met an accident, once more from the start."""
        owner = self.owner(who)
        result = self.wire.again(lambda: owner.authorize(request, decision), _is_error_of_a_browser)
        if isinstance(result, RedirectResult):
            if result.code:
                self._unspent[result.code] = who
            if result.logged_in is False:
                self._unasked.add(who)
        return result

    def need_another(self, who: Who) -> None:
        """End the check as incomplete when that resource owner may be the same person as the first one."""
        login = self.plan.login
        both: tuple[Who, ...] = ("owner", who)
        first, other = (self._credentials("owner"), self._credentials(who))
        if first is not None and other is not None and first.username == other.username:
            raise Incomplete(f"login.owner and login.{who}_owner of the plan are the same user")
        given = {token.access_token for token in login.tokens} & {token.access_token for token in login.second_tokens}
        if login.strategy == "token" and given:
            raise Incomplete("login.tokens and login.second_tokens of the plan are the same")
        for one in both if self.offers_code_flow else ():
            self.token("readonly", who=one)
            if one in self._unasked:
                name = "login.owner" if one == "owner" else f"login.{one}_owner"
                raise Incomplete(
                    f"the target asked nobody to log in when it was {name}'s turn: whether two users are two cannot "
                    "be told"
                )

    def attempt(
        self,
        request: AuthorizationRequest,
        decision: Literal["approve", "deny"] = "approve",
        *,
        returns: bool = False,
    ) -> RedirectResult | PageResult:
        """As ``authorize``, for a request that may be refused: getting stuck is no problem of the run.

        ``returns`` says that the browser comes back to the client in any case. Where it may not, a person at the
        browser (strategy manual) would wait in vain, and the check ends as manual.
        """
        if self.plan.login.strategy == "manual" and not returns:
            raise Manual("a person has to send this wrong authorization request: the run cannot see an error page")
        try:
            return self._walk("owner", request, decision)
        except OAuthProblem as trouble:
            raise Incomplete(trouble.problem.message) from trouble

    def grant(self, *scopes: str, client: RegisteredClient | None = None, who: Who = "owner") -> Grant:
        """A whole new code flow: request, consent, exchange; raises ``Incomplete`` when it does not go through."""
        self.need_code_flow()
        client = client or self.client
        return self._granted(self.authorization(*scopes, client=client), client, who)

    def _granted(self, request: AuthorizationRequest, client: RegisteredClient, who: Who = "owner") -> Grant:
        redirect, answer = self._exchanged(request, self.redirect(request, who=who), client)
        try:
            return Grant(request, redirect, TokenSet.of(answer.reply, client, request.params["scope"]), client)
        except OAuthProblem as trouble:
            raise self.incomplete(trouble) from trouble

    def exchange(
        self,
        request: AuthorizationRequest,
        redirect: RedirectResult,
        *,
        client: RegisteredClient | None = None,
        changes: Mapping[str, str | None] | None = None,
    ) -> Answer:
        """Exchange the code of a redirect, with members of the right form changed, or left out by ``None``.

        Where the exchange meets an accident, it is done again: with a fresh code, if this one was never sent before.
        """
        return self._exchanged(request, redirect, client or self.client, changes)[1]

    def _exchanged(
        self,
        request: AuthorizationRequest,
        redirect: RedirectResult,
        client: RegisteredClient,
        changes: Mapping[str, str | None] | None = None,
    ) -> tuple[RedirectResult, Answer]:
        """The redirect whose code was exchanged in the end, and the answer."""
        url, who = self.endpoint("token"), self._unspent.pop(redirect.code or "", None)
        used, sent = redirect, False

        def step() -> Response:
            nonlocal used, sent
            if sent and who is not None:
                used = self._fresh(who, request, redirect)
            sent = True
            return exchange_code(self.wire, url, client, used.code or "", request, changes=changes)

        answer = Answer(self.wire.again(step), "the token request", self.parse_limits)
        return used, answer

    def _fresh(self, who: Who, request: AuthorizationRequest, old: RedirectResult) -> RedirectResult:
        """Another code for the same request; the old one where none comes."""
        try:
            result = self._walk(who, request, "approve")
        except (OAuthProblem, Incomplete):
            return old
        if not isinstance(result, RedirectResult) or not result.code:
            return old
        self._unspent.pop(result.code, None)
        return result

    @property
    def sample_grant(self) -> Grant:
        """A code flow that went through, walked once: the right request before all the wrong ones.

        It is for the first scope that the claims need, and for ``offline_access`` where refresh is claimed.
        """
        if self._sample is None:
            before = len(self.wire.transcript)
            try:
                self._sample = self._with_refresh_token(self.grant(*self.sample_scopes))
            except Incomplete as end:
                if self.only_an_accident(before):
                    raise
                self._sample = end
        if isinstance(self._sample, Incomplete):
            raise Incomplete(self._sample.reason)
        return self._sample

    def _with_refresh_token(self, grant: Grant) -> Grant:
        """The grant, or one with ``prompt=consent`` where that alone brings the refresh token.

        OpenID Connect wants it for ``offline_access`` (Core 1.0, section 11). All later requests then have it.
        """
        wanted = "offline_access" in self.sample_scopes and grant.tokens.refresh_token is None
        if not wanted or "prompt" in grant.request.params:
            return grant
        problems = dict(self._problems)
        try:
            other = self._granted(self.authorization(*self.sample_scopes, prompt="consent"), self.client)
        except Incomplete:
            self._problems = problems  # the target need not know the parameter
            return grant
        self._asks_consent = other.tokens.refresh_token is not None
        return other if self._asks_consent else grant

    @property
    def asks_consent(self) -> bool:
        """True when the target gives refresh tokens with ``prompt=consent`` only."""
        return self._asks_consent

    @property
    def sample_scopes(self) -> tuple[str, ...]:
        """The short scopes of the sample grant; raises ``Incomplete`` when the plan claims nothing to ask for."""
        if not self.scopes_wanted:
            raise Incomplete("the plan claims neither read nor write nor delete: there is no scope to ask for")
        return (self.scopes_wanted[0], *(["offline_access"] if "refresh" in self.plan.claims else ()))

    def redirect(self, request: AuthorizationRequest, who: Who = "owner") -> RedirectResult:
        """The redirect with a code that a right request leads to; raises ``Incomplete`` when none comes."""
        result = self.authorize(request, who=who)
        if isinstance(result, RedirectResult) and result.code and not result.error:
            return result  # CLR10-AUT-011 tells of a wrong state; it keeps nothing else from being judged
        try:
            code_of(result, request)
        except OAuthProblem as trouble:
            raise self.incomplete(trouble) from trouble
        assert isinstance(result, RedirectResult)  # a page has no code
        return result

    def token(self, *scopes: str, who: Who = "owner") -> str:
        """A live access token with these short scopes; renewed when it is about to expire.

        It carries exactly these where the target grants what it is asked for; a token of the plan may carry more.
        """
        return self.tokens(*scopes, who=who).access_token

    def tokens(self, *scopes: str, who: Who = "owner") -> TokenSet:
        """As ``token``, with what the target said about it."""
        try:
            return self._keeper(who).token(frozenset(map(scope_uri, scopes)))
        except OAuthProblem as trouble:
            raise self.incomplete(trouble) from trouble

    def renewed(self, scope: str, reply: Response, who: Who) -> bool:
        """True when a token that worked before was answered 401 and there is a new one to try again with."""
        try:
            return self._keeper(who).rejected(frozenset({scope_uri(scope)}), reply)
        except (OAuthProblem, Incomplete):
            return False

    def forget_tokens(self) -> None:
        """Ask for new tokens next time, after a check has revoked grants of the spare client."""
        if "dynamic_registration" not in self.plan.claims:
            self._keepers.clear()
            self._sample = None

    # data

    @cached_property
    def listing(self) -> Listing:
        """All CLRs of the first resource owner as ``GET /clrs`` lists them; raises ``Incomplete``."""
        return walk(self.api, self.plan.limits.pages)

    @cached_property
    def harvest(self) -> Harvest:
        """URLs of hosted items, keys and revocation lists that the listed CLRs name."""
        return harvest(entry.clr for entry in self.listing.entries)

    # the end

    def clean_up(self) -> list[str]:
        """Remove what the run created on the target; returns what is left, a sentence each."""
        self.wire.confirm()
        return [*self.guest.leave(), *self._clients.leave()]

    def describe(self) -> dict[str, Any]:
        """The target as the run record names it."""
        name = ""
        if "discovery" in self.__dict__ and self.discovery.status == 200:
            try:
                name = str(self.discovery_document.get("name", ""))
            except Incomplete:
                name = ""
        return {"url": self.base, "name": name, "claims": sorted(self.plan.claims)}

    def close(self) -> None:
        """Close connections and browsers."""
        for owner in self._owners.values():
            owner.close()
        self.wire.close()

    def same_origin(self, url: str) -> bool:
        """True when the URL has the scheme, host and port of the target."""
        return origin(url) == origin(self.base)

    # how

    def _keeper(self, who: Who) -> TokenKeeper:
        if who not in self._keepers:
            self._keepers[who] = TokenKeeper(
                self.wire, lambda: self.endpoint("token"), lambda scopes: self._issued(tuple(sorted(scopes)), who)
            )
        return self._keepers[who]

    def only_an_accident(self, before: int) -> bool:
        """True when what failed since then may go well the next time."""
        return self.wire.accidents.unsteady and bool(accidents_since(self.wire.transcript, before))

    def _credentials(self, who: Who) -> Credentials | None:
        login = self.plan.login
        people = {"owner": login.owner, "second": login.second_owner, "empty": login.empty_owner}
        return people.get(who)

    def _issued(self, scopes: tuple[str, ...], who: Who) -> TokenSet:
        strategy = self.plan.login.strategy
        if strategy == "token" and who != "service":
            return self._given(scopes, who)
        if strategy == "client-credentials" or who == "service":
            return self._service_token(scopes)
        return self.grant(*scopes, who=who).tokens

    def _given(self, scopes: tuple[str, ...], who: Who) -> TokenSet:
        login = self.plan.login
        if who == "owner" and self._no_tokens:
            raise Incomplete(self._no_tokens)
        given = {"owner": login.tokens, "second": login.second_tokens}.get(who, ())
        tokens = issued_token(given, frozenset(map(scope_uri, scopes)))
        if tokens is None:
            raise Incomplete(f"the plan has no token of the {who} with the scope {' '.join(scopes)}")
        return tokens

    def _service_token(self, scopes: tuple[str, ...]) -> TokenSet:
        client = self.service_client
        reply = client_credentials(
            self.wire, self.endpoint("token"), client, scope_text(*scopes), changes=self.plan.login.parameters
        )
        try:
            return TokenSet.of(reply, client, scope_text(*scopes))
        except OAuthProblem as trouble:
            raise self.incomplete(trouble) from trouble

    def incomplete(self, trouble: OAuthProblem) -> Incomplete:
        """The end of a check that the problem stands in the way of; the problem is kept."""
        self.blame(trouble.problem, trouble.response.index if trouble.response else None)
        return Incomplete(trouble.problem.message)
