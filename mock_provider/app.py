"""The mock provider as one ASGI app: resource server, authorization server, content and store."""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mock_provider.behaviour.layer import FaultLayer
from mock_provider.behaviour.model import Behaviour
from mock_provider.behaviour.trigger import Trigger
from mock_provider.http.access import Gate
from mock_provider.http.authority import PATH as AUTHORITY
from mock_provider.http.authority import AuthorityFile
from mock_provider.http.doorway import Door
from mock_provider.http.endpoint import broken, send_response
from mock_provider.http.health import Health
from mock_provider.http.notes import placed, refused
from mock_provider.http.status import ApiResponse, CodeMinor, StatusForm
from mock_provider.lenient import Lenient, chosen
from mock_provider.oauth import AuthorizationService, AuthorizationSettings
from mock_provider.oauth import routes as authorization_routes
from mock_provider.oauth.addresses import OAUTH_ROOT
from mock_provider.oauth.callers import KnownCallers
from mock_provider.oauth.failures import oauth_failure
from mock_provider.seeding import Content, FilledFirst, fill_people
from mock_provider.settings import Settings, SettingsError
from mock_provider.side_by_side import SideBySide, played_by
from mock_provider.signing import own_key
from mock_provider.store.database import Database

_MINORS: dict[int, CodeMinor] = {404: "unknown", 405: "not_allowed", 406: "not_acceptable"}


