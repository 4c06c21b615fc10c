"""A consumer that does all that a consumer can do, and goes on as well as it can when the mock is wrong."""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from lxml import html

from mock_provider.clr10.terms import BASE_PATH
from tests.mock_provider.behaviour.crowd import Answer, Crowd, Request, form

SCOPES = "https://purl.imsglobal.org/spec/clr/v1p0/scope/"
LD_JSON = "application/ld+json"
FULL_SCOPE = f"{SCOPES}readonly {SCOPES}replace {SCOPES}delete offline_access"


@dataclass
class Consumer:
    """One consumer with the browser of its learner; ``clr`` is a record of that learner, to post others like it.

    ``answers`` are all that it was told.
    """

    crowd: Crowd
    number: int
    learner: str
    clr: Mapping[str, Any]
    answers: list[Answer] = field(default_factory=list)
    token: str = "none"

    def __post_init__(self) -> None:
        self.id, self.secret = f"consumer-{self.number}", f"secret-of-consumer-{self.number}"
        self.verifier = f"{self.number:08}".ljust(43, "v")
        site = f"https://{self.id}.example"
        self.callback = f"{site}/callback"
        about = {
            "client_name": self.id,
            "software_id": self.id,
            "software_version": "1",
            **{name: f"{site}/{name}" for name in ("client_uri", "logo_uri", "tos_uri", "policy_uri")},
            "redirect_uris": [self.callback],
            "scope": FULL_SCOPE,
            "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code"],
            "token_endpoint_auth_method": "client_secret_basic",
        }
        self.crowd.grants.add_client(self.id, self.secret, about, 0)
        key = self.crowd.app.state.authorization.users.open_session(self.learner, 0, 2**40)
        self.cookie = f"__Host-clr-session={key}"
        self.own_id = f"https://{self.crowd.host}{BASE_PATH}/clrs/of-{self.id}"

    async def sit(self) -> None:
        """Everything, one step after the other."""
        await self.connect()
        await self.read()
        await self.write()
        await self.part()

    async def connect(self) -> None:
        """From the discovery document to a token, with one slip on the way."""
        await self._say("GET", f"{BASE_PATH}/discovery", accept=LD_JSON)
        await self._say("GET", "/.well-known/oauth-authorization-server")
        challenge = urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()
        query = urlencode(
            {
                "response_type": "code",
                "client_id": self.id,
                "redirect_uri": self.callback,
                "scope": FULL_SCOPE,
                "state": f"state-{self.number}",
                "code_challenge": challenge,
                "code_challenge_method": "S256",
            }
        )
        await self._say("GET", "/oauth/authorize", query=query.replace("callback", "elsewhere"), cookie=self.cookie)
        page = await self._say("GET", "/oauth/authorize", query=query, cookie=self.cookie)
        fields = _form_of(page)
        back = await self._form("/oauth/consent", {**fields, "decision": "approve"}, cookie=self.cookie)
        code = dict(parse_qsl(urlsplit(back.headers.get("location", "")).query)).get("code", "none")
        asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": self.callback}
        await self._form("/oauth/token", {**asked, "code_verifier": "w" * 43}, secret="wrong")
        given = await self._form("/oauth/token", {**asked, "code_verifier": self.verifier}, secret=self.secret)
        self._take(given)

    async def read(self) -> None:
        """Lists, single CLRs, and what is public; with slips between."""
        listed = f"{BASE_PATH}/clrs"
        for query in ("", "limit=1", "limit=2&offset=1", "limit=0", "since=2021-01-01T00:00:00Z", "offset=1000"):
            await self._api("GET", listed, query=query)
        await self._say("GET", listed, accept=LD_JSON)
        await self._say("GET", listed, accept=LD_JSON, authorization="Bearer nobody-issued-this")
        await self._api("GET", urlsplit(self.clr["id"]).path)
        await self._api("GET", f"{listed}/nowhere")
        for path in ("assertions/mira-revoked", "keys/college", "revocations/college", "endorsements/of-mira-survey"):
            await self._say("GET", f"{BASE_PATH}/{path}", accept=LD_JSON)

    async def write(self) -> None:
        """Post, replace and delete a CLR; with slips between."""
        clrs, own = f"{BASE_PATH}/clrs", urlsplit(self.own_id).path
        clr = {**self.clr, "id": self.own_id, "name": f"Of {self.id}"}
        for posted in (clr, clr, {**clr, "name": f"Again of {self.id}"}, {**clr, "publisher": None}):
            await self._post({"clr": {name: value for name, value in posted.items() if value is not None}})
        await self._post({"clr": {**clr, "learner": {**clr["learner"], "id": "urn:uuid:somebody-else"}}})
        await self._post({"signedClr": "no.compact.jws"})
        await self._post({})
        await self._api("GET", own)
        await self._say("DELETE", own, accept=LD_JSON)
        await self._api("DELETE", own)
        await self._api("DELETE", own)
        await self._api("GET", clrs, query="limit=1")

    async def part(self) -> None:
        """A refresh, and the end of the token."""
        refreshed = await self._form(
            "/oauth/token", {"grant_type": "refresh_token", "refresh_token": self.refresh}, secret=self.secret
        )
        self._take(refreshed)
        await self._form("/oauth/revoke", {"token": self.token}, secret=self.secret)
        await self._api("GET", f"{BASE_PATH}/clrs")

    refresh = "none"

    def _take(self, given: Answer) -> None:
        body = given.json if isinstance(given.json, dict) else {}
        self.token = str(body.get("access_token") or self.token)
        self.refresh = str(body.get("refresh_token") or self.refresh)

    async def _post(self, members: Mapping[str, Any]) -> Answer:
        context = {"@context": "https://purl.imsglobal.org/spec/clr/v1p0/context/clr_v1p0.jsonld"}
        body = json.dumps({**context, **members}).encode()
        return await self._api("POST", f"{BASE_PATH}/clrs", body=body, **{"content-type": LD_JSON})

    async def _form(self, path: str, members: Mapping[str, str], *, secret: str = "", cookie: str = "") -> Answer:
        asked = form("POST", path, members, (self.id, secret) if secret else None)
        return await self._say(
            "POST", path, body=asked.body, **{**asked.headers, **({"cookie": cookie} if cookie else {})}
        )

    async def _api(self, method: str, path: str, *, query: str = "", body: bytes = b"", **headers: str) -> Answer:
        sent = {"authorization": f"Bearer {self.token}", "accept": LD_JSON, **headers}
        return await self._say(method, path, query=query, body=body, **sent)

    async def _say(self, method: str, path: str, *, query: str = "", body: bytes = b"", **headers: str) -> Answer:
        answer = await self.crowd.ask(Request(method, path, headers, body, query))
        self.answers.append(answer)
        return answer


def _form_of(page: Answer) -> dict[str, str]:
    if page.status != 200 or b"<form" not in page.body:
        return {}
    document: Any = html.fromstring(page.body.decode())
    inputs = document.forms[-1].inputs
    return {one.name: one.value or "" for one in inputs if one.name and one.get("type") == "hidden"}
