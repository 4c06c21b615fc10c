"""A CLR consumer of other hands: Authlib and requests, a callback of its own, the browser of the machine.

It shares no code with the harness or its mock, and is told nothing of scenarios.
Usage: python wallet.py read|write|delete|verify [--mute] [--skip=STEP …] (everything else comes from the environment,
as for any consumer). What it reads it verifies; it reports what came of that, unless it is mute.
"""

from __future__ import annotations

import http.server
import json
import os
import pathlib
import sys
import threading
import time
import urllib.parse
import uuid
import webbrowser
from collections.abc import Sequence
from typing import Any, ClassVar

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import verifier  # type: ignore[import-not-found]  # found beside this file when it is run
from credentials import Row, Verifier  # type: ignore[import-not-found]

JSON_LD = "application/ld+json"
SCOPE = "https://purl.imsglobal.org/spec/clr/v1p0/scope/"
CONTEXT = "https://purl.imsglobal.org/spec/clr/v1p0/context/clr_v1p0.jsonld"
API = "/ims/clr/v1p0"
TIMEOUT = (5, 5)
MOST_VERIFIED = 12
LARGEST = 8 * 1024 * 1024
MOST_PAGES = 50
SOFTWARE = "4b8e7f0a-9a54-4a8a-8b3a-0f6d7a1c2e55"


class Refused(Exception):
    """What the provider does is not taken."""


