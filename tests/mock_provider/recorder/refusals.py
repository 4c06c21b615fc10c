"""A client that is refused in every way there is: the requests by the reason that the developer reads."""

from __future__ import annotations

import base64
import json
import time
import uuid
import warnings
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from httpx import Response
from lxml import html

from mock_provider.signing import own_key
from mock_provider.store.tokens import Issue
from mock_provider.testing import MockServer
from tests.mock_provider.oauth.conftest import METADATA, Consumer

with warnings.catch_warnings():
    # It would rather have httpx2, which the rest of the project does not use.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

LD = "application/ld+json"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
STRANGER = {"id": "urn:x:p", "type": "Profile", "name": "P"}
CANARY = "s3cr3t-canary-value"


class Desk:
    """A mock in this process, a client of its API, a registered consumer and a browser."""

    def __init__(self, mock: MockServer) -> None:
        self.mock = mock
        self.http, self.browser = (
            TestClient(mock.application, base_url=mock.origin, follow_redirects=False) for _ in range(2)
        )
        self.api_path = mock.url.removeprefix(mock.origin)
        self.scopes = mock.settings.facts.scopes

    def api(self, method: str, path: str, token: str = "", content: bytes = b"", **headers: str | None) -> Response:
        sent = {"accept": LD, "authorization": f"Bearer {token}" if token else None, **headers}
        named = {name.replace("_", "-"): value for name, value in sent.items() if value is not None}
        request = self.http.build_request(method, self.api_path + path, content=content, headers=named)
        if sent["accept"] is None:
            del request.headers["accept"]
        return self.http.send(request)

    def token(self, user: str = "mira", *scopes: str, kind: str = "access", life: int = 600) -> str:
        grants = self.mock.app.state.authorization.grants
        client = grants.add_client("desk", "secret", {}, int(time.time()), user)
        scope = " ".join(self.scopes[name] for name in scopes or ("readonly", "replace", "delete"))
        token, now = uuid.uuid4().hex, int(time.time())
        more: dict[str, Any] = (
            {"refresh": token, "refresh_scope": scope, "refresh_expires_at": now + life} if kind == "refresh" else {}
        )
        grants.issue(client, Issue(uuid.uuid4().hex if more else token, scope, now + life, **more))
        return token

    def revoked(self) -> str:
        token, grants = self.token(), self.mock.app.state.authorization.grants
        grants.revoke(grants.token(token, 0), int(time.time()))
        return token

    def post(self, content: object, **headers: str | None) -> Response:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        return self.api("POST", "/clrs", self.token(), body, **{"content_type": LD, **headers})

    def listed(self, user: str) -> Mapping[str, Any]:
        clrs = self.api("GET", "/clrs", self.token(user)).json()["clrs"]
        return dict(clrs[0])

    def payload(self, **changes: Any) -> dict[str, Any]:
        clr = {**self.listed("mira"), "id": "urn:uuid:0d1f9b52-1111-4a4a-8b8b-000000000001", **changes}
        return {"@context": self.mock.settings.facts.context_url, "clr": clr}

    # OAuth

    def consumer(self, **changes: Any) -> Consumer:
        answer = self.http.post("/oauth/register", json=METADATA | changes).json()
        return Consumer(self.http, answer["client_id"], answer["client_secret"])

    def register(self, *without: str, **changes: Any) -> Response:
        return self.http.post(
            "/oauth/register", json={k: v for k, v in (METADATA | changes).items() if k not in without}
        )

    def log_in(self, username: str = "mira", password: str | None = None) -> Response:
        page = self.browser.get("/oauth/login?switch=1")
        return self.submit(page, username=username, password=password or f"{username}-password")

    def submit(self, page: Response, **fields: str) -> Response:
        document: Any = html.fromstring(page.text)
        form = document.forms[0]
        hidden = {one.name: one.value for one in form.inputs if one.name and one.value and one.get("type") == "hidden"}
        return self.browser.post(form.action, data=hidden | fields)

    def authorize(self, consumer: Consumer | None = None, *, query: str = "", **changes: Any) -> Response:
        self.log_in()
        asked = urlencode((consumer or self.consumer()).query(**{"scope": self.scopes["readonly"], **changes}))
        return self.browser.get(f"/oauth/authorize?{asked}{query}")

    def code(self, consumer: Consumer, **changes: Any) -> str:
        back = self.submit(self.authorize(consumer, **changes), decision="approve")
        return parse_qs(urlsplit(back.headers["location"]).query)["code"][0]

    def tokens(self, consumer: Consumer) -> dict[str, Any]:
        code = self.code(consumer, scope=f"{self.scopes['readonly']} offline_access")
        return dict(consumer.exchange(code).json())