def create_app(
    settings: Settings,
    database: Database | None = None,
    clock: Callable[[], float] = time.time,
    *,
    threads: bool = True,
) -> Starlette:
    """The app for these settings, its store filled and ready; ``app.state`` has ``authorization`` and ``database``.

    The content of the main edition is there from the start, that of another one from the first request to it. Without
    operations that need a token there is no authorization server: ``authorization`` is then ``None``.
    ``clock`` gives epoch seconds. Without ``threads`` OAuth is answered in the thread of the event loop, which is for
    one client that waits for each response: a second one would wait until the first one's password is hashed. A
    database that is handed in stays open when the app stops. Raises
    ``DatabaseError`` when the store cannot be used, ``SettingsError`` for paths that cannot be.
    """
    editions = played_by(settings)
    store = database or Database(settings.database)
    store.create()
    with_login = editions.with_login
    service = authorization_service(settings, editions, store, clock, threads=threads) if with_login else None
    if service is not None:
        fill_people(settings, store, service)
    contents = {each.book: Content(settings, each, store, threads=threads) for each in editions.editions}
    contents[editions.main.book].fill()
    for each in editions.editions[1:]:
        each.check_own(settings)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        if database is None:
            store.close()

    gate = Gate(service.authenticate_bearer, store, clock, service.why_refused) if service else Gate(_nobody, store)
    routes = {each.book: each.routes(settings, store, gate) for each in editions.editions}
    for book in editions.books[1:]:
        _fill_first(routes[book], contents[book])
    statuses = editions.statuses
    app = Starlette(
        routes=[
            *(route for own in routes.values() for route in own),
            Route("/health", Health(store)),
            Route(AUTHORITY, AuthorityFile(settings.data_dir)),
            *(authorization_routes(service) if service else ()),
        ],
        exception_handlers={HTTPException: _Failures(statuses)},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    check_room(settings, app)
    operations = editions.operations(routes)
    mends = chosen(settings, editions)
    if mends:
        grants = service.grants if service else None
        app.add_middleware(Lenient, mends=mends, operations=operations, grants=grants, max_body=settings.max_body)
    app.add_middleware(Guard, statuses=statuses)
    app.state.authorization = service
    app.state.database = store
    app.state.settings = settings
    app.state.operations = operations
    app.state.statuses = statuses
    app.state.contents = contents
    return app


def layer_around(app: Starlette, faults: Iterable[tuple[Behaviour, Trigger]] = ()) -> FaultLayer:
    """The layer of behaviours around a mock of ``create_app``, which can tell clients and learners apart."""
    contents: Mapping[str, Content] = app.state.contents
    service: AuthorizationService | None = app.state.authorization
    settings: Settings = app.state.settings
    keys = settings.data_dir / "keys"

    def outside(path: str) -> str:
        return settings.doorway.outside(path)

    layer = FaultLayer(
        app,
        app.state.operations,
        app.state.statuses,
        faults,
        callers=KnownCallers(service) if service else None,
        signing_key=lambda name: own_key(keys, name),
        database=app.state.database,
        learners=tuple(settings.users),
        outside=outside,
        before=lambda book: contents[book].ready(),
    )
    layer.plain_port = settings.http_port
    return layer


def entered(app: ASGIApp, settings: Settings) -> ASGIApp:
    """The mock as clients reach it: under the paths that the settings ask for, or that its steps have moved to."""
    return Door(app, lambda: settings.doorway, played_by(settings).main.statuses)


def authorization_service(
    settings: Settings, editions: SideBySide, database: Database, clock: Callable[[], float], *, threads: bool = True
) -> AuthorizationService:
    """The authorization server that these settings ask for."""
    own = AuthorizationSettings(
        scopes=editions.scopes_offered(settings),
        scope_texts=editions.scope_texts,
        access_token_seconds=settings.access_token_seconds,
        refresh_token_seconds=settings.refresh_token_seconds,
        code_seconds=settings.code_seconds,
        registration=settings.registration,
        refresh=settings.refresh,
        rotation=settings.rotation,
        client_credentials=settings.client_credentials,
        revocation=settings.revocation,
        leeway_seconds=settings.leeway_seconds,
        kept_login=settings.kept_login,
        auto_login=settings.auto_login,
        consent_once=settings.consent_once,
        refresh_by_consent=settings.refresh_by_consent,
        paths=settings.oauth_paths,
    )
    return AuthorizationService(database, settings.root_url, settings.base_url, own, clock, threads=threads)


def check_room(settings: Settings, app: Starlette) -> None:
    """Raises ``SettingsError`` for a path of OAuth that would hide another one of the mock."""
    firsts = {route.path.split("/")[1] for route in app.routes if isinstance(route, Route)} - {OAUTH_ROOT.strip("/")}
    for step, path in settings.oauth_paths.items():
        if (first := path.split("/")[1]) in firsts:
            raise SettingsError(
                f"oauth_paths: {step}: {path} is below /{first}, which the mock needs; use another path"
            )


def _fill_first(routes: Iterable[BaseRoute], content: Content) -> None:
    """Has the content made before the first request that comes to one of these routes."""
    for route in routes:
        if isinstance(route, Route):
            route.app = FilledFirst(route.app, content)


def _nobody(_header: str | None) -> None:
    """The token of whoever asks, where nobody issues tokens."""


class Guard:
    """Answers what nobody else caught, each part of the mock in its own form, so that no client sees a traceback."""

    def __init__(self, app: ASGIApp, statuses: StatusForm) -> None:
        self._app = app
        self._statuses = statuses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except ClientDisconnect:
            return  # a client that has left needs no response, and nothing has failed here
        except Exception as error:
            refusal = broken(error)
            if started:
                return
            if scope["path"].startswith(OAUTH_ROOT):
                await oauth_failure(scope["path"], refusal.status)(scope, receive, send)
            else:
                await send_response(self._statuses.at(scope["path"]).refusal(refusal), scope, send)


@dataclass(frozen=True, slots=True)
class _Failures:
    """Answers what Starlette itself refuses, such as a path that there is not."""

    statuses: StatusForm

    def __call__(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if request.url.path.startswith(OAUTH_ROOT):
            return oauth_failure(request.url.path, error.status_code, error.headers)
        minor = _MINORS.get(error.status_code, "unknown" if error.status_code < 500 else "internal_server_error")
        text = _nothing_behind(request) if error.status_code == 404 else error.detail
        refused(text)
        if error.status_code == 404:
            placed("none")
        return _response(self.statuses.at(request.url.path).failure(error.status_code, minor, text), error.headers)


def _nothing_behind(request: Request) -> str:
    text = "there is nothing behind this path"
    shorter = {**request.scope, "path": request.scope["path"].rstrip("/")}
    if shorter["path"] == request.scope["path"] or not shorter["path"]:
        return text
    known = any(route.matches(shorter)[0] is Match.FULL for route in request.app.routes)
    return f"{text}; try it without the slash at its end" if known else text


def _response(failure: ApiResponse, headers: object) -> Response:
    response = Response(failure.body, failure.status)
    response.raw_headers = [*failure.headers, (b"content-length", b"%d" % len(failure.body))]
    if isinstance(headers, dict):
        response.headers.update(headers)
    return response
