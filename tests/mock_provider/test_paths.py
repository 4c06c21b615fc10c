"""A mock with a tenant's path and other paths of OAuth: all that it says leads there, and nothing is where it was."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
import secrets
import socket
import ssl
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
import pytest

from mock_provider.app import create_app, entered
from mock_provider.behaviours import as_written
from mock_provider.oauth.addresses import METADATA_PATH, STEPS
from mock_provider.settings import Settings, SettingsError
from mock_provider.testing import MockServer, mock_in_process, process_folder, running_mock

PATHS = {step: f"/{step[::-1]}-5f1c09ab/7d{place}" for place, step in enumerate(STEPS)}
TENANT = "/t-7f3a/east"
CALLBACK = "https://consumer.test/callback"
CONSUMER = {
    "client_name": "Wallet",
    **{f"{name}_uri": f"https://consumer.test/{name}" for name in ("client", "logo", "tos", "policy")},
    "software_id": "1c8b9a52-6f0c-4d3c-9e57-2b9f6c4f7a10",
    "software_version": "1.0.0",
    "redirect_uris": [CALLBACK],
    "grant_types": ["authorization_code", "refresh_token"],
    "response_types": ["code"],
    "token_endpoint_auth_method": "client_secret_basic",
}


@pytest.fixture(scope="module")
def mock() -> Iterator[MockServer]:
    with running_mock(tenant=TENANT, oauth_paths=PATHS) as server:
        yield server


@pytest.fixture(scope="module")
def said(mock: MockServer) -> Iterator[list[httpx.Response]]:
    """Every response of a consumer that knows the base URL alone, from discovery to the last item and the sign-out."""
    heard: list[httpx.Response] = []
    context = ssl.create_default_context(cafile=str(mock.ca_path))
    with httpx.Client(verify=context, event_hooks={"response": [heard.append]}) as http:
        _visit(http, mock)
        for response in heard:
            response.read()
        yield heard


def _visit(http: httpx.Client, mock: MockServer) -> None:
    places = http.get(f"{mock.url}/discovery", headers={"Accept": "application/ld+json"}).json()
    scope = " ".join([*places["scopesOffered"], "offline_access"])
    client = http.post(places["registrationUrl"], json={**CONSUMER, "scope": scope}).json()
    known = (client["client_id"], client["client_secret"])
    verifier = secrets.token_urlsafe(32)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    asked = {"response_type": "code", "client_id": known[0], "redirect_uri": CALLBACK, "scope": scope, "state": "s" * 9}
    asked |= {"code_challenge": challenge, "code_challenge_method": "S256"}
    login = http.get(places["authorizationUrl"], params=asked, follow_redirects=True)
    consent = _submit(http, login, username="mira", password=mock.users["mira"])
    code = parse_qs(urlsplit(_submit(http, consent, decision="approve").headers["location"]).query)["code"][0]
    redeemed = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, "code_verifier": verifier}
    token = http.post(places["tokenUrl"], data=redeemed, auth=known).json()
    _read(http, mock, {"Authorization": f"Bearer {token['access_token']}", "Accept": "application/ld+json"})
    metadata = http.get(f"{mock.origin}{METADATA_PATH}{TENANT}").json()
    http.post(metadata["revocation_endpoint"], data={"token": token["refresh_token"]}, auth=known)
    link = re.findall(r'href="([^"]+)">page of your grants', consent.text)[0]
    _submit(http, http.get(urljoin(mock.origin, link)))  # the last form there signs out


def _submit(http: httpx.Client, page: httpx.Response, **fields: str) -> httpx.Response:
    """Sends the last form of a page; goes on as far as the pages of the mock do."""
    form = re.findall(r'<form method="post" action="([^"]+)">(.*?)</form>', page.text, re.DOTALL)[-1]
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[1]))
    hidden = {name: value.replace("&amp;", "&") for name, value in hidden.items()}
    answered = http.post(urljoin(str(page.url), form[0]), data={**hidden, **fields})
    target = urljoin(str(page.url), answered.headers["location"])
    return answered if target.startswith(CALLBACK) else http.get(target, follow_redirects=True)


def _read(http: httpx.Client, mock: MockServer, headers: Mapping[str, str]) -> None:
    page = http.get(f"{mock.url}/clrs?limit=2", headers=headers)
    assert http.get(page.links["next"]["url"], headers=headers).status_code == 200
    body = page.json()
    for place in {*(_urls(body)), *(clr["id"] for clr in body["clrs"])}:
        if place.startswith(mock.origin) and not place.endswith("/"):
            assert http.get(place, headers={**headers, "Accept": "*/*, application/ld+json"}).status_code in (200, 410)


def _urls(node: Any) -> Iterator[str]:
    values = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for value in values:
        if isinstance(value, str) and value.startswith("https://"):
            yield value
        yield from _urls(value)


def test_all_that_is_said_leads_to_the_paths_of_the_settings(mock: MockServer, said: list[httpx.Response]) -> None:
    assert {response.status_code for response in said} <= {200, 201, 303, 410}
    assert len(said) > 20
    for response in said:
        text = f"{response.headers.get('location', '')} {response.headers.get('link', '')} {response.text}"
        for path in re.findall(rf"{re.escape(mock.origin)}([^\s\"<>]*)", text):
            assert path.startswith((f"{TENANT}/", METADATA_PATH)) or path in ("", TENANT), text[:300]
        for path in re.findall(r"(?:action=|href=)\"(/[^\"]*)", response.text):
            assert path.startswith(f"{TENANT}/"), path
        assert "/oauth/" not in text


def test_every_path_of_the_settings_was_used(mock: MockServer, said: list[httpx.Response]) -> None:
    called = {response.url.path for response in said}
    assert {TENANT + path for path in PATHS.values()} <= called
    assert all(path.startswith(TENANT) or path == METADATA_PATH + TENANT for path in called)


def test_the_cookie_is_for_the_tenant_alone(said: list[httpx.Response]) -> None:
    cookies = [cookie for response in said for cookie in response.headers.get_list("set-cookie")]
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Secure-clr-session=")
        assert f"Path={TENANT}" in cookie.split("; ")


def test_the_issuer_is_origin_and_tenant(mock: MockServer, said: list[httpx.Response]) -> None:
    metadata = next(response for response in said if METADATA_PATH in str(response.url)).json()
    assert metadata["issuer"] == mock.origin + TENANT
    assert metadata["token_endpoint"] == mock.origin + TENANT + PATHS["token"]
    assert metadata["protected_resources"] == [mock.url]
    back = next(response.headers["location"] for response in said if CALLBACK in response.headers.get("location", ""))
    assert parse_qs(urlsplit(back).query)["iss"] == [mock.origin + TENANT]


@pytest.mark.parametrize(
    "path",
    [
        "/ims/clr/v1p0/discovery",
        "/health",
        METADATA_PATH,
        TENANT + METADATA_PATH,
        PATHS["login"],
        "/oauth/login",
        f"{TENANT}/oauth/login",
        f"{TENANT}x/health",
        f"{TENANT[:-1]}/health",
    ],
)
def test_elsewhere_there_is_nothing(mock: MockServer, connected: Any, is_status: Any, path: str) -> None:
    api = connected(mock)
    is_status(api.get(mock.origin + path), 404, "unknown")
    assert api.send("HEAD", mock.origin + path).content == b""
    api.close()


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/ims/clr/v1p0/discovery", 200),
        ("/ims/clr/v1p0//discovery", 404),
        ("//ims/clr/v1p0/discovery", 404),
        ("/ims/clr/v1p0/discovery/", 404),
        ("/ims/clr/v1p0/ims/clr/v1p0/discovery", 404),
        ("/discovery", 404),
        ("//discovery", 404),
        ("/ims/clr/v1p0/./discovery", 404),
        ("/ims/clr/v1p0/x/../discovery", 404),
    ],
)
@pytest.mark.parametrize("tenant", ["", TENANT])
def test_a_base_url_has_one_spelling(mock: MockServer, api: Any, target: str, status: int, tenant: str) -> None:
    server = mock if tenant else api.server
    assert _status_of(server, tenant + target) == status


def _status_of(server: MockServer, target: str) -> int:
    """The status for a request target as it is written: HTTP clients tidy paths up."""
    context = ssl.create_default_context(cafile=str(server.ca_path))
    head = f"GET {target} HTTP/1.1\r\nHost: x\r\nAccept: application/ld+json\r\nConnection: close\r\n\r\n"
    with (
        socket.create_connection(("127.0.0.1", server.settings.port), timeout=10) as plain,
        context.wrap_socket(plain, server_hostname="127.0.0.1") as secure,
    ):
        secure.sendall(head.encode())
        return int(secure.recv(100).split(b" ")[1])


def test_a_posted_clr_is_hosted_below_the_tenant(mock: MockServer, connected: Any) -> None:
    api = connected(mock)
    token = api.token()
    clr = next(clr for clr in api.get("/clrs", token=token).json()["clrs"] if "endorsements" not in clr)
    clr_id = f"{mock.url}/clrs/%C3%A9%2F1"
    posted = api.post({**clr, "id": clr_id}, token=token)
    assert (posted.status_code, posted.headers["location"]) == (201, clr_id)
    assert api.get(clr_id, token=token).json()["id"] == clr_id
    assert api.send("DELETE", clr_id, token=token).status_code == 204
    api.close()


@pytest.mark.parametrize(
    ("fault", "path", "header", "expected"),
    [
        ("var-dsc-pages-redirect", "/pages/terms", "location", f"{TENANT}/pages/terms?moved=1"),
        ("hst-redirects-in-circles", None, "location", f"{TENANT}/ims/clr/v1p0/assertions/"),
        ("hst-redirects-without-end", None, "location", f"{TENANT}/ims/clr/v1p0/assertions/"),
        ("var-hst-redirect", None, "location", f"{TENANT}/ims/clr/v1p0/assertions/v2/"),
    ],
)
def test_what_a_behaviour_writes_leads_there_too(
    mock: MockServer, connected: Any, fault: str, path: str | None, header: str, expected: str
) -> None:
    mock.faults.switch_on(as_written(mock.settings.book)[fault])
    api = connected(mock)
    place = mock.settings.root_url + path if path else next(iter(_hosted(api)))
    assert api.get(place, accept="*/*, application/ld+json").headers[header].startswith(expected)
    api.close()


@pytest.fixture(autouse=True)
def _right_again(mock: MockServer) -> Iterator[None]:
    yield
    mock.faults.clear()


def _hosted(api: Any) -> Iterator[str]:
    prefix = f"{api.url}/assertions/"
    yield from (url for url in _urls(api.get("/clrs", token=api.token()).json()) if url.startswith(prefix))


def test_the_application_answers_under_the_same_paths_in_process() -> None:
    asyncio.run(_ask_in_process())


async def _ask_in_process() -> None:
    with mock_in_process(tenant="/t", oauth_paths={"token": "/a"}) as mock:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(mock.application), base_url=mock.origin) as http:
            assert (await http.get("/t/ims/clr/v1p0/discovery")).json()["tokenUrl"] == f"{mock.origin}/t/a"
            assert (await http.post("/t/a")).json()["error"] == "invalid_request"
            assert (await http.post("/t/oauth/token")).status_code == 404
            assert (await http.get("/ims/clr/v1p0/discovery")).status_code == 404


def test_without_such_settings_requests_go_on_as_they_came(api: Any) -> None:
    came: list[Any] = []

    async def app(*request: Any) -> None:
        came.append(request)

    request: Any = ({"type": "http", "path": "/oauth/token", "raw_path": b"/oauth/%74oken"}, None, None)
    asyncio.run(entered(app, api.server.settings)(*request))  # type: ignore[arg-type]
    assert came == [request]
    assert came[0][0] is request[0]


def test_steps_move_while_the_mock_runs() -> None:
    with running_mock(tenant=TENANT, oauth_paths=PATHS) as server:
        context = ssl.create_default_context(cafile=str(server.ca_path))
        with httpx.Client(verify=context) as http:
            before, there = server.settings.addresses.token, f"{server.settings.root_url}/moved/token"
            server.move({"token": "/moved/token"})
            assert http.post(before).status_code == 404
            assert http.post(there).status_code == 400
            assert http.post(server.settings.addresses.register).status_code == 400
            metadata = http.get(f"{server.origin}{METADATA_PATH}{TENANT}").json()
            assert metadata["token_endpoint"] == there
            with pytest.raises(SettingsError, match="each its own path"):
                server.move({"revoke": "/moved/token"})
            with pytest.raises(SettingsError, match="which the mock needs"):
                server.move({"revoke": "/health"})
            assert http.post(there).status_code == 400


@pytest.mark.parametrize("path", ["/ims/token", "/health", "/pages/token", "/.well-known/token"])
def test_a_path_that_would_hide_another_one_is_refused(path: str) -> None:
    settings = Settings(oauth_paths={"token": path}, data_dir=process_folder())
    with pytest.raises(SettingsError, match=f"oauth_paths: token: {path} is below /.*, which the mock needs"):
        create_app(settings)