Ask = Callable[[Desk], object]


def _exchange(**changes: str | None) -> Ask:
    def ask(desk: Desk) -> None:
        consumer = desk.consumer()
        consumer.exchange(desk.code(consumer), **changes)

    return ask


def _challenge_itself(desk: Desk) -> None:
    consumer = desk.consumer()
    consumer.exchange(desk.code(consumer), code_verifier=consumer.challenge)


def _code_twice(desk: Desk) -> None:
    consumer = desk.consumer()
    code = desk.code(consumer)
    consumer.exchange(code)
    consumer.exchange(code)


def _code_of_another(desk: Desk) -> None:
    desk.consumer().exchange(desk.code(desk.consumer()))


def _withdrawn(desk: Desk) -> None:
    consumer = desk.consumer()
    code = desk.code(consumer)
    grants = desk.mock.app.state.authorization.grants
    for grant in grants.of_user("mira"):
        grants.withdraw(grant.id, "mira", int(time.time()))
    consumer.exchange(code)


def _refresh(**more: str) -> Ask:
    def ask(desk: Desk) -> None:
        consumer = desk.consumer()
        consumer.refresh(desk.tokens(consumer)["refresh_token"], **more)

    return ask


def _rotated(desk: Desk) -> None:
    consumer = desk.consumer()
    token = desk.tokens(consumer)["refresh_token"]
    consumer.refresh(token)
    consumer.refresh(token)


def _dead_refresh(desk: Desk) -> None:
    consumer = desk.consumer()
    token = desk.tokens(consumer)["refresh_token"]
    consumer.post("/oauth/revoke", {"token": token})
    consumer.refresh(token)


def _access_for_refresh(desk: Desk) -> None:
    consumer = desk.consumer()
    consumer.refresh(desk.tokens(consumer)["access_token"])


def _refresh_of_another(desk: Desk) -> None:
    desk.consumer().refresh(desk.tokens(desk.consumer())["refresh_token"])


def _revoke_of_another(desk: Desk) -> None:
    desk.consumer().post("/oauth/revoke", {"token": desk.tokens(desk.consumer())["access_token"]})


def _twice(path: str, form: str) -> Ask:
    return lambda desk: desk.http.post(path, content=form, headers={**FORM, "Authorization": desk.consumer().basic})


def _decided(**fields: str) -> Ask:
    return lambda desk: desk.submit(desk.authorize(), **fields)


def _withdraw(**fields: str) -> Ask:
    def ask(desk: Desk) -> None:
        desk.submit(desk.authorize(), decision="approve")
        desk.submit(desk.browser.get("/oauth/grants"), **fields)

    return ask


def _form_twice(desk: Desk) -> None:
    desk.browser.post("/oauth/login", content="username=a&username=b", headers=FORM)


def _refused_client(authorization: str | None = None, **form: str) -> Ask:
    """A token request with that Authorization header."""
    headers = {} if authorization is None else {"Authorization": authorization}
    return lambda desk: desk.http.post("/oauth/token", data={"grant_type": "refresh_token", **form}, headers=headers)


def _basic(text: str) -> str:
    return "Basic " + base64.b64encode(text.encode()).decode()


def _wrong_secret(desk: Desk) -> None:
    _refused_client(_basic(f"{desk.consumer().client_id}:{CANARY}"))(desk)


def _two_headers(desk: Desk) -> None:
    headers = [("Authorization", _basic("x:y")), ("Authorization", _basic("x:z"))]
    desk.http.post("/oauth/token", data={"grant_type": "refresh_token"}, headers=headers)


def _sent(method: str, path: str, **options: Any) -> Ask:
    """A request without anything else."""
    return lambda desk: desk.http.request(method, path, **options)


def _client(path: str, **form: str) -> Ask:
    """A request of a registered client."""
    return lambda desk: desk.consumer().post(path, form)


def _last_segment(url: str) -> str:
    return url.rsplit("/", 1)[1]


