"""Code flows: a request for authorization, the way through login and consent, and the exchange of the code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from conformance.access import Credentials
from conformance.exchanges import Response
from conformance.oauth import (
    AuthorizationRequest,
    OAuthProblem,
    PageResult,
    RedirectResult,
    RegisteredClient,
    ResourceOwner,
    TokenSet,
    code_of,
    exchange_code,
    owner_for,
)
from conformance.oauth.owner import Chromium, Passage
from conformance.plan import Plan
from conformance.suites.answer import Answer
from conformance.suites.clients import Clients
from conformance.suites.outcomes import Incomplete, Manual
from conformance.suites.session import Session

Who = Literal["owner", "second", "empty", "service"]
Decision = Literal["approve", "deny"]


def _is_error_of_a_browser(result: RedirectResult | PageResult) -> bool:
    """True for a server error that only a real browser has seen, since its exchanges are in no transcript."""
    return isinstance(result, PageResult) and result.response is None and (result.status or 0) >= 500


@dataclass(frozen=True, slots=True)
class Grant:
    """One authorization that went through: the request, the redirect that brought the code, and the tokens."""

    request: AuthorizationRequest
    redirect: RedirectResult
    tokens: TokenSet
    client: RegisteredClient


def passage_to(plan: Plan) -> Passage:
    """The way of a real browser to the places of the target that it may visit."""
    target = plan.target
    others = (target.authorization_url, target.grants_url)
    return Passage.to(target.url, *others, network=plan.network, private=target.ca is not None)


class Grants:
    """Walks code flows for resource owners, right and wrong ones, and keeps one that went right (``sample``)."""

    def __init__(self, session: Session, clients: Clients, out: Path | None = None) -> None:
        self._session = session
        self._clients = clients
        self._out = out
        self._owners: dict[Who, ResourceOwner] = {}
        self._chromium = Chromium()
        self._sample: Grant | Incomplete | None = None
        self._unspent: dict[str, Who] = {}
        self._asks_consent = False
        self.never_asked: set[Who] = set()
        """Resource owners whom the target let through without asking them to log in."""

    # one authorization

    def owner(self, who: Who = "owner") -> ResourceOwner:
        """Who walks through the authorization pages; raises ``Incomplete`` when the plan names nobody."""
        if who not in self._owners:
            session = self._session
            try:
                self._owners[who] = owner_for(
                    session.plan.login,
                    session.wire,
                    self.credentials(who),
                    passage=passage_to(session.plan),
                    chromium=self._chromium,
                    out=self._out,
                )
            except OAuthProblem as trouble:
                raise session.incomplete(trouble) from trouble
        return self._owners[who]

    def credentials(self, who: Who) -> Credentials | None:
        """With what that resource owner logs in; ``None`` when the plan does not say."""
        login = self._session.plan.login
        people = {"owner": login.owner, "second": login.second_owner, "empty": login.empty_owner}
        return people.get(who)

    def authorization(
        self, *scopes: str, client: RegisteredClient | None = None, **changes: str | None
    ) -> AuthorizationRequest:
        """A right authorization request for these short scopes, with parameters changed, or left out by ``None``."""
        client = client or self._clients.first()
        request = AuthorizationRequest.right(
            self._session.endpoint("authorization"),
            client_id=client.id,
            redirect_uri=client.redirect_uri,
            scope=self._session.scope_text(*scopes),
            more=self._session.plan.login.parameters,
        )
        if self._asks_consent and "offline_access" in scopes:
            request = request.changed(prompt="consent")
        return request.changed(**changes)

    def authorize(
        self, request: AuthorizationRequest, decision: Decision = "approve", who: Who = "owner"
    ) -> RedirectResult | PageResult:
        """Walk through login and consent; raises ``Incomplete`` when the resource owner cannot get on."""
        try:
            return self._walk(who, request, decision)
        except OAuthProblem as trouble:
            raise self._session.incomplete(trouble) from trouble

    def attempt(
        self, request: AuthorizationRequest, decision: Decision = "approve", *, returns: bool = False
    ) -> RedirectResult | PageResult:
        """As ``authorize``, for a request that may be refused: getting stuck is not a problem of the run.

        ``returns`` says that the browser comes back to the client in any case. Where it may not, a person at the
        browser (strategy manual) would wait in vain, and the check ends as manual.
        """
        if self._session.plan.login.strategy == "manual" and not returns:
            raise Manual("a person has to send this wrong authorization request: the run cannot see an error page")
        try:
            return self._walk("owner", request, decision)
        except OAuthProblem as trouble:
            raise Incomplete(trouble.problem.message) from trouble

    def redirect(self, request: AuthorizationRequest, who: Who = "owner") -> RedirectResult:
        """The redirect with a code that a right request leads to; raises ``Incomplete`` when none comes."""
        result = self.authorize(request, who=who)
        if isinstance(result, RedirectResult) and result.code and not result.error:
            return result  # a wrong state is a requirement of its own; it keeps nothing else from being judged
        try:
            code_of(result, request)
        except OAuthProblem as trouble:
            raise self._session.incomplete(trouble) from trouble
        assert isinstance(result, RedirectResult)  # a page has no code
        return result

    def _walk(self, who: Who, request: AuthorizationRequest, decision: Decision) -> RedirectResult | PageResult:
        """Through the pages; where a form met an accident, once more from the start."""
        owner = self.owner(who)
        result = self._session.wire.again(lambda: owner.authorize(request, decision), _is_error_of_a_browser)
        if isinstance(result, RedirectResult):
            if result.code:
                self._unspent[result.code] = who
            if result.logged_in is False:
                self.never_asked.add(who)
        return result

    # the exchange of its code

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
        return self._exchanged(request, redirect, client or self._clients.first(), changes)[1]

    def _exchanged(
        self,
        request: AuthorizationRequest,
        redirect: RedirectResult,
        client: RegisteredClient,
        changes: Mapping[str, str | None] | None = None,
    ) -> tuple[RedirectResult, Answer]:
        """The redirect whose code was exchanged in the end, and the answer."""
        wire = self._session.wire
        url, who = self._session.endpoint("token"), self._unspent.pop(redirect.code or "", None)
        used, sent = redirect, False

        def step() -> Response:
            nonlocal used, sent
            if sent and who is not None:
                used = self._fresh(who, request, redirect)
            sent = True
            return exchange_code(wire, url, client, used.code or "", request, changes=changes)

        answer = self._session.answer(wire.again(step), "the token request")
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

    # whole grants

    def grant(self, *scopes: str, client: RegisteredClient | None = None, who: Who = "owner") -> Grant:
        """A whole new code flow: request, consent, exchange; raises ``Incomplete`` when it does not go through."""
        self._session.need_code_flow()
        client = client or self._clients.first()
        return self._granted(self.authorization(*scopes, client=client), client, who)

    def _granted(self, request: AuthorizationRequest, client: RegisteredClient, who: Who = "owner") -> Grant:
        redirect, answer = self._exchanged(request, self.redirect(request, who=who), client)
        try:
            return Grant(request, redirect, TokenSet.of(answer.response, client, request.params["scope"]), client)
        except OAuthProblem as trouble:
            raise self._session.incomplete(trouble) from trouble

    def sample(self) -> Grant:
        """A code flow that went through, walked once: the right request before all the wrong ones.

        It is for the first scope that the claims need, and for ``offline_access`` where refresh is claimed.
        """
        if self._sample is None:
            before = len(self._session.wire.transcript)
            try:
                self._sample = self._with_refresh_token(self.grant(*self.sample_scopes()))
            except Incomplete as end:
                if self._session.only_an_accident(before):
                    raise
                self._sample = end
        if isinstance(self._sample, Incomplete):
            raise Incomplete(self._sample.reason)
        return self._sample

    def sample_scopes(self) -> tuple[str, ...]:
        """The short scopes of the sample grant; raises ``Incomplete`` when the plan claims nothing to ask for."""
        wanted = self._session.scopes_wanted
        if not wanted:
            raise Incomplete("the plan claims neither read nor write nor delete: there is no scope to ask for")
        return (wanted[0], *(["offline_access"] if "refresh" in self._session.plan.claims else ()))

    @property
    def asks_consent(self) -> bool:
        """True when the target gives refresh tokens with ``prompt=consent`` only."""
        return self._asks_consent

    def forget_sample(self) -> None:
        """Walk the sample grant anew next time."""
        self._sample = None

    def close(self) -> None:
        """Close the browsers of the resource owners."""
        for owner in self._owners.values():
            owner.close()

    def _with_refresh_token(self, grant: Grant) -> Grant:
        """The grant, or one with ``prompt=consent`` where that alone brings the refresh token.

        OpenID Connect wants it for ``offline_access`` (Core 1.0, section 11). All later requests then have it.
        """
        wanted = "offline_access" in self.sample_scopes() and grant.tokens.refresh_token is None
        if not wanted or "prompt" in grant.request.params:
            return grant
        problems = self._session.kept_problems()
        try:
            request = self.authorization(*self.sample_scopes(), prompt="consent")
            other = self._granted(request, self._clients.first())
        except Incomplete:
            self._session.restore(problems)  # the target need not know the parameter
            return grant
        self._asks_consent = other.tokens.refresh_token is not None
        return other if self._asks_consent else grant
