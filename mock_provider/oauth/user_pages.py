"""The endpoints that people meet in a browser: authorization, login, consent, and the page of their grants."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from authlib.oauth2 import OAuth2Error
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from mock_provider.http.notes import not_refused, refused
from mock_provider.oauth.messages import MessageError, Parameters, read_form, shown
from mock_provider.oauth.pages import error_page, image_source, page
from mock_provider.oauth.requests import ProtocolRequest, wants_consent
from mock_provider.oauth.service import AuthorizationService
from mock_provider.oauth.sessions import Session

# A login form carries the request along, every letter of it escaped at worst, and fits the limit of forms all the same.
_MAX_REQUEST = 16_000
_NO_STORE = {"Cache-Control": "no-store"}
_Handler = Callable[[Parameters, Session], Response]


class UserPages:
    """Handlers of the pages; each form carries the token of its session, each login ends at a page of our own."""

    def __init__(self, server: AuthorizationService) -> None:
        self._server = server
        self._core = server.core
        self._urls = server.endpoints.paths
        self._sessions = server.sessions

    # Authorization and consent

    async def authorize(self, request: Request) -> Response:
        """The authorization endpoint (RFC 6749 section 3.1): login, consent page, or back with an error."""
        return await self._server.run(self._authorize, request)

    async def decide(self, request: Request) -> Response:
        """The user's decision on the consent page: back to the client with a code, or with ``access_denied``."""
        return await self._with_form(request, self._decide)

    def _authorize(self, request: Request) -> Response:
        query = request.url.query
        if len(query) > _MAX_REQUEST:
            text = f"It has {len(query)} characters; this server takes {_MAX_REQUEST}."
            return error_page("This request is too long", text, hint="A state of 43 characters is enough.", status=414)
        grant = self._grant_of(query)
        if isinstance(grant, Response) and "location" not in grant.headers:
            return grant
        if self._core.settings.auto_login:  # for clients that only read where they are sent: no page, no session
            agreed = self._core.settings.auto_login
            return grant if isinstance(grant, Response) else self._sent_back(grant, agreed)
        # Nobody is sent away before somebody has logged in, not even with an error: anybody can register a client
        # whose redirect URI leads astray (RFC 9700 section 4.11.2).
        session = self._sessions.of(request)
        if session.user is None:
            not_refused()
            return self._to_login(f"{self._urls.authorize}?{query}")
        if isinstance(grant, Response):
            return self._remembered(grant, session)
        if self._has_agreed(grant, session.user.username):
            return self._remembered(self._sent_back(grant, session.user.username), session)
        return self._remembered(self._consent_page(grant, query, session), session)

    def _has_agreed(self, grant: Any, username: str) -> bool:
        """True when this user has allowed this client all of that before and need not be asked again."""
        if not self._core.settings.consent_once or wants_consent(grant.request):
            return False
        wanted, client_id = set(grant.request.scope.split()), grant.client.get_client_id()
        held = self._server.grants.of_user(username)
        return any(one.client.id == client_id and wanted <= set(one.scopes) for one in held)

    def _decide(self, form: Parameters, session: Session) -> Response:
        query = form.get("request") or ""
        if session.user is None:
            return self._to_login(f"{self._urls.authorize}?{query}")
        grant = self._grant_of(query)
        if isinstance(grant, Response):
            return grant
        decision = form.get("decision")
        if decision not in ("approve", "deny"):
            return error_page("No decision", "The form came without a decision.", hint="Go back and press a button.")
        return self._sent_back(grant, session.user.username if decision == "approve" else None)

    def _sent_back(self, grant: Any, user: str | None) -> Response:
        """The redirect to the client, with a code when the user (None: nobody) agrees."""
        response: Response = self._core.create_authorization_response(grant.request, user, grant)
        # 303 makes the browser ask for the client's page by GET, whatever it did before (RFC 9700 section 4.12).
        response.status_code = 303
        return response

    def _grant_of(self, query: str) -> Any:
        """The valid grant for an authorization request, or the response that says what is wrong with it."""
        try:
            request = ProtocolRequest("GET", self._server.endpoints.authorize, Headers(), Parameters.parse(query))
            return self._core.get_consent_grant(request)
        except MessageError as error:
            return error_page("This request cannot be read", str(error))
        except OAuth2Error as error:
            if error.redirect_uri:
                return self._core.handle_error_response(None, error)
            return error_page(
                "This request cannot be answered",
                f"{error.error}: {error.get_error_description()}.",
                hint="The application that sent you here has to be corrected. You are not sent back to it, "
                "because its address is not one that it has registered.",
            )

    def _consent_page(self, grant: Any, query: str, session: Session) -> Response:
        about = grant.client.stored.metadata
        redirect = urlsplit(grant.redirect_uri)
        switch = urlencode({"next": f"{self._urls.authorize}?{query}", "switch": "1"})
        return page(
            "consent.html",
            # Browsers apply form-action to every redirect that follows, and where the client goes on to is not known.
            form_targets=f"'self' {redirect.scheme}:",
            images=image_source(about["logo_uri"]),
            client=about,
            scopes=grant.request.scope.split(),
            scope_texts=self._core.settings.scope_texts,
            user=session.user,
            destination=redirect.netloc,
            request=query,
            csrf=session.csrf,
            action=self._urls.consent,
            grants=self._urls.grants,
            switch=f"{self._urls.login}?{switch}",
        )

    # Login

    async def show_login(self, request: Request) -> Response:
        """The login form; who is signed in already goes on, unless asking for another account."""
        return await self._server.run(self._show_login, request)

    async def log_in(self, request: Request) -> Response:
        """Checks user name and password; 401 with the form again when they are wrong."""
        return await self._with_form(request, self._log_in)

    async def log_out(self, request: Request) -> Response:
        """Ends the session."""
        return await self._with_form(request, self._log_out)

    def _show_login(self, request: Request) -> Response:
        session = self._sessions.of(request)
        target = self._own_page(request.query_params.get("next"))
        if session.user and "switch" not in request.query_params:
            return RedirectResponse(target, 303, _NO_STORE)
        return self._remembered(self._login_page(session, target), session)

    def _log_in(self, form: Parameters, session: Session) -> Response:
        target = self._own_page(form.get("next"))
        username = form.get("username") or ""
        user = self._server.users.check(username, form.get("password") or "")
        if user is None:
            known = self._server.users.get(username) is not None
            refused("the password is not that of the user" if known else f"there is no user {shown(username)}")
            return self._login_page(session, target, username=username, status=401)
        return self._remembered(RedirectResponse(target, 303, _NO_STORE), self._sessions.start(user, session))

    def _log_out(self, _form: Parameters, session: Session) -> Response:
        self._sessions.end(session)
        response = RedirectResponse(self._urls.login, 303, _NO_STORE)
        self._sessions.forget(response)
        return response

    def _login_page(self, session: Session, target: str, *, username: str = "", status: int = 200) -> Response:
        return page(
            "login.html",
            status=status,
            action=self._urls.login,
            csrf=session.csrf,
            next=target,
            username=username,
            failed=status == 401,
        )

    # Grants

    async def show_grants(self, request: Request) -> Response:
        """What the signed-in user allows at present."""
        return await self._server.run(self._show_grants, request)

    async def withdraw(self, request: Request) -> Response:
        """Withdraws one grant; its tokens end at once."""
        return await self._with_form(request, self._withdraw)

    def _show_grants(self, request: Request) -> Response:
        session = self._sessions.of(request)
        if session.user is None:
            return self._to_login(self._urls.grants)
        shown = page(
            "grants.html",
            grants=self._server.grants.of_user(session.user.username),
            scope_texts=self._core.settings.scope_texts,
            user=session.user,
            csrf=session.csrf,
            withdrawn="withdrawn" in request.query_params,
            action=self._urls.grants,
            logout=self._urls.logout,
        )
        return self._remembered(shown, session)

    def _withdraw(self, form: Parameters, session: Session) -> Response:
        if session.user is None:
            return self._to_login(self._urls.grants)
        if form.get("action") != "withdraw":
            return error_page("No action", "The form came without action=withdraw.")
        withdrawn = self._server.grants.withdraw(form.get("grant") or "", session.user.username, self._core.now())
        if not withdrawn:
            return error_page("No such grant", "It is not one of yours, or it is withdrawn already.", status=404)
        return RedirectResponse(f"{self._urls.grants}?withdrawn=1", 303, _NO_STORE)

    # Shared

    async def _with_form(self, request: Request, handle: _Handler) -> Response:
        """Hands a handler the form and the session, once the form has proved to be of this session."""
        try:
            form = await read_form(request)
        except MessageError as error:
            return error_page("This form cannot be read", str(error), status=error.status)
        return await self._server.run(self._checked, request, form, handle)

    def _checked(self, request: Request, form: Parameters, handle: _Handler) -> Response:
        session = self._sessions.of(request)
        if form.repeated():
            return error_page("This form cannot be read", "A field is there more than once.")
        if not session.allows(form.get("csrf")):
            return error_page(
                "This form has expired",
                "It was not made for this browser session.",
                hint="Allow cookies, go back, load the page again and send the form once more.",
                status=403,
            )
        return handle(form, session)

    def _remembered(self, response: Response, session: Session) -> Response:
        self._sessions.remember(response, session)
        return response

    def _to_login(self, target: str) -> Response:
        return RedirectResponse(f"{self._urls.login}?{urlencode({'next': target})}", 303, _NO_STORE)

    def _own_page(self, target: str | None) -> str:
        """The target when it is our authorization endpoint or page of grants, else the latter: no open redirect."""
        wanted = target or ""
        address, _, _ = wanted.partition("?")
        known = address in (self._urls.authorize, self._urls.grants)
        safe = known and len(wanted) <= len(address) + 1 + _MAX_REQUEST and wanted.isascii() and wanted.isprintable()
        return wanted if safe else self._urls.grants