def _not_accepted(desk: Desk) -> None:
    desk.api("GET", "/clrs", accept="application/json")


def _get_revoked(desk: Desk) -> None:
    desk.api("GET", f"/clrs/{_last_segment(desk.mock.known_ids['revoked_clr'])}", desk.token())


def _get_foreign(desk: Desk) -> None:
    desk.api("GET", f"/clrs/{_last_segment(desk.listed('sofia')['id'])}", desk.token())


def _post_of_another(desk: Desk) -> None:
    desk.post(desk.payload(learner={**desk.listed("mira")["learner"], "id": "urn:x:other"}))


def _signed(**changes: Any) -> Ask:
    """Posts a signed CLR of mira's, signed by the key of the college whatever it says; ``None`` leaves a member out."""

    def ask(desk: Desk) -> None:
        key_id = f"{desk.mock.url}/keys/college"
        clr = desk.payload()["clr"] | {"verification": {"id": "urn:x:v", "type": "Signed", "creator": key_id}} | changes
        signed = own_key(desk.mock.settings.data_dir / "keys", "college").sign(
            {name: value for name, value in clr.items() if value is not None}, key_id
        )
        desk.post({"@context": desk.mock.settings.facts.context_url, "signedClr": signed})

    return ask


def _verified(**members: str) -> dict[str, Any]:
    return {"id": "urn:x:v", "type": "Signed", **members}


API: dict[str, Ask] = {
    "there is no Accept header; it has to include": lambda d: d.api("GET", "/clrs", accept=None),
    "Accept is application/json; it has to include application/ld+json": _not_accepted,
    "PATCH is not offered here": lambda d: d.api("PATCH", "/clrs"),
    "the body is larger than 100000 bytes": lambda d: d.post(b" " * 100_001),
    "an access token is needed": lambda d: d.api("GET", "/clrs"),
    "does not begin with Bearer": lambda d: d.api("GET", "/clrs", authorization="Basic x"),
    "nothing follows Bearer": lambda d: d.api("GET", "/clrs", authorization="Bearer "),
    "the access token is in the query": lambda d: d.api("GET", "/clrs?access_token=x"),
    "in the Authorization header and in the query": lambda d: d.api("GET", "/clrs?access_token=x", d.token()),
    "refused: this server has not given it out": lambda d: d.api("GET", "/clrs", "never-issued"),
    "refused: it has expired": lambda d: d.api("GET", "/clrs", d.token(life=-5)),
    "refused: it is revoked": lambda d: d.api("GET", "/clrs", d.revoked()),
    "refused: it is a refresh token": lambda d: d.api("GET", "/clrs", d.token(kind="refresh")),
    "does not have the scope": lambda d: d.api("GET", "/clrs", d.token("mira", "replace")),
    "try /ims/clr/v1p0/clrs, without the slash": lambda d: d.api("GET", "/clrs/", d.token()),
    "there is nothing behind this path": lambda d: d.api("GET", "/clrs/a/b", d.token()),
    "well percent-encoded UTF-8": lambda d: d.api("GET", "/clrs/%FF", d.token()),
    "holds control characters": lambda d: d.api("GET", "/clrs/%01", d.token()),
    "the CLR is revoked": _get_revoked,
    "the CLR belongs to somebody else": _get_foreign,
    "a CLR of that id belongs to somebody else": lambda d: d.post(d.payload(id=d.listed("sofia")["id"])),
    "about another learner": _post_of_another,
    "there is no such CLR": lambda d: d.api("GET", "/clrs/none", d.token()),
    "Content-Type is text/plain; it has to be application/ld+json": lambda d: d.post(b"{}", content_type="text/plain"),
    "the body has to be UTF-8": lambda d: d.post(b"{}", content_type=f"{LD}; charset=latin-1"),
    "Content-Encoding is not supported": lambda d: d.post(b"{}", content_encoding="gzip"),
    "nested deeper than 64 levels": lambda d: d.post(b"[" * 70 + b"]" * 70),
    "the body is not JSON in UTF-8": lambda d: d.post(b"{"),
    "nested deeper than": lambda d: d.post(b"[" * 50_000),
    '"@context" is a required property': lambda d: d.post({}),
    "exactly one of clr and signedClr": lambda d: d.post({"@context": d.payload()["@context"]}),
    "@context has to include": lambda d: d.post({**d.payload(), "@context": "https://example.org/"}),
    "id has to be an IRI of 1 to 2000 characters": lambda d: d.post(d.payload(id="a" * 2001)),
    "signedClr: ": lambda d: d.post({"@context": d.mock.settings.facts.context_url, "signedClr": "a.b.c"}),
    "neither verification.creator nor publisher.publicKey names a key": _signed(publisher=STRANGER, verification=None),
    "the key urn:x:key is not known here": _signed(publisher=STRANGER, verification=_verified(creator="urn:x:key")),
    "verification.creator is not the key of the publisher": _signed(verification=_verified(creator="urn:x:key")),
    "the owner of the key is not the publisher": _signed(publisher=STRANGER),
    "/issuedOn: ": lambda d: d.post(d.payload(issuedOn="9999-12-31T23:59:60Z")),
    "of that id in keys": lambda d: d.api("GET", "/keys/none"),
    "POST is not offered here": lambda d: d.http.post("/profiles/college"),
    "Accept has to include image/svg+xml": lambda d: d.http.get("/images/logo", headers={"Accept": LD}),
    "of that name in pages": lambda d: d.http.get("/pages/none"),
    "the query string is not well formed": lambda d: d.api("GET", "/clrs?limit=%FF", d.token()),
    "limit is there twice": lambda d: d.api("GET", "/clrs?limit=1&limit=2", d.token()),
    "limit has to be an integer": lambda d: d.api("GET", "/clrs?limit=x", d.token()),
    "limit has to be 1 to": lambda d: d.api("GET", "/clrs?limit=0", d.token()),
    "since has to be a timestamp": lambda d: d.api("GET", "/clrs?since=x", d.token()),
    "try it without the slash at its end": lambda d: d.http.get("/health/"),
    "Method Not Allowed": lambda d: d.http.post("/.well-known/oauth-authorization-server"),
}
"""Refusals of the API and of the documents beside it."""