class Callback(http.server.HTTPServer):
    """Waits for the browser that comes back."""

    def __init__(self) -> None:
        self.came: str | None = None
        super().__init__(("127.0.0.1", 0), Page)
        self.timeout = 15

    @property
    def uri(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/callback"


class Page(http.server.BaseHTTPRequestHandler):
    server: Callback

    def do_GET(self) -> None:
        if self.path.startswith("/callback"):
            self.server.came = self.server.uri.removesuffix("/callback") + self.path
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(b"You can close this window.")

    def log_message(self, *_: Any) -> None:
        """Quiet."""


class Wallet:
    """One learner's way through discovery, registration, login and the API."""

    accept = JSON_LD
    api = API
    list_path = "/clrs"
    scope = SCOPE
    needed: ClassVar = {"read": ["readonly"], "write": ["readonly", "replace"], "delete": ["readonly", "delete"]}

    def __init__(self, task: str, left_out: Sequence[str] = ()) -> None:
        self.task = task
        self.left_out = left_out
        self.learner = os.environ.get("CLR_USERNAME", "")
        given = os.environ["CLR_URL"].rstrip("/")
        self.base = given if given.endswith(self.api) else given + self.api
        self.folder = pathlib.Path(os.environ.get("CLR_STATE_DIR") or ".")
        self.file = self.folder / "wallet.json"
        self.kept: dict[str, Any] = json.loads(self.file.read_text()) if self.file.exists() else {}
        self.http = self.plain_session()
        self.found: dict[str, Any] = {}

    # what lasts

    def keep(self, **changes: Any) -> None:
        self.kept |= changes
        self.file.write_text(json.dumps(self.kept))

    def plain_session(self) -> requests.Session:
        return self.patient(requests.Session())

    def patient(self, session: Any) -> Any:
        # Only where the provider names a time: a 503 without Retry-After is taken as an answer.
        waits = Retry(total=2, status_forcelist=(), allowed_methods=None, raise_on_status=False, redirect=5, connect=0)
        session.mount("https://", HTTPAdapter(max_retries=waits))
        session.mount("http://", NoHttp())
        return session

    # discovery and registration

    def discover(self) -> dict[str, Any]:
        kept = self.kept.get("discovery")
        if kept and kept["until"] > time.time():
            return dict(kept["document"])
        answer = self.http.get(f"{self.base}/discovery", headers={"Accept": self.accept}, timeout=TIMEOUT)
        document = expect(answer, 200)
        directives = answer.headers.get("Cache-Control", "")
        seconds = [part.split("=")[1] for part in directives.replace(" ", "").split(",") if part.startswith("max-age=")]
        if seconds and "no-store" not in directives:
            self.keep(discovery={"document": document, "until": time.time() + int(seconds[0])})
        return document

    def scopes(self) -> list[str]:
        return [*(self.scope + name for name in self.needed[self.task]), "offline_access"]

    def metadata(self, redirect_uri: str) -> dict[str, Any]:
        site = "https://wallet.invalid"
        return {
            "client_name": "Wallet of other hands",
            "client_uri": site,
            "logo_uri": f"{site}/logo.png",
            "tos_uri": f"{site}/terms",
            "policy_uri": f"{site}/privacy",
            "software_id": SOFTWARE,
            "software_version": "1.4",
            "redirect_uris": [redirect_uri],
            "token_endpoint_auth_method": "client_secret_basic",
            "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code"],
            "scope": " ".join(self.scopes()),
        }

    def client(self, redirect_uri: str) -> dict[str, Any]:
        if self.kept.get("client"):
            return dict(self.kept["client"])
        answer = self.http.post(self.found["registrationUrl"], json=self.metadata(redirect_uri), timeout=TIMEOUT)
        client = expect(answer, 200, 201)
        self.keep(client=client)
        return client

    # login and tokens

    def session(self) -> OAuth2Session:
        """A session that has a token for the learner."""
        self.found = self.discover()
        callback = Callback()
        try:
            client = self.client(callback.uri)
            made: OAuth2Session = self.patient(
                OAuth2Session(
                    client["client_id"],
                    client["client_secret"],
                    token_endpoint_auth_method="client_secret_basic",
                    scope=self.granted(client),
                    redirect_uri=callback.uri,
                    code_challenge_method="S256",
                )
            )
            token = self.kept.get("tokens", {}).get(self.learner)
            made.token = token if token and token.get("expires_at", 0) > time.time() + 5 else None
            if made.token is None:
                self.log_in(made, callback)
            return made
        finally:
            callback.server_close()

    def granted(self, client: dict[str, Any]) -> str:
        allowed = client.get("scope", " ".join(self.scopes())).split()
        asked = [scope for scope in self.scopes() if scope in allowed]
        if not any(scope.startswith(self.scope) for scope in asked):
            raise Refused("no scope that is of use")
        return " ".join(asked)

    def log_in(self, session: OAuth2Session, callback: Callback) -> None:
        verifier = uuid.uuid4().hex + uuid.uuid4().hex
        url, state = session.create_authorization_url(self.found["authorizationUrl"], code_verifier=verifier)
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
        callback.handle_request()
        if callback.came is None:
            raise Refused("nobody came back from the login")
        self.look_at(callback.came)
        self.remember(session, self.exchange(session, callback.came, state, verifier))

    def look_at(self, redirect: str) -> None:
        came = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(redirect).query))
        if "error" in came:
            raise Refused(f"the login ended in {came['error']}")
        issuer = came.get("iss")
        if issuer and site_of(issuer) != site_of(self.found["authorizationUrl"]):
            raise Refused("another issuer")

    def exchange(self, session: OAuth2Session, redirect: str, state: str, verifier: str) -> Any:
        # Authlib compares the state, and raises for an error in the redirect.
        return session.fetch_token(
            self.found["tokenUrl"],
            authorization_response=redirect,
            state=state,
            code_verifier=verifier,
            scope=session.scope,
            timeout=TIMEOUT,
        )

    def remember(self, session: OAuth2Session, token: Any) -> None:
        if str(token.get("token_type", "")).lower() != "bearer":
            raise Refused("a token of a type that is of no use")
        session.token = token
        self.keep(tokens={**self.kept.get("tokens", {}), self.learner: dict(token)})

    def renew(self, session: OAuth2Session) -> None:
        if not (session.token or {}).get("refresh_token"):
            raise Refused("the token is refused, and there is none to refresh it with")
        try:
            token = session.refresh_token(self.found["tokenUrl"], timeout=TIMEOUT)
        except OAuthError:
            self.keep(tokens={})
            raise Refused("a new login is needed") from None
        self.remember(session, token)

    # the API

    def call(self, session: OAuth2Session, method: str, url: str, **how: Any) -> requests.Response:
        if site_of(url) != site_of(self.base):
            raise Refused("a link to another host")
        headers = {"Accept": self.accept, **how.pop("headers", {})}
        for attempt in (1, 2):
            answer = bounded(
                session.request(
                    method, url, headers=headers, timeout=TIMEOUT, stream=True, allow_redirects=False, **how
                )
            )
            answer = self.redirected(session, method, answer, headers, how)
            if answer.status_code != 401 or attempt == 2:
                return answer
            self.renew(session)
        raise AssertionError

    def redirected(
        self, session: OAuth2Session, method: str, answer: requests.Response, headers: Any, how: Any
    ) -> requests.Response:
        for _ in range(5):
            if method != "GET" or not answer.is_redirect:
                return answer
            url = urllib.parse.urljoin(answer.url, answer.headers["Location"])
            if site_of(url) == site_of(self.base):
                answer = bounded(
                    session.request("GET", url, headers=headers, timeout=TIMEOUT, stream=True, allow_redirects=False)
                )
            else:
                answer = bounded(
                    self.http.get(url, headers=headers, timeout=TIMEOUT, stream=True, allow_redirects=False)
                )
        raise Refused("redirects without end")

    def read(self, session: OAuth2Session) -> dict[str, Any]:
        """Every record by its id: a CLR, or a token of one."""
        began = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        last = self.kept.get("read", {}).get(self.learner)
        since = f"?{urllib.parse.urlencode({'since': last})}" if last else ""
        url: str | None = f"{self.base}{self.list_path}{since}"
        records: dict[str, Any] = dict(self.kept.get("records", {}).get(self.learner, {}))
        seen: set[str] = set()
        while url:
            if url in seen or len(seen) >= MOST_PAGES:
                raise Refused("the list does not end")
            seen.add(url)
            answer = self.page(session, url)
            page = expect(answer, 200)
            if not isinstance(page, dict):
                raise Refused("a page that is none")
            records |= self.taken(page)
            url = self.following(answer)
        self.keep(
            read={**self.kept.get("read", {}), self.learner: began},
            records={**self.kept.get("records", {}), self.learner: records},
        )
        return records

    def taken(self, page: dict[str, Any]) -> dict[str, Any]:
        """The records of a page, plain and signed, by their ids."""
        found = {clr["id"]: clr for clr in page.get("clrs") or [] if isinstance(clr, dict) and "id" in clr}
        return found | {self.name_of(token): token for token in page.get("signedClrs") or []}

    def name_of(self, token: str) -> str:
        try:
            return str(Verifier(self.http).opened("", "Clr", token).node["id"])
        except Exception:
            return str(token)

    def page(self, session: OAuth2Session, url: str) -> requests.Response:
        try:
            return self.call(session, "GET", url)
        except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ConnectionError):
            return self.call(session, "GET", url)

    def following(self, answer: requests.Response) -> str | None:
        target = answer.links.get("next", {}).get("url")
        return urllib.parse.urljoin(answer.url, target) if target else None

    def verify(self, session: OAuth2Session, records: dict[str, Any]) -> list[Row]:
        """What it makes of the newest records: hosted CLRs are fetched with the token, all else without."""

        def copy(url: str) -> requests.Response | None:
            try:
                return self.call(session, "GET", url)
            except (Refused, AuthlibBaseError, requests.exceptions.RequestException):
                return None

        judge = Verifier(self.http, self.left_out, clr_copy=copy)
        return [row for record in [*records.values()][:MOST_VERIFIED] for row in judge.record(record)]

    def report(self, rows: list[Row]) -> None:
        if os.environ.get("CLR_OUTCOME_FILE"):
            verifier.tell([row for row in rows if row.id], "file", os.environ, self.http)

    def write(self, session: OAuth2Session) -> None:
        learner = next(clr["learner"] for clr in self.read(session).values() if isinstance(clr, dict))
        body = json.dumps({"@context": CONTEXT, "clr": self.record(learner)})
        answer = self.call(session, "POST", f"{self.base}/clrs", data=body, headers={"Content-Type": self.posted()})
        if answer.status_code not in (200, 201, 304):
            raise Refused(f"the post is answered {answer.status_code}")

    def posted(self) -> str:
        return JSON_LD

    def record(self, learner: dict[str, Any]) -> dict[str, Any]:
        college: dict[str, Any] = {
            "id": "https://wallet.invalid/college",
            "type": "Profile",
            "name": "Other Hands College",
        }
        college["verification"] = {"type": "Verification", "allowedOrigins": ["wallet.invalid"]}
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        return {
            "id": f"https://wallet.invalid{API}/clrs/{uuid.uuid4()}",
            "type": "Clr",
            "name": "A record of other hands",
            "issuedOn": now,
            "learner": learner,
            "publisher": college,
            "verification": {"type": "Hosted"},
            "assertions": [
                {
                    "id": f"https://wallet.invalid/assertions/{uuid.uuid4()}",
                    "type": "Assertion",
                    "issuedOn": now,
                    "verification": {"type": "Hosted"},
                    "recipient": {"type": "id", "identity": learner["id"], "hashed": False},
                    "achievement": {
                        "id": uuid.uuid4().urn,
                        "type": "Achievement",
                        "achievementType": "Course",
                        "name": "Bookbinding",
                        "issuer": college,
                    },
                }
            ],
        }

    def delete(self, session: OAuth2Session) -> None:
        first = next(name for name, clr in self.read(session).items() if isinstance(clr, dict))
        name = first.rsplit("/", 1)[-1] if first.startswith("https:") else urllib.parse.quote(first, safe="")
        answer = self.call(session, "DELETE", f"{self.base}/clrs/{name}")
        if answer.status_code not in (200, 202, 204):
            raise Refused(f"the deletion is answered {answer.status_code}")

    def run(self) -> None:
        session = self.session()
        if self.task == "read":
            self.report(self.verify(session, self.read(session)))
        else:
            {"write": self.write, "delete": self.delete}[self.task](session)


