"""The wallet, wrong in one way: ``python wrong.py WAY read|write|delete``."""

from __future__ import annotations

import base64
import sys
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from authlib.integrations.requests_client import OAuth2Session

sys.path.insert(0, str(Path(__file__).parent))

from wallet import TIMEOUT, Wallet, main  # type: ignore[import-not-found]  # found beside this file when it is run


class NoScopeAtToken(Wallet):
    def exchange(self, session: OAuth2Session, redirect: str, state: str, verifier: str) -> Any:
        return session.fetch_token(
            self.found["tokenUrl"], authorization_response=redirect, state=state, code_verifier=verifier
        )


class SecretInBody(Wallet):
    def exchange(self, session: OAuth2Session, redirect: str, state: str, verifier: str) -> Any:
        session.token_endpoint_auth_method = "client_secret_post"
        return super().exchange(session, redirect, state, verifier)


class AcceptAnything(Wallet):
    accept = "*/*"


class AcceptJson(Wallet):
    accept = "application/json"


class FirstPageOnly(Wallet):
    def following(self, answer: requests.Response) -> str | None:
        return None


class SinceWithoutZone(Wallet):
    def call(self, session: OAuth2Session, method: str, url: str, **how: Any) -> requests.Response:
        address, since, moment = url.partition("since=")
        if moment.endswith("Z"):
            url = f"{address}{since}{moment[:-1].replace('T', '+')}"
        return super().call(session, method, url, **how)


class ConstantState(Wallet):
    def log_in(self, session: OAuth2Session, callback: Any) -> None:
        create = session.create_authorization_url
        session.create_authorization_url = lambda url, **how: create(url, state="wallet-state-wallet-state", **how)
        super().log_in(session, callback)


class PlainPkce(Wallet):
    def log_in(self, session: OAuth2Session, callback: Any) -> None:
        create = session.create_authorization_url

        def plainly(url: str, code_verifier: str) -> Any:
            return create(url, code_challenge=code_verifier, code_challenge_method="plain")

        session.create_authorization_url = plainly
        super().log_in(session, callback)


class FreshSoftwareId(Wallet):
    def metadata(self, redirect_uri: str) -> dict[str, Any]:
        return {**super().metadata(redirect_uri), "software_id": str(uuid.uuid4())}


class TokenInQuery(Wallet):
    def session(self) -> OAuth2Session:
        made = super().session()
        made.token_auth.token_placement = "uri"
        return made


class StateNotCompared(Wallet):
    def exchange(self, session: OAuth2Session, redirect: str, state: str, verifier: str) -> Any:
        came = dict(part.partition("=")[::2] for part in urlsplit(redirect).query.split("&"))
        pair = base64.b64encode(f"{session.client_id}:{session.client_secret}".encode()).decode()
        form = {
            "grant_type": "authorization_code",
            "code": came.get("code", ""),
            "redirect_uri": session.redirect_uri,
            "scope": session.scope,
            "code_verifier": verifier,
        }
        answer = self.http.post(
            self.found["tokenUrl"], data=form, headers={"Authorization": f"Basic {pair}"}, timeout=TIMEOUT
        )
        answer.raise_for_status()
        return answer.json()


class TokenToAnotherHost(Wallet):
    def call(self, session: OAuth2Session, method: str, url: str, **how: Any) -> requests.Response:
        headers = {"Accept": self.accept, **how.pop("headers", {})}
        return session.request(method, url, headers=headers, timeout=TIMEOUT, **how)


class CertificateUnchecked(Wallet):
    def patient(self, session: Any) -> Any:
        urllib3.disable_warnings()
        made = super().patient(session)
        made.verify = False
        made.trust_env = False
        return made


class OldRefreshToken(Wallet):
    def remember(self, session: OAuth2Session, token: Any) -> None:
        first = self.kept.get("first") or token.get("refresh_token")
        self.keep(first=first)
        super().remember(session, {**token, "refresh_token": first})


class TokenPerPage(Wallet):
    def page(self, session: OAuth2Session, url: str) -> requests.Response:
        self.keep(tokens={})
        return super().page(self.session(), url)


WAYS: dict[str, type[Wallet]] = {
    "no-scope-at-token": NoScopeAtToken,
    "secret-in-body": SecretInBody,
    "accept-anything": AcceptAnything,
    "accept-json": AcceptJson,
    "first-page-only": FirstPageOnly,
    "since-without-zone": SinceWithoutZone,
    "constant-state": ConstantState,
    "plain-pkce": PlainPkce,
    "fresh-software-id": FreshSoftwareId,
    "token-in-query": TokenInQuery,
    "state-not-compared": StateNotCompared,
    "token-to-another-host": TokenToAnotherHost,
    "certificate-unchecked": CertificateUnchecked,
    "old-refresh-token": OldRefreshToken,
    "token-per-page": TokenPerPage,
}

if __name__ == "__main__":
    sys.exit(main(WAYS[sys.argv[1]], *sys.argv[2:]))
