"""A consumer's whole way with the mock provider, over real HTTPS: register, log in, consent, exchange, refresh, withdraw."""
# ruff: noqa: E501 (a case is easier to read in one line)

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conformance.access import Credentials
from conformance.limits import Limits
from conformance.oauth import (
    AuthorizationRequest,
    Endpoints,
    FormOwner,
    GrantsPage,
    OAuthProblem,
    PageResult,
    RegisteredClient,
    TokenSet,
    code_of,
    exchange_code,
    metadata,
    refresh,
    register,
    revoke,
)
from conformance.oauth.authorize import RedirectResult
from conformance.plan import TargetSpec
from conformance.standard import facts
from conformance.wire import Wire
from mock_provider.testing import MockServer, running_mock

READONLY, OFFLINE = facts("clr10").scopes["readonly"], "offline_access"
SCOPE = f"{READONLY} {OFFLINE}"
MIRA = Credentials("mira", "mira-password")


@pytest.fixture(scope="module")
def mock() -> Iterator[MockServer]:
    with running_mock() as server:
        yield server


@pytest.fixture
def wire(mock) -> Iterator[Wire]:
    with Wire(limits=Limits(), ca=mock.ca_path) as made:
        yield made


@pytest.fixture
def endpoints(mock, wire) -> Endpoints:
    document = wire.send("GET", f"{mock.url}/discovery", headers={"Accept": "application/ld+json"}).json()
    oauth = f"{mock.origin}/oauth"
    planned = TargetSpec(mock.url, revocation_url=f"{oauth}/revoke", grants_url=f"{oauth}/grants")
    return Endpoints.of(document, planned, members=facts("clr10").discovery)


@pytest.fixture
def client(wire, endpoints, request) -> RegisteredClient:
    return RegisteredClient.of(
        register(wire, endpoints.need("registration"), metadata(scope=SCOPE, name=request.node.name))
    )


def ask(endpoints: Endpoints, client: RegisteredClient) -> AuthorizationRequest:
    return AuthorizationRequest.right(
        endpoints.need("authorization"), client_id=client.id, redirect_uri=client.redirect_uri, scope=SCOPE
    )


def granted(wire: Wire, endpoints: Endpoints, client: RegisteredClient, owner: FormOwner) -> TokenSet:
    question = ask(endpoints, client)
    code = code_of(owner.authorize(question), question)
    return TokenSet.of(exchange_code(wire, endpoints.need("token"), client, code, question), client, SCOPE)


def status_of_clrs(wire: Wire, mock: MockServer, tokens: TokenSet) -> int | None:
    return wire.send(
        "GET", f"{mock.url}/clrs?limit=1", headers={"Authorization": tokens.header, "Accept": "application/ld+json"}
    ).status


def test_from_registration_to_a_refreshed_token(mock, wire, endpoints, client):
    tokens = granted(wire, endpoints, client, FormOwner(wire, MIRA))
    assert set(tokens.scopes) == {READONLY, OFFLINE}
    assert status_of_clrs(wire, mock, tokens) == 200
    assert tokens.refresh_token is not None
    fresh = TokenSet.of(refresh(wire, endpoints.need("token"), client, tokens.refresh_token), client)
    assert status_of_clrs(wire, mock, fresh) == 200
    assert revoke(wire, endpoints.need("revocation"), client, fresh.access_token, hint="access_token").status == 200
    assert status_of_clrs(wire, mock, fresh) == 401


def test_no_and_wrong_password(wire, endpoints, client):
    question = ask(endpoints, client)
    result = FormOwner(wire, MIRA).authorize(question, "deny")
    assert (result.error, result.state) == ("access_denied", question.state)
    with pytest.raises(OAuthProblem, match="login-refused"):
        FormOwner(wire, Credentials("mira", "not-her-password")).authorize(ask(endpoints, client))


@pytest.mark.parametrize("changes", [{"client_id": "unknown"}, {"redirect_uri": "https://evil.invalid/cb"}])
def test_an_open_redirect_would_be_seen(wire, endpoints, client, changes):
    result = FormOwner(wire, MIRA).authorize(ask(endpoints, client).changed(**changes))
    assert isinstance(result, PageResult)
    assert result.status == 400


@pytest.mark.parametrize("changes", [{"code_challenge": None, "code_challenge_method": None}, {"scope": "nonsense"}])
def test_a_wrong_request_comes_back_as_an_error(wire, endpoints, client, changes):
    result = FormOwner(wire, MIRA).authorize(ask(endpoints, client).changed(**changes))
    assert isinstance(result, RedirectResult)
    assert result.error in {"invalid_request", "invalid_scope"}


def test_a_grant_is_seen_and_withdrawn(mock, wire, endpoints, client):
    owner = FormOwner(wire, MIRA)
    tokens = granted(wire, endpoints, client, owner)
    page = GrantsPage(owner, endpoints.need("grants"))
    assert page.lists(client.name)
    page.withdraw(client.name)
    assert not page.lists(client.name)
    assert status_of_clrs(wire, mock, tokens) == 401


def test_no_secret_is_in_the_transcript(wire, endpoints, client):
    tokens = granted(wire, endpoints, client, FormOwner(wire, MIRA))
    codes = [response.headers.get("location") or "" for response in wire.transcript.responses]
    code = next(location.partition("code=")[2].partition("&")[0] for location in codes if "code=" in location)
    cookies = [
        value for response in wire.transcript.responses for name, value in response.request_headers if name == "Cookie"
    ]
    written = repr(wire.transcript.exchanges())
    secrets = [tokens.access_token, tokens.refresh_token, client.secret, MIRA.password, code]
    secrets += [cookie.partition("=")[2] for line in cookies for cookie in line.split("; ")]
    assert len(secrets) > 5
    assert all(len(secret) >= 8 and secret not in written for secret in secrets)