class NoHttp(HTTPAdapter):
    """Plain http is not spoken."""

    def send(self, *_: Any, **__: Any) -> requests.Response:
        raise Refused("a link to plain http")


def bounded(answer: requests.Response) -> requests.Response:
    """The answer with its body, which may be no larger and take no longer than so."""
    body, until = bytearray(), time.monotonic() + 15
    for piece in answer.iter_content(64 * 1024):
        body += piece
        if len(body) > LARGEST or time.monotonic() > until:
            raise Refused("an answer that is too long")
    answer._content = bytes(body)
    return answer


def expect(answer: requests.Response, *statuses: int) -> Any:
    if answer.status_code not in statuses:
        raise Refused(f"{urllib.parse.urlsplit(answer.url).path} is answered {answer.status_code}")
    try:
        return answer.json()
    except requests.exceptions.JSONDecodeError:
        raise Refused("an answer that is not JSON") from None


def site_of(url: str) -> tuple[str, str]:
    parts = urllib.parse.urlsplit(url)
    return parts.scheme, parts.netloc


def main(kind: type[Wallet], task: str, *options: str) -> int:
    if "--mute" in options:
        os.environ.pop("CLR_OUTCOME_FILE", None)
    if task == "verify":
        return verifier.main(["--tell", "code" if "--mute" in options else "file"])
    if task not in ("read", "write", "delete"):
        return 77
    try:
        kind(task, [option.partition("=")[2] for option in options if option.startswith("--skip=")]).run()
    except (Refused, AuthlibBaseError, requests.exceptions.RequestException) as why:
        print(f"refused: {why}", file=sys.stderr)
        return 20
    return 0


if __name__ == "__main__":
    sys.exit(main(Wallet, *sys.argv[1:]))
