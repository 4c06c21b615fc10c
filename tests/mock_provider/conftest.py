"""A database for each test: SQLite in memory, SQLite in a file, and a real PostgreSQL server."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from mock_provider.store.database import Database

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
