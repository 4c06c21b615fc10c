"""One mock plays all editions: real clients of both talk to it at once, and nothing of one counts in the other."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session

from conformance.standard.facts import Facts, facts
from mock_provider.behaviour import Fault, Response
from mock_provider.behaviour.tools import refuse
from mock_provider.behaviours import as_written
from mock_provider.testing import MockServer, running_mock

ONE, TWO = facts("clr10"), facts("clr20")
LISTS = {"clr10": "/clrs", "clr20": "/credentials"}
MEDIA_TYPE = {"clr10": "application/ld+json", "clr20": "application/json"}
CALLBACK = "https://wallet.test/callback"
BOTH = pytest.mark.parametrize(("own", "other"), [(ONE, TWO), (TWO, ONE)], ids=["clr10", "clr20"])


class Wallet:
    """A client of one edition, by Authlib and requests over TLS: registered for the scopes of that edition alone."""

    def __init__(self, mock: MockServer, edition: Facts) -> None:
        self.mock = mock
        self.edition = edition
        self.base = mock.settings.base_url_of(edition.book)
        self.at = mock.settings.addresses
        self.verifier = uuid.uuid4().hex * 2
        about = {
            "client_name": edition.name,
            **dict.fromkeys(("client_uri", "logo_uri", "tos_uri", "policy_uri"), "https://wallet.test/"),
            "software_id": "1",
            "software_version": "1",
            "redirect_uris": [CALLBACK],
            "grant_types": ["authorization_code", "refresh_token"],
            "scope": " ".join((*edition.scopes.values(), "offline_access")),
        }
        self.registered = requests.post(self.at.register, json=about, verify=str(mock.ca_path), timeout=30).json()
        self.session = self.begun(" ".join((*edition.scopes.values(), "offline_access")))

    def begun(self, scope: str) -> OAuth2Session:
        session = OAuth2Session(
            self.registered["client_id"],
            self.registered["client_secret"],
            scope=scope,
            redirect_uri=CALLBACK,
            code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_basic",
        )
        session.verify, session.trust_env = str(self.mock.ca_path), False
        return session

    def way_back(self, session: OAuth2Session) -> str:
        """The URL to which the browser of a learner who agrees is sent."""
        url, _ = session.create_authorization_url(self.at.authorize, code_verifier=self.verifier)
        response = requests.get(url, allow_redirects=False, verify=session.verify, timeout=30)
        return response.headers["location"]

    def log_in(self) -> dict[str, Any]:
        token: dict[str, Any] = self.session.fetch_token(
            self.at.token, authorization_response=self.way_back(self.session), code_verifier=self.verifier
        )
        return token

    def get(self, path: str = "", edition: Facts | None = None) -> requests.Response:
        """A page of records, of another edition when that is asked for."""
        asked = edition or self.edition
        url = self.mock.settings.base_url_of(asked.book) + (path or LISTS[asked.book])
        return self.session.get(url, headers={"Accept": MEDIA_TYPE[asked.book]}, timeout=30)

    def ids(self) -> set[str]:
        """The ids of all records of the learner that are JSON."""
        found = self.get(f"{LISTS[self.edition.book]}?limit=1000").json()
        return {each["id"] for each in found.get("clrs", found.get("credential", ()))}


@pytest.fixture(scope="module")
def mock() -> Iterator[MockServer]:
    with running_mock(auto_login="mira", content="small") as server:
        yield server


@pytest.fixture(scope="module")
def wallets(mock: MockServer) -> dict[str, Wallet]:
    made = {edition.book: Wallet(mock, edition) for edition in (ONE, TWO)}
    for wallet in made.values():
        wallet.log_in()
    return made


def test_one_authorization_server_offers_the_scopes_of_both(mock: MockServer) -> None:
    url = f"{mock.origin}/.well-known/oauth-authorization-server"
    offered = requests.get(url, verify=str(mock.ca_path), timeout=30).json()["scopes_supported"]
    assert set(offered) == {*ONE.scopes.values(), *TWO.scopes.values(), "offline_access"}


def test_each_edition_describes_itself_alone(mock: MockServer) -> None:
    one, two = (
        requests.get(
            f"{mock.settings.base_url_of(each.book)}/discovery",
            headers={"Accept": MEDIA_TYPE[each.book]},
            verify=str(mock.ca_path),
            timeout=30,
        ).json()
        for each in (ONE, TWO)
    )
    assert set(one["scopesOffered"]) == set(ONE.scopes.values())
    (scheme,) = (each for each in two["components"]["securitySchemes"].values() if each["type"] == "oauth2")
    assert set(scheme["flows"]["authorizationCode"]["scopes"]) == set(TWO.scopes.values())
    assert one["tokenUrl"] == scheme["flows"]["authorizationCode"]["tokenUrl"]


@BOTH
def test_each_client_reads_in_its_edition_and_is_refused_in_the_other(
    wallets: dict[str, Wallet], own: Facts, other: Facts
) -> None:
    wallet = wallets[own.book]
    assert wallet.get().status_code == 200
    refused = wallet.get(edition=other)
    assert refused.status_code == 403
    assert "insufficient_scope" in refused.headers["www-authenticate"]
    assert refused.headers["content-type"] == MEDIA_TYPE[other.book]


def test_both_talk_to_it_at_the_same_time(wallets: dict[str, Wallet]) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda number: wallets[("clr10", "clr20")[number % 2]].get(), range(24)))
    assert [response.status_code for response in found] == [200] * 24
    assert all(("clrs" in one.json()) is (number % 2 == 0) for number, one in enumerate(found))


def test_records_of_one_are_not_listed_in_the_other(wallets: dict[str, Wallet]) -> None:
    one, two = wallets["clr10"].ids(), wallets["clr20"].ids()
    assert one
    assert two
    assert one.isdisjoint(two)


@BOTH
def test_a_record_that_is_handed_in_appears_in_its_edition_alone(
    wallets: dict[str, Wallet], own: Facts, other: Facts
) -> None:
    wallet, stranger = wallets[own.book], wallets[other.book]
    before = stranger.ids()
    listed = wallet.get(f"{LISTS[own.book]}?limit=1").json()
    body = json.dumps(posted(own, listed))
    url = wallet.base + LISTS[own.book]
    made = wallet.session.post(url, data=body, headers=_headers(own), timeout=30)
    assert made.status_code in (200, 201), made.text
    assert stranger.ids() == before
    refused = stranger.session.post(url, data=body, headers=_headers(own), timeout=30)
    assert refused.status_code == 403


def posted(edition: Facts, listed: dict[str, Any]) -> dict[str, Any]:
    """A record to hand in: the first of a page under a new id, or once more where its proof speaks of all of it."""
    if edition is TWO:
        return dict(listed["credential"][0])
    record = {name: value for name, value in listed["clrs"][0].items() if name != "verification"}
    return {"clr": {**record, "id": uuid.uuid4().urn}, "@context": listed["@context"]}


def _headers(edition: Facts) -> dict[str, str]:
    return dict.fromkeys(("Accept", "Content-Type"), MEDIA_TYPE[edition.book])


@BOTH
def test_a_client_of_one_is_not_granted_the_scopes_of_the_other(mock: MockServer, own: Facts, other: Facts) -> None:
    wallet = Wallet(mock, own)
    assert set(wallet.registered["scope"].split()) == {*own.scopes.values(), "offline_access"}
    mixed = wallet.begun(" ".join((*own.scopes.values(), *other.scopes.values())))
    granted = mixed.fetch_token(
        wallet.at.token, authorization_response=wallet.way_back(mixed), code_verifier=wallet.verifier
    )
    assert set(granted["scope"].split()) == set(own.scopes.values())
    alone = wallet.begun(" ".join(other.scopes.values()))
    assert parse_qs(urlsplit(wallet.way_back(alone)).query)["error"] == ["invalid_scope"]


@BOTH
def test_a_refresh_gains_nothing_of_the_other(mock: MockServer, own: Facts, other: Facts) -> None:
    wallet = Wallet(mock, own)
    token = wallet.log_in()
    wider = " ".join((*own.scopes.values(), *other.scopes.values()))
    with pytest.raises(OAuthError, match="invalid_scope"):
        wallet.session.refresh_token(wallet.at.token, token["refresh_token"], scope=wider)
    renewed = wallet.session.refresh_token(wallet.at.token, token["refresh_token"])
    assert set(renewed["scope"].split()) <= {*own.scopes.values(), "offline_access"}
    assert wallet.get(edition=other).status_code == 403
    assert wallet.get().status_code == 200


@BOTH
def test_a_code_of_one_is_worth_nothing_to_the_client_of_the_other(mock: MockServer, own: Facts, other: Facts) -> None:
    wallet, stranger = Wallet(mock, own), Wallet(mock, other)
    back = wallet.way_back(wallet.session)
    stranger.session.state = None
    code = parse_qs(urlsplit(back).query)["code"][0]
    with pytest.raises(OAuthError, match="invalid_grant"):
        stranger.session.fetch_token(stranger.at.token, code=code, code_verifier=wallet.verifier)


def test_a_client_that_asks_for_both_gets_both(mock: MockServer) -> None:
    token = mock.token()
    for edition in (ONE, TWO):
        url = mock.settings.base_url_of(edition.book) + LISTS[edition.book]
        headers = {"Authorization": f"Bearer {token}", "Accept": MEDIA_TYPE[edition.book]}
        assert requests.get(url, headers=headers, verify=str(mock.ca_path), timeout=30).status_code == 200


@pytest.fixture
def faults(mock: MockServer) -> Iterator[Any]:
    yield mock.faults
    mock.faults.clear()


@BOTH
def test_a_fault_of_one_strikes_at_nothing_of_the_other(
    faults: Any, wallets: dict[str, Wallet], own: Facts, other: Facts
) -> None:
    def gone(response: Response) -> None:
        refuse(response, 410, "unknown")

    faults.switch_on(Fault("x", "t", "h", on_response=gone, book=own.book))
    gone_now = wallets[own.book].get()
    assert (gone_now.status_code, gone_now.headers["content-type"]) == (410, MEDIA_TYPE[own.book])
    assert wallets[other.book].get().status_code == 200
    beside = f"{faults_origin(wallets)}/{'profiles/college' if other is ONE else 'did.json'}"
    assert requests.get(beside, verify=wallets["clr10"].session.verify, timeout=30).status_code == 200


def faults_origin(wallets: dict[str, Wallet]) -> str:
    return wallets["clr10"].mock.origin


def test_a_fault_of_oauth_strikes_at_both(mock: MockServer, faults: Any) -> None:
    fault = as_written("clr10", "clr20")["brr-no-challenge-for-bad-token"]
    assert fault.book == ""
    assert _challenges(mock) == [True, True]
    faults.switch_on(fault)
    assert _challenges(mock) == [False, False]


def _challenges(mock: MockServer) -> list[bool]:
    """Whether each edition tells how to come back with a token to who comes with a wrong one."""
    found = []
    for edition in (ONE, TWO):
        url = mock.settings.base_url_of(edition.book) + LISTS[edition.book]
        headers = {"Authorization": "Bearer wrong", "Accept": MEDIA_TYPE[edition.book]}
        response = requests.get(url, headers=headers, verify=str(mock.ca_path), timeout=30)
        assert response.status_code == 401
        found.append("www-authenticate" in response.headers)
    return found


@BOTH
def test_a_fault_of_the_authorization_server_knows_the_scopes_of_both(
    mock: MockServer, faults: Any, own: Facts, other: Facts
) -> None:
    wallet = Wallet(mock, own)
    faults.switch_on(as_written("clr10", "clr20")["aut-unregistered-scope"])
    mixed = wallet.begun(" ".join((*own.scopes.values(), *other.scopes.values())))
    granted = mixed.fetch_token(
        wallet.at.token, authorization_response=wallet.way_back(mixed), code_verifier=wallet.verifier
    )
    assert set(granted["scope"].split()) == {*own.scopes.values(), *other.scopes.values()}


def test_ids_are_distinct_over_editions() -> None:
    by_book: dict[str, set[str]] = {book: set() for book in ("clr10", "clr20")}
    for book, ids in by_book.items():
        ids |= {name for name, one in as_written(book).items() if one.book}
    assert by_book["clr10"]
    assert by_book["clr20"]
    assert by_book["clr10"].isdisjoint(by_book["clr20"])
