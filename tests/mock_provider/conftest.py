"""A database for each test: SQLite in memory, SQLite in a file, and a real PostgreSQL server."""

from __future__ import annotations

import json
import os
import shutil
import ssl
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import pytest
from sqlalchemy import make_url, text

from conformance.standard.loader import contract
from mock_provider.store.database import Database
from mock_provider.store.tokens import Issue
from mock_provider.testing import MockServer, running_mock

SCOPES = "https://purl.imsglobal.org/spec/clr/v1p0/scope/"
CONTEXT = "https://purl.imsglobal.org/spec/clr/v1p0/context/clr_v1p0.jsonld"

ADDRESS = "CLR_TEST_POSTGRES_URL"


class Cluster:
    """A PostgreSQL server of our own in a temporary folder, reached through a Unix socket."""

    def __init__(self, binaries: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="clr-pg-"))
        self.binaries = binaries
        self.log = self.folder / "log"

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/postgres?host={self.folder}"

    def start(self) -> None:
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._run("initdb", "--auth=trust", "--username=postgres", "--no-sync", "--encoding=UTF8", "--locale=C")
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c fsync=off -c max_connections=200"
        self._run("pg_ctl", "start", "--wait", "--silent", f"--log={self.log}", f"--options={options}")

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "--mode=immediate", "--silent")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        command: Sequence[str] = (str(self.binaries / program), f"--pgdata={self.folder / 'data'}", *arguments)
        if os.geteuid() == 0:  # the server refuses to run as root
            command = ("runuser", "-u", "postgres", "--", *command)
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, cwd=self.folder)
        assert done.returncode == 0, f"{program}: {done.stdout}{done.stderr}"


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a PostgreSQL server, started once and only when a test asks for it."""
    given = os.environ.get(ADDRESS)
    if given:
        yield given
        return
    binaries = _binaries()
    if binaries is None:
        reason = f"no PostgreSQL server program found: install postgresql or set {ADDRESS}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    cluster = Cluster(binaries)
    cluster.start()
    yield cluster.url
    cluster.stop()


@pytest.fixture
def postgres_database_url(postgres_url: str) -> Iterator[str]:
    """The URL of an empty schema on the PostgreSQL server, gone after the test."""
    schema = f"test_{uuid.uuid4().hex}"
    url = make_url(postgres_url)
    server = Database(postgres_url)
    with server.write() as connection:
        connection.execute(text(f'CREATE SCHEMA "{schema}"'))
    yield url.update_query_dict({"options": f"-csearch_path={schema}"}).render_as_string(hide_password=False)
    with server.write() as connection:
        connection.execute(text(f'DROP SCHEMA "{schema}" CASCADE'))
    server.close()


@pytest.fixture(params=["sqlite-memory", "sqlite-file", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, once for each kind that the store supports."""
    if request.param == "sqlite-memory":
        return "sqlite://"
    if request.param == "sqlite-file":
        return f"sqlite:///{tmp_path / 'store.db'}"
    url: str = request.getfixturevalue("postgres_database_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database with all tables made."""
    database = Database(database_url)
    database.create()
    yield database
    database.close()


@cache
def validator_of(schema: str) -> jsonschema_rs.Draft202012Validator:
    """A validator of our own, not the mock's, so that a slip there is seen here."""
    registry = jsonschema_rs.Registry([("urn:contract", dict(contract("clr10")))])
    reference = {"$ref": f"urn:contract#/components/schemas/{schema}"}
    return jsonschema_rs.Draft202012Validator(reference, registry=registry, validate_formats=True)


class Api:
    """A client of a running mock: real HTTPS, tokens made straight in its store."""

    def __init__(self, server: MockServer) -> None:
        self.server = server
        self.url = server.url
        self._http = httpx.Client(verify=ssl.create_default_context(cafile=str(server.ca_path)))

    def close(self) -> None:
        self._http.close()

    def token(self, username: str | None = "mira", *scopes: str, client: str = "tests", seconds: int = 3600) -> str:
        """A live access token; without scopes named it has all three."""
        service = self.server.app.state.authorization
        wanted = scopes or ("readonly", "replace", "delete")
        acting = service.grants.add_client(client, "secret", {}, int(time.time()), username)
        token = uuid.uuid4().hex
        issue = Issue(token, " ".join(SCOPES + scope for scope in wanted), int(time.time()) + seconds)
        service.grants.issue(acting, issue)
        return token

    def send(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        accept: str | None = "application/ld+json",
        body: object = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | Sequence[tuple[str, str]] | None = None,
    ) -> httpx.Response:
        """Sends to a path below the base URL, or to an absolute URL."""
        sent = {} if accept is None else {"Accept": accept}
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        if body is not None:
            content = json.dumps(body).encode()
        if content is not None:
            sent["Content-Type"] = "application/ld+json"
        request = self._http.build_request(
            method, path if "://" in path else self.url + path, content=content, headers=_together(sent, headers or {})
        )
        if accept is None:
            del request.headers["accept"]
        return self._http.send(request)

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.send("GET", path, **options)

    def post(self, clr: Mapping[str, Any] | None = None, *, token: str, **members: object) -> httpx.Response:
        body = {"@context": CONTEXT, **({"clr": clr} if clr else {}), **members}
        return self.send("POST", "/clrs", token=token, body=body)


def _together(sent: Mapping[str, str], more: Mapping[str, str] | Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """All headers; those of ``more`` may be there twice and stand in the place of ``sent``."""
    added = list(more.items()) if isinstance(more, Mapping) else list(more)
    names = {name.lower() for name, _ in added}
    return [*((name, value) for name, value in sent.items() if name.lower() not in names), *added]


@pytest.fixture(scope="module")
def api() -> Iterator[Api]:
    """A mock provider of the test module's own, and a client of it."""
    with running_mock() as server:
        api = Api(server)
        yield api
        api.close()


@pytest.fixture(scope="session")
def connected() -> Callable[[MockServer], Api]:
    """Makes a client for a mock that the test started itself."""
    return Api


@pytest.fixture(scope="session")
def is_status() -> Callable[[httpx.Response, int, str], None]:
    """Asserts that a response is a status object of the contract with that status and code minor."""

    def check(response: httpx.Response, status: int, minor: str) -> None:
        assert response.status_code == status, response.text[:500]
        assert response.headers["content-type"] == "application/ld+json"
        body = response.json()
        validator_of("ImsxStatusInfo").validate(body)
        fields = body["imsx_codeMinor"]["imsx_codeMinorField"]
        assert [field["imsx_codeMinorFieldValue"] for field in fields] == [minor]
        assert (body["imsx_codeMajor"], body["imsx_severity"]) == ("failure", "error")
        assert "Traceback" not in response.text

    return check


@pytest.fixture(scope="session")
def valid() -> Callable[[object, str], None]:
    """Asserts that a value fits a schema of the contract, formats included."""

    def check(value: object, schema: str) -> None:
        errors = [f"{error.instance_path}: {error.message[:200]}" for error in validator_of(schema).iter_errors(value)]
        assert not errors, errors[:5]

    return check