MACHINES: dict[str, Ask] = {
    "invalid_request: the body is not application/x-www-form-urlencoded": _sent("POST", "/oauth/token", json={}),
    "invalid_client_metadata: the body is not application/json": lambda d: d.http.post("/oauth/register", data={}),
    "invalid_client_metadata: the body is not JSON": _sent(
        "POST", "/oauth/register", content="{", headers={"Content-Type": "application/json"}
    ),
    "invalid_request: the body is larger than": lambda d: d.http.post("/oauth/token", data={"x": "x" * 70_000}),
    "invalid_request: the body is not UTF-8": lambda d: d.http.post("/oauth/revoke", content=b"\xff", headers=FORM),
    "more than 100 parameters": _sent("POST", "/oauth/token", content="a=1&" * 101, headers=FORM),
    "this method is not offered here": lambda d: d.http.get("/oauth/token"),
    "invalid_client: there is no Authorization header": _refused_client(),
    "client_secret came in the body": _refused_client(client_secret=CANARY),
    "there is more than one Authorization header": _two_headers,
    "authenticates twice": _client("/oauth/token", grant_type="refresh_token", client_secret=CANARY),
    "the scheme is not Basic": _refused_client(f"Bearer {CANARY}"),
    "not the Base64 of client_id:client_secret": _refused_client(f"Basic {CANARY}"),
    "no client is registered under the client_id": _refused_client(_basic(f"nobody:{CANARY}")),
    "client_secret in the Authorization header is not that": _wrong_secret,
    "client_id differs from the one": lambda d: d.consumer().exchange("x", client_id="other"),
    "invalid_request: a parameter is there more than once": _twice("/oauth/token", "grant_type=refresh_token&a=1&a=2"),
    "grant_type is required": _client("/oauth/token", a="b"),
    "unsupported_grant_type: this grant type is not offered": _client("/oauth/token", grant_type="password"),
    "invalid_grant: this server has not issued this code": lambda d: d.consumer().exchange("never-issued"),
    "the code was issued to another client": _code_of_another,
    "the code was used before": _code_twice,
    "withdrawn the grant": _withdrawn,
    "redirect_uri is missing; the authorization request had": _exchange(redirect_uri=None),
    "code_verifier is missing": _exchange(code_verifier=None),
    "code_verifier is not 43 to 128": _exchange(code_verifier="x"),
    "code_verifier is the code_challenge itself": _challenge_itself,
    "code_verifier does not match": _exchange(code_verifier="A" * 43),
    "this server has not issued this refresh token": lambda d: d.consumer().refresh("never-issued"),
    "this is an access token, not a refresh token": _access_for_refresh,
    "the refresh token was issued to another client": _refresh_of_another,
    "the refresh token was used before": _rotated,
    "the refresh token is revoked": _dead_refresh,
    "was not granted; the refresh token has": _refresh(scope="more"),
    "not registered for client_credentials": _client("/oauth/token", grant_type="client_credentials"),
    "unauthorized_client": lambda d: d.consumer(grant_types=["authorization_code"]).refresh("x"),
    "a parameter is there more than once": _twice("/oauth/revoke", "token=1&token=2"),
    "token is required": _client("/oauth/revoke", a="b"),
    "the token was issued to another client": _revoke_of_another,
    "the body is not a JSON object": lambda d: d.http.post("/oauth/register", json=[]),
    "client_name is required, a string": lambda d: d.register("client_name"),
    "client_name is longer than 500 characters": lambda d: d.register(client_name="x" * 501),
    "logo_uri is required, an https URL": lambda d: d.register("logo_uri"),
    "logo_uri is not an absolute URL": lambda d: d.register(logo_uri="x"),
    "redirect_uris is required, an array": lambda d: d.register("redirect_uris"),
    "an entry that is not a string": lambda d: d.register(redirect_uris=[1]),
    "an entry that is not https": lambda d: d.register(redirect_uris=["http://consumer.test/"]),
    "an entry with a fragment": lambda d: d.register(redirect_uris=["https://consumer.test/#a"]),
    "do not share one host name": lambda d: d.register(tos_uri="https://other.test/"),
    "an entry on another host than client_uri": lambda d: d.register(redirect_uris=["https://other.test/"]),
    "token_endpoint_auth_method is client_secret_basic": lambda d: d.register(token_endpoint_auth_method="none"),
    "grant_types has to have authorization_code": lambda d: d.register(grant_types=["refresh_token"]),
    "response_types is an array of strings": lambda d: d.register(response_types="code"),
    "contacts is an array of strings": lambda d: d.register(contacts=[1]),
    "scope is a string with at least one": lambda d: d.register(scope="none"),
}
"""Refusals of the endpoints of OAuth for machines."""

