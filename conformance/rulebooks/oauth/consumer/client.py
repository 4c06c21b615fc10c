"""A right client of the OAuth that editions share: the half of a reference consumer that no edition colours.

Each step is a method of its own, so that a deliberately wrong consumer differs in one of them and in nothing else.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn

from conformance.access import Credentials
from conformance.exchanges import Response
from conformance.limits import Limits
from conformance.oauth import (
    AuthorizationRequest,
    AuthorizationResult,
    Endpoints,
    FormOwner,
    RedirectResult,
    RegisteredClient,
    TokenSet,
    client_credentials,
    exchange_code,
    metadata,
    refresh,
    register,
)
from conformance.rulebooks.oauth.consumer.flows import OFFLINE_ACCESS
from conformance.rulebooks.oauth.consumer.state import State
from conformance.standard.facts import Facts
from conformance.traffic.assignment import Assignment, RefusedError
from conformance.wire import Wire
from conformance.wire.redirects import origin

_FRESH_FOR = re.compile(r"(?:^|[\s,])max-age=(\d{1,9})")
_SPARE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class _Discovered:
    """No URL of an endpoint is known but those of the discovery document."""

    authorization_url: str | None = None
    token_url: str | None = None
    registration_url: str | None = None
    revocation_url: str | None = None
    grants_url: str | None = None


class OAuthClient:
    """Discovers, registers, sends the learner to log in, gets tokens, keeps and refreshes them, and calls the API.

    Raises ``RefusedError`` where a right client stops, and ``OAuthProblem`` where it cannot go on.
    """

    accept = "application/json"
    most_redirects = 5

    def __init__(self, assignment: Assignment, facts: Facts) -> None:
        self.assignment = assignment
        self.facts = facts
        self.base = self.base_url(assignment.url)
        self.state = State(assignment.state)
        self.wire = self.new_wire()
        self._discovered: dict[str, Any] | None = None

    def new_wire(self) -> Wire:
        """HTTP that checks certificates and names, bounds every read, and speaks no plain http."""
        limits = Limits(read=5.0, exchange=15.0, run=60.0, body=8 * 1024 * 1024, exchanges=400)
        return Wire(limits=limits, ca=self.assignment.ca, app=self.assignment.app)

    def close(self) -> None:
        """Close all connections."""
        self.wire.close()

    # discovery

    def base_url(self, url: str) -> str:
        """The API's base URL, given with or without its path and a slash at the end."""
        trimmed = url.rstrip("/")
        return trimmed if trimmed.endswith(self.facts.base_path) else trimmed + self.facts.base_path

    def discovery_url(self) -> str:
        """Where the discovery document is."""
        operation = next(each for each in self.facts.operations.values() if each.claim == "dynamic_registration")
        return self.base + operation.path

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

    # registration

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

    def new_client(self) -> RegisteredClient:
        """Register, and keep what came back."""
        asked = self.metadata()
        made = RegisteredClient.of(register(self.wire, self.endpoints().need("registration"), asked))
        scopes = made.scopes if made.scopes is not None else (*self.scopes(), OFFLINE_ACCESS)
        self.state.keep("client", self.base, {"id": made.id, "secret": made.secret, "scopes": scopes})
        return RegisteredClient(made.id, made.secret, made.redirect_uri, scopes, made.name)

    # authorization

    def asked_scopes(self, client: RegisteredClient) -> tuple[str, ...]:
        """The scopes to ask for: those of the task that the registration has granted, and a refresh token."""
        wanted = self.scopes()
        granted = wanted if client.scopes is None else tuple(scope for scope in wanted if scope in client.scopes)
        if not granted:
            raise RefusedError("the provider has registered none of the scopes that the task needs")
        refreshes = client.scopes is None or OFFLINE_ACCESS in client.scopes
        return (*granted, OFFLINE_ACCESS) if refreshes and not self.assignment.client_credentials else granted

    def authorization_request(self, client: RegisteredClient) -> AuthorizationRequest:
        """The authorization request: state and PKCE fresh each time."""
        return AuthorizationRequest.right(
            self.endpoints().need("authorization"),
            client_id=client.id,
            redirect_uri=client.redirect_uri,
            scope=" ".join(self.asked_scopes(client)),
        )

    def visit(self, request: AuthorizationRequest) -> AuthorizationResult:
        """Send the learner there, who logs in and agrees."""
        who = Credentials(self.assignment.username, self.assignment.password)
        return FormOwner(self.wire, who).authorize(request)

    def code(self, request: AuthorizationRequest, result: AuthorizationResult) -> str:
        """The code of the redirect, when it is the answer to this request."""
        if not isinstance(result, RedirectResult):
            raise RefusedError(f"the login did not come back to the client; the last page has status {result.status}")
        self.compare_state(request, result)
        self.compare_issuer(result)
        if result.error:
            raise RefusedError(f"the provider answers the login with {result.error}")
        if not result.code:
            raise RefusedError("the redirect brings neither a code nor an error")
        return result.code

    def compare_state(self, request: AuthorizationRequest, result: RedirectResult) -> None:
        """A redirect with another state is not the answer to this request (RFC 6749 section 10.12)."""
        if result.state != request.state:
            raise RefusedError("the redirect does not bring back the state that was sent")

    def compare_issuer(self, result: RedirectResult) -> None:
        """A redirect in the name of another host is not the answer to this request (RFC 9207 section 2.4)."""
        issuer = result.params.get("iss")
        if issuer is not None and origin(issuer) != origin(self.endpoints().need("authorization")):
            raise RefusedError("the redirect comes in the name of another issuer")

    # tokens

    def new_tokens(self) -> TokenSet:
        """Tokens by a login of the learner, or of the client itself where it acts for itself."""
        client = self.client()
        if self.assignment.client_credentials:
            scope = " ".join(self.asked_scopes(client))
            answer = client_credentials(self.wire, self.endpoints().need("token"), client, scope)
            return self.keep_tokens(self.granted(answer, scope))
        request = self.authorization_request(client)
        code = self.code(request, self.visit(request))
        return self.keep_tokens(self.granted(self.exchange(client, code, request), request.params["scope"]))

    def exchange(self, client: RegisteredClient, code: str, request: AuthorizationRequest) -> Response:
        """Exchange the code."""
        return exchange_code(self.wire, self.endpoints().need("token"), client, code, request)

    def granted(self, response: Response, scope: str) -> TokenSet:
        """The tokens of a response; one of a type that the client does not know is not used (RFC 6749 section 7.1)."""
        tokens = TokenSet.of(response, requested=scope)
        kind = response.json_object().get("token_type")
        if not isinstance(kind, str) or kind.lower() != "bearer":
            raise RefusedError(f"a token of the type {kind!r} is of no use to this consumer")
        return tokens

    def keep_tokens(self, tokens: TokenSet) -> TokenSet:
        """Keep the tokens of the learner for the next start."""
        until = None if tokens.lifetime is None else time.time() + tokens.lifetime - _SPARE_SECONDS
        kept = {"access": tokens.access_token, "refresh": tokens.refresh_token, "until": until, "scopes": tokens.scopes}
        self.state.keep("tokens", self.owner, kept)
        return tokens

    def tokens(self) -> TokenSet:
        """Tokens of the learner: kept ones while they last, refreshed ones, or those of a new login."""
        kept = self.state.get("tokens", self.owner)
        if kept is None or not set(self.scopes()) & {*kept["scopes"]}:
            return self.new_tokens()
        tokens = TokenSet.given(kept["access"], kept["refresh"], kept["scopes"])
        if kept["until"] is not None and kept["until"] <= time.time():
            return self.renewed(tokens)
        return tokens

    def renewed(self, tokens: TokenSet) -> TokenSet:
        """Tokens in the place of dead ones: by the refresh token, which is used once, else by a new login."""
        if tokens.refresh_token is None:
            return self.new_tokens()
        answer = self.refresh(tokens.refresh_token)
        if answer.status == 400:
            self.state.keep("tokens", self.owner, None)
            return self.new_tokens()
        fresh = self.granted(answer, " ".join(tokens.scopes))
        # Without a new refresh token the old one stays (RFC 6749 section 6).
        return self.keep_tokens(fresh if fresh.refresh_token else fresh.with_refresh_token(tokens.refresh_token))

    def refresh(self, refresh_token: str) -> Response:
        """Send the refresh token that came last."""
        return refresh(self.wire, self.endpoints().need("token"), self.client(), refresh_token)

    @property
    def owner(self) -> str:
        """Under which name what belongs to the learner is kept."""
        return f"{self.base} {self.assignment.username}"

    # the API

    def call(self, method: str, url: str, *, content: bytes = b"", content_type: str = "") -> Response:
        """Call the API with a token; a token that is refused is renewed once."""
        tokens = self.tokens()
        response = self.with_token(tokens, method, url, content, content_type)
        if response.status == 401:
            response = self.with_token(self.renewed(tokens), method, url, content, content_type)
            if response.status == 401:
                self.refuse("a fresh token is refused", response)
        return response

    def with_token(self, tokens: TokenSet, method: str, url: str, content: bytes, content_type: str) -> Response:
        """One request with this token; what stands at another host never gets it."""
        headers = {"Accept": self.accept} | ({"Content-Type": content_type} if content else {})
        headers |= self.authorization(tokens, url)
        return self.patiently(method, self.address(tokens, url), headers, content)

    def authorization(self, tokens: TokenSet, url: str) -> dict[str, str]:
        """The Authorization header of a request to that URL."""
        return {"Authorization": tokens.header} if self.is_own(url) else {}

    def is_own(self, url: str) -> bool:
        """True for a URL of the provider that was given; a token goes nowhere else."""
        return origin(url) == origin(self.base)

    def address(self, _tokens: TokenSet, url: str) -> str:
        """The URL to ask: a token has no place in it."""
        return url

    def patiently(self, method: str, url: str, headers: Mapping[str, str], content: bytes) -> Response:
        """Send a request; where the provider names a time to wait, wait and send it once more."""
        response = self.wire.send(method, url, headers=headers, content=content, follow=method == "GET")
        pause = self.pause(response)
        if pause is None:
            return response
        time.sleep(pause)
        return self.wire.send(method, url, headers=headers, content=content, follow=method == "GET")

    def pause(self, response: Response) -> float | None:
        """The seconds to wait before the request is sent again; ``None`` when it is not sent again."""
        return retry_after(response)

    def refuse(self, what: str, response: Response) -> NoReturn:
        """Stop, and say why."""
        why = response.failure.message if response.failure else f"it is answered {response.status}"
        raise RefusedError(f"{what}: {why}")


_PATIENCE = 5.0


def retry_after(response: Response) -> float | None:
    """The seconds that Retry-After names, as a number or a date (RFC 9110 section 10.2.3), when they are not many."""
    if response.status not in (429, 503):
        return None
    text = (response.headers.get("retry-after") or "").strip()
    try:
        seconds = float(text) if text.isdecimal() else parsedate_to_datetime(text).timestamp() - time.time() + 0.1
    except (ValueError, TypeError, OverflowError):
        return None
    return max(0.0, seconds) if seconds <= _PATIENCE else None
