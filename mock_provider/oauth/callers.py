"""Who calls: the client and the learner behind a request to the API or a step of OAuth."""

from __future__ import annotations

import time
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request as ServerRequest

from mock_provider.behaviour.callers import NOBODY, Caller
from mock_provider.behaviour.exchange import Request
from mock_provider.oauth.addresses import OAUTH_ROOT
from mock_provider.oauth.messages import basic_credentials, bearer_token
from mock_provider.oauth.service import AuthorizationService

MOST_TOKENS = 1000  # whose owners are remembered


class KnownCallers:
    """Tells who calls, as the authorization server knows it: by token, credentials, code, session or parameter.

    Whose an access token is, it knows of dead ones too. A login is the learner's whose name is typed.
    """

    def __init__(self, service: AuthorizationService) -> None:
        self._service = service
        self._of_bearer = lru_cache(maxsize=MOST_TOKENS)(self._of_token)

    def forget(self) -> None:
        """Forgets which token is whose, for a store that begins anew."""
        self._of_bearer.cache_clear()

    def __call__(self, request: Request) -> Caller:
        header = request.headers.get("authorization")
        token = bearer_token(header)
        if token:
            return self._holder(token)
        if not request.path.startswith(OAUTH_ROOT):
            return NOBODY
        form = request.form if request.method == "POST" and request.operation != "register" else {}
        client = (basic_credentials(header) or ("",))[0] or _client_in(request.query) or _client_in(form)
        client_of_token, learner = self._issued_to(form)
        return Caller(client or client_of_token, learner or self._signed_in(request, form))

    def of_header(self, header: str) -> Caller:
        """Whose the access token in an Authorization header is."""
        token = bearer_token(header)
        return self._holder(token) if token else NOBODY

    def _holder(self, token: str) -> Caller:
        try:
            return self._of_bearer(token)
        except LookupError:
            return NOBODY

    def _of_token(self, token: str) -> Caller:
        stored = self._service.grants.token(token, int(time.time()))
        if stored is None:
            raise LookupError  # may be issued later: not to be remembered
        return Caller(stored.client_id, stored.username)

    def _issued_to(self, form: dict[str, str]) -> Caller:
        """The owner of the code or token in a form."""
        if form.get("code"):
            code = self._service.grants.code(form["code"])
            return Caller(code.client_id, code.username) if code else NOBODY
        token = form.get("refresh_token") or form.get("token")
        return self._holder(token) if token else NOBODY

    def _signed_in(self, request: Request, form: dict[str, str]) -> str | None:
        if request.operation == "login" and form.get("username"):
            known = self._service.users.get(form["username"])
            return known.username if known else None
        if "cookie" not in request.headers:
            return None
        user = self._service.sessions.signed_in(ServerRequest({"type": "http", "headers": request.headers.raw}))
        return user.username if user else None


def _client_in(members: dict[str, str]) -> str | None:
    """The client that parameters name, be it in the authorization request that a page carries along."""
    if members.get("client_id"):
        return members["client_id"]
    carried = members.get("request") or urlsplit(members.get("next", "")).query
    return dict(parse_qsl(carried)).get("client_id") if carried else None
