"""The wallet of other hands for CLR 2.0: the same login, other paths and scopes, records as tokens of jwcrypto.

Usage: python wallet2.py read|write [--wrong=WAY] (everything else comes from the environment, as for any consumer).
It reads the profile and the records, reports which, and posts a record that it makes of badges that it has read.
"""

from __future__ import annotations

import base64
import datetime
import json
import os
import pathlib
import sys
import time
import uuid
from typing import Any, ClassVar

import base58
import requests
from authlib.integrations.requests_client import OAuth2Session
from jwcrypto import jwk, jws

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from wallet import TIMEOUT, Refused, Wallet, expect, main  # type: ignore[import-not-found]  # beside this file

CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]


class Wallet2(Wallet):
    """One learner's way through the API of CLR 2.0."""

    accept = "application/json, text/plain"
    api = "/ims/clr/v2p0"
    list_path = "/credentials"
    scope = "https://purl.imsglobal.org/spec/clr/v2p0/scope/"
    needed: ClassVar = {
        "read": ["credential.readonly", "profile.readonly"],
        "write": ["credential.readonly", "credential.upsert"],
    }

    def discover(self) -> dict[str, Any]:
        scheme = super().discover()["components"]["securitySchemes"]["OAuth2ACG"]
        flow = scheme["flows"]["authorizationCode"]
        return {**flow, "registrationUrl": scheme["x-imssf-registrationUrl"]}

    def renew(self, session: OAuth2Session) -> None:
        # The security framework wants the scope in a refresh, too.
        refresh = session.refresh_token
        session.refresh_token = lambda url, **how: refresh(
            url, body=f"scope={requests.utils.quote(session.scope)}", **how
        )
        try:
            super().renew(session)
        finally:
            del session.refresh_token

    def taken(self, page: dict[str, Any]) -> dict[str, Any]:
        found = {record["id"]: record for record in page.get("credential") or []}
        return found | {self.name_of(token): token for token in page.get("compactJwsString") or []}

    def name_of(self, token: str) -> str:
        part = token.split(".")[1]
        payload = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        return str(payload.get("vc", payload).get("id") or payload["jti"])

    def profile(self, session: OAuth2Session) -> None:
        answer = self.call(session, "GET", f"{self.base}/profile")
        if answer.status_code != 404:
            expect(answer, 200)

    def write(self, session: OAuth2Session) -> None:
        read = self.read(session)
        known = next(record["credentialSubject"] for record in read.values() if isinstance(record, dict))
        self.post(session, self.signed(self.composed(known)))
        for record in [one for one in read.values() if isinstance(one, dict)][:1]:
            self.post(session, record)

    def post(self, session: OAuth2Session, record: str | dict[str, Any]) -> None:
        body, kind = (record, "text/plain") if isinstance(record, str) else (json.dumps(record), "application/json")
        answer = self.call(
            session, "POST", f"{self.base}{self.list_path}", data=body, headers={"Content-Type": self.typed(kind)}
        )
        if answer.status_code not in (200, 201):
            raise Refused(f"the post is answered {answer.status_code}")

    def typed(self, kind: str) -> str:
        return kind

    def composed(self, known: dict[str, Any]) -> dict[str, Any]:
        """A record about the same learner, of a badge that was read."""
        who = {name: known[name] for name in ("id", "identifier") if name in known}
        return {
            "@context": CONTEXTS,
            "id": uuid.uuid4().urn,
            "type": ["VerifiableCredential", "ClrCredential"],
            "name": "A record of other hands",
            "validFrom": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "credentialSubject": {
                **who,
                "type": ["ClrSubject"],
                "verifiableCredential": known["verifiableCredential"][:1],
            },
        }

    def signed(self, record: dict[str, Any]) -> str:
        """The record as a token, by a key that stands for itself."""
        key = jwk.JWK.generate(kty="OKP", crv="Ed25519")
        raw = base64.urlsafe_b64decode(json.loads(key.export_public())["x"] + "=")
        name = "z" + base58.b58encode(b"\xed\x01" + raw).decode()
        did = f"did:key:{name}"
        whole = {**record, "issuer": {"id": did, "type": ["Profile"], "name": "Other Hands College"}}
        began = datetime.datetime.fromisoformat(whole["validFrom"])
        claims = {"iss": did, "jti": whole["id"], "nbf": int(began.timestamp())}
        claims |= {"sub": whole["credentialSubject"]["id"]} if "id" in whole["credentialSubject"] else {}
        made = jws.JWS(json.dumps({**whole, **claims}))
        made.add_signature(
            key, alg="EdDSA", protected=json.dumps({"alg": "EdDSA", "kid": f"{did}#{name}", "typ": "JWT"})
        )
        return str(made.serialize(compact=True))

    def run(self) -> None:
        session = self.session()
        if self.task == "write":
            self.write(session)
            return
        self.profile(session)
        records = self.read(session)
        if os.environ.get("CLR_OUTCOME_FILE"):
            rows = [{"id": name, "state": "unverified", "reason": "not looked at"} for name in records]
            pathlib.Path(os.environ["CLR_OUTCOME_FILE"]).write_text(json.dumps({"result": "done", "records": rows}))


class FirstPageOnly(Wallet2):
    def following(self, answer: requests.Response) -> str | None:
        return None


class TokensAsJson(Wallet2):
    def typed(self, kind: str) -> str:
        return "application/json"


class TokensUnread(Wallet2):
    def taken(self, page: dict[str, Any]) -> dict[str, Any]:
        return super().taken({"credential": page.get("credential")})


class NoScopeAtToken(Wallet2):
    def exchange(self, session: OAuth2Session, redirect: str, state: str, verifier: str) -> Any:
        return session.fetch_token(
            self.found["tokenUrl"],
            authorization_response=redirect,
            state=state,
            code_verifier=verifier,
            timeout=TIMEOUT,
        )


WAYS: dict[str, type[Wallet2]] = {
    "": Wallet2,
    "first-page-only": FirstPageOnly,
    "tokens-as-json": TokensAsJson,
    "tokens-unread": TokensUnread,
    "no-scope-at-token": NoScopeAtToken,
}

if __name__ == "__main__":
    options = [option for option in sys.argv[2:] if not option.startswith("--wrong=")]
    wrong = next((option.partition("=")[2] for option in sys.argv[2:] if option.startswith("--wrong=")), "")
    sys.exit(77 if sys.argv[1] not in Wallet2.needed else main(WAYS[wrong], sys.argv[1], *options))
