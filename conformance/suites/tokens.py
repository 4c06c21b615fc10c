"""Access tokens of the resource owners of a run, each had once and renewed when it ends."""

from __future__ import annotations

from conformance.exchanges import Response
from conformance.oauth import OAuthProblem, TokenKeeper, TokenSet, client_credentials
from conformance.oauth.owner import issued_token
from conformance.record import Problem
from conformance.suites.calling import Access
from conformance.suites.clients import Clients
from conformance.suites.grants import Grants, Who
from conformance.suites.outcomes import Incomplete, NotApplicable
from conformance.suites.session import Session


class Tokens:
    """Gives tokens by resource owner and short scopes, however the plan logs in."""

    def __init__(self, session: Session, clients: Clients, grants: Grants) -> None:
        self._session = session
        self._clients = clients
        self._grants = grants
        self._keepers: dict[Who, TokenKeeper] = {}
        self._unusable = ""

    def token(self, *scopes: str, who: Who = "owner") -> str:
        """A live access token with these short scopes; renewed when it is about to expire.

        It carries exactly these where the target grants what it is asked for; a token of the plan may carry more.
        """
        return self.issued(*scopes, who=who).access_token

    def issued(self, *scopes: str, who: Who = "owner") -> TokenSet:
        """As ``token``, with what the target said about it."""
        try:
            return self._keeper(who).token(self._session.scope_uris(*scopes))
        except OAuthProblem as trouble:
            raise self._session.incomplete(trouble) from trouble

    def access(self, who: Who) -> Access:
        """What the API of that resource owner is called with."""
        return Access(
            lambda scope: self.token(scope, who=who), lambda scope, response: self._renewed(scope, response, who)
        )

    def without(self, needed: str) -> str:
        """A token of another claimed scope than the one needed; raises ``NotApplicable`` when the plan claims no other.

        Raises ``Incomplete`` when all of them carry the one needed too.
        """
        others = [scope for scope in self._session.scopes_wanted if scope != needed]
        if not others:
            reason = f"everything that the plan claims needs {needed}, so there is no token of another scope"
            raise NotApplicable(reason)
        for other in others:
            tokens = self.issued(other)
            if self._session.facts.scope_uri(needed) not in tokens.scopes:
                return tokens.access_token
        raise Incomplete(f"every token carries the scope {needed}: there is no token to be refused")

    def need_another(self, who: Who, scope: str) -> None:
        """End the check as incomplete when that resource owner may be the same person as the first one.

        ``scope`` is one to log in for.
        """
        login = self._session.plan.login
        both: tuple[Who, ...] = ("owner", who)
        first, other = (self._grants.credentials("owner"), self._grants.credentials(who))
        if first is not None and other is not None and first.username == other.username:
            raise Incomplete(f"login.owner and login.{who}_owner of the plan are the same user")
        given = {token.access_token for token in login.tokens} & {token.access_token for token in login.second_tokens}
        if login.strategy == "token" and given:
            raise Incomplete("login.tokens and login.second_tokens of the plan are the same")
        for one in both if self._session.offers_code_flow else ():
            self.token(scope, who=one)
            if one in self._grants.never_asked:
                name = "login.owner" if one == "owner" else f"login.{one}_owner"
                raise Incomplete(
                    f"the target asked nobody to log in when it was {name}'s turn, so that it is not sure whether the "
                    "two users are different"
                )

    def forget(self) -> None:
        """Ask for new tokens next time, after a check has revoked grants of the spare client."""
        if "dynamic_registration" not in self._session.plan.claims:
            self._keepers.clear()
            self._grants.forget_sample()

    def give_up(self, problem: Problem) -> Incomplete:
        """Let no check use the tokens of the first resource owner in the plan; returns what its requests end with."""
        self._session.blame(problem)
        self._unusable = problem.message
        self._keepers.pop("owner", None)
        return Incomplete(problem.message)

    def _keeper(self, who: Who) -> TokenKeeper:
        if who not in self._keepers:
            session = self._session
            self._keepers[who] = TokenKeeper(
                session.wire, lambda: session.endpoint("token"), lambda scopes: self._new(tuple(sorted(scopes)), who)
            )
        return self._keepers[who]

    def _renewed(self, scope: str, response: Response, who: Who) -> bool:
        """True when a token that worked before was answered 401 and there is a new one to try again with."""
        try:
            return self._keeper(who).rejected(self._session.scope_uris(scope), response)
        except (OAuthProblem, Incomplete):
            return False

    def _new(self, scopes: tuple[str, ...], who: Who) -> TokenSet:
        strategy = self._session.plan.login.strategy
        if strategy == "token" and who != "service":
            return self._given(scopes, who)
        if strategy == "client-credentials" or who == "service":
            return self._of_the_service(scopes)
        return self._grants.grant(*scopes, who=who).tokens

    def _given(self, scopes: tuple[str, ...], who: Who) -> TokenSet:
        login = self._session.plan.login
        if who == "owner" and self._unusable:
            raise Incomplete(self._unusable)
        given = {"owner": login.tokens, "second": login.second_tokens}.get(who, ())
        tokens = issued_token(given, self._session.scope_uris(*scopes), self._session.facts.scope_uri)
        if tokens is None:
            raise Incomplete(f"the plan has no token of the {who} with the scope {' '.join(scopes)}")
        return tokens

    def _of_the_service(self, scopes: tuple[str, ...]) -> TokenSet:
        session, client = self._session, self._clients.service()
        scope, more = session.scope_text(*scopes), session.plan.login.parameters
        response = client_credentials(session.wire, session.endpoint("token"), client, scope, changes=more)
        try:
            return TokenSet.of(response, client, scope)
        except OAuthProblem as trouble:
            raise session.incomplete(trouble) from trouble