PAGES: dict[str, Ask] = {
    "invalid_client: there is no client 'nobody'": lambda d: d.authorize(client_id="nobody"),
    "redirect_uri is missing; the client has registered": lambda d: d.authorize(redirect_uri=None),
    "client_id or redirect_uri is there more than once": lambda d: d.authorize(query="&client_id=x"),
    "a parameter is there more than once": lambda d: d.authorize(query="&a=1&a=2"),
    "state is required": lambda d: d.authorize(state=None),
    "unsupported_response_type: the response type is code": lambda d: d.authorize(response_type="token"),
    "code_challenge_method is required and S256": lambda d: d.authorize(code_challenge_method="plain"),
    "code_challenge is required, 43 characters": lambda d: d.authorize(code_challenge="x"),
    "invalid_scope: none of 'x' can be had": lambda d: d.authorize(scope="x"),
    "This request is too long: It has": lambda d: d.authorize(query="&x=" + "x" * 16_000),
    "This request cannot be read: more than 100 parameters": lambda d: d.authorize(query="&a" * 101),
    "access_denied": _decided(decision="deny"),
    "No decision": _decided(decision="perhaps"),
    "the password is not that of the user": lambda d: d.log_in("mira", CANARY),
    "there is no user 'nobody'": lambda d: d.log_in("nobody"),
    "This form cannot be read: the body is not": lambda d: d.browser.post("/oauth/login", json={}),
    "This form cannot be read: A field is there more than once": _form_twice,
    "This form has expired: It was not made for this browser": _sent("POST", "/oauth/login", data={"csrf": "x"}),
    "No action": _withdraw(),
    "No such grant": _withdraw(action="withdraw", grant="none"),
    "this method is not offered here": lambda d: d.browser.post("/oauth/authorize"),
    "there is nothing behind this path": lambda d: d.browser.get("/oauth/nothing"),
}
"""Refusals at the pages for people."""

TABLES = {"api": API, "machines": MACHINES, "pages": PAGES}
