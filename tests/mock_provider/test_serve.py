"""``clr-conformance mock`` as a user starts and stops it: a process of its own, real sockets."""

from __future__ import annotations

import contextlib
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from pathlib import Path

import httpx
import pytest

from conformance.cli import main
from mock_provider.listening import ServeError, listeners
from mock_provider.serve import refuse_remote
from mock_provider.settings import Settings
from mock_provider.store.database import Database
from mock_provider.store.grants import GrantStore
from mock_provider.store.tokens import Issue


@dataclass
class Running:
    process: subprocess.Popen[str]
    lines: list[str]

    def value(self, label: str) -> str:
        return next(line.removeprefix(f"  {label}").strip() for line in self.lines if line.startswith(f"  {label}"))

    def client(self) -> httpx.Client:
        context = ssl.create_default_context(cafile=self.value("CA to trust"))
        return httpx.Client(verify=context, headers={"Accept": "application/ld+json"})


def command(*arguments: str) -> Sequence[str]:
    return [sys.executable, "-c", "from conformance.cli import main; main()", "mock", *arguments]


@contextlib.contextmanager
def started(data_dir: Path, *arguments: str, quiet: bool = True) -> Iterator[Running]:
    more = ("--quiet", *arguments) if quiet else arguments
    shown = command("--port", "0", "--data-dir", str(data_dir), *more)
    with subprocess.Popen(shown, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            assert process.stdout
            lines: list[str] = []
            for line in process.stdout:
                lines.append(line.rstrip())
                if line.strip().startswith("kim"):
                    break
            yield Running(process, lines)
        finally:
            process.kill()


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """CA and keys of all starts; making new ones takes a moment."""
    return tmp_path_factory.mktemp("data")


def test_it_says_where_to_go_and_stops_in_peace_on_ctrl_c(data_dir: Path) -> None:
    with started(data_dir, "--password", "mira=canary") as mock, mock.client() as client:
        for label in ("API", "Discovery", "Log in", "Grants", "Health"):
            expected = 401 if label == "API" else 200
            url = mock.value(label) + ("/clrs" if label == "API" else "")
            found = client.get(url, headers={"Accept": "application/ld+json, text/html"}, follow_redirects=True)
            assert found.status_code == expected, label
        assert httpx.get(mock.value("Plain HTTP").split()[0]).status_code == 421
        text = "\n".join(mock.lines)
        assert re.search(r"jonas +jonas-password", text)
        assert "canary" not in text
        assert_stops(mock, signal.SIGINT)


def test_a_lenient_mock_says_so_at_the_start_and_each_time(data_dir: Path) -> None:
    with started(data_dir, "--lenient") as mock, mock.client() as client:
        assert "strict provider" in mock.value("Lenient")
        found = client.get(mock.value("Discovery"), headers={"Accept": "application/json"})
        assert (found.status_code, "406" in found.headers["x-clr-mock-lenient"]) == (200, True)
        mock.process.send_signal(signal.SIGTERM)
        assert mock.process.wait(timeout=60) == 0
        assert mock.process.stdout
        assert "Accept names application/json only; a strict provider answers 406" in mock.process.stdout.read()


@pytest.mark.parametrize("workers", ["1", "2"])
def test_it_starts_at_other_addresses_and_says_them(data_dir: Path, tmp_path: Path, workers: str) -> None:
    moved = ("--tenant", "/t-7f3a", "--oauth-path", "login=/in", "--oauth-path", "token=/a/91c2")
    store = f"sqlite:///{tmp_path / 'store.db'}"
    with started(data_dir, *moved, "--workers", workers, "--database", store) as mock, mock.client() as client:
        api = mock.value("API")
        root = api.removesuffix("/ims/clr/v1p0")
        assert root.endswith("/t-7f3a")
        places = client.get(mock.value("Discovery"), timeout=60).json()  # workers are still starting
        assert places["tokenUrl"] == f"{root}/a/91c2"
        assert places["authorizationUrl"] == f"{root}/oauth/authorize"
        assert mock.value("Log in") == f"{root}/in"
        assert client.get(mock.value("Log in")).status_code == 200
        assert client.get(mock.value("Health")).status_code == 200
        assert client.get(f"{root}/oauth/login").status_code == 404
        assert client.get(f"{root.removesuffix('/t-7f3a')}/health").status_code == 404


def assert_stops(mock: Running, by: signal.Signals) -> None:
    """It ends at once with 0 and without a word, though a client may still be connected."""
    mock.process.send_signal(by)
    assert mock.process.wait(timeout=20) == 0
    assert mock.process.stdout
    assert mock.process.stdout.read() == ""


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Starts the mock in a way that cannot work and gives what is said about it."""

    def start(*arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", ["clr-conformance", "mock", "--port", "0", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 2
        told = capsys.readouterr()
        assert told.out == ""
        return told.err

    return start


def test_another_machines_address_is_refused_unless_asked_for_in_words(refused: Callable[..., str]) -> None:
    assert "--allow-remote" in refused("--host", "0.0.0.0")
    refuse_remote(Settings(host="0.0.0.0", allow_remote=True))
    with pytest.raises(ServeError):
        refuse_remote(Settings(host="192.0.2.1"))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--database", "mysql://x"], "is not supported"),
        (["--database", "postgresql://127.0.0.1:1/x?connect_timeout=2"], "cannot be used"),
        (["--workers", "2"], "a database that they share"),
        (["--password", "zoe=x"], "no user zoe"),
        (["--data-dir", "/dev/null/folder"], "the folder for the CA and the keys cannot be written: /dev/null/folder"),
        (["--database", "sqlite:////dev/null/folder/store.db"], "cannot be used"),
        (["--config", "/none.yaml"], "cannot be read"),
    ],
)
def test_a_wrong_start_ends_with_2_and_one_message(
    refused: Callable[..., str], tmp_path: Path, arguments: list[str], told: str
) -> None:
    assert told in refused("--data-dir", str(tmp_path), *arguments)


def test_a_postgresql_url_without_the_driver_says_what_to_install(
    refused: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    told = refused("--data-dir", str(tmp_path), "--database", "postgresql://127.0.0.1/x")
    assert "pip install 'clr-conformance[postgres]'" in told


def test_workers_end_with_their_parent_however_it_ends(data_dir: Path, tmp_path: Path) -> None:
    arguments = ["--database", f"sqlite:///{tmp_path / 'store.db'}", "--workers", "2"]
    with started(data_dir, *arguments) as mock, mock.client() as client:
        assert client.get(mock.value("Health"), timeout=90).status_code == 200
        mock.process.kill()
        deadline = time.monotonic() + 60
        while serves(mock):
            assert time.monotonic() < deadline, "a worker goes on without its parent"
            time.sleep(0.1)


def serves(mock: Running) -> bool:
    with contextlib.suppress(httpx.HTTPError), mock.client() as client:
        return client.get(mock.value("Health"), timeout=5).status_code == 200
    return False


@pytest.mark.parametrize("name", ["ca-key.pem", "keys/college-key.pem"])
@pytest.mark.parametrize("content", [b"", b"junk", b"-----BEGIN CERTIFICATE-----\njunk\n-----END CERTIFICATE-----\n"])
def test_a_damaged_key_file_is_named(refused: Callable[..., str], tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    told = " ".join(refused("--data-dir", str(tmp_path)).split())
    assert f"{path} does not hold" in told
    assert "Delete it" in told


def test_every_setting_is_an_option_and_every_option_a_setting() -> None:
    from conformance.cli.mock import command as mock

    of_faults = {"old_tls", "without_tls"}  # what only a fault wants
    of_variations = {"kept_login", "consent_once", "refresh_by_consent", "leeway_seconds", "only_signed"}
    settings = {field.name for field in fields(Settings)} - of_faults - of_variations
    assert {parameter.name for parameter in mock.params} - {
        "config",
        "list_lenient",
        "list_hostile",
        "scenario",
    } == settings


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--tenant", "t-7f3a"), "tenant: 't-7f3a' does not begin with a slash; use a path such as /t-7f3a"),
        (("--oauth-path", "token"), "'token' is not a list like token=/a/token"),
        (("--oauth-path", "tokens=/a"), "there is no step tokens; the steps are authorize, login"),
        (("--oauth-path", "token=/a", "--oauth-path", "login=/a"), "login and token are both at /a"),
        (("--oauth-path", "token=/health/a"), "token: /health/a is below /health, which the mock needs"),
    ],
)
def test_a_path_that_cannot_be_is_named(
    refused: Callable[..., str], data_dir: Path, arguments: Sequence[str], problem: str
) -> None:
    assert problem in " ".join(refused("--data-dir", str(data_dir), *arguments).split())


def test_a_port_that_is_taken_is_named(refused: Callable[..., str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"port {port}" in refused("--port", str(port))


def test_the_plain_port_is_the_next_free_one() -> None:
    with listeners(Settings(port=0, http_port=0)) as (settings, _, _):
        assert settings.port < settings.http_port < settings.port + 50
        with listeners(Settings(port=0, http_port=0)) as (other, _, _):
            assert len({settings.port, settings.http_port, other.port, other.http_port}) == 4


def test_what_was_posted_survives_a_restart_on_a_file(tmp_path: Path, data_dir: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    with started(data_dir, "--database", url) as mock, mock.client() as client:
        token = new_token(url)
        api = mock.value("API")
        clr = client.get(f"{api}/clrs/mira-0", headers={"Authorization": f"Bearer {token}"}).json()
        clr["id"] = "urn:uuid:0a0b0c0d-0000-4000-8000-000000000000"
        body = {"@context": clr.pop("@context"), "clr": clr}
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/ld+json"}
        assert client.post(f"{api}/clrs", json=body, headers=headers).status_code == 201
        assert_stops(mock, signal.SIGTERM)
    with started(data_dir, "--database", url) as mock, mock.client() as client:
        api, headers = mock.value("API"), {"Authorization": f"Bearer {token}"}
        assert client.get(f"{api}/clrs/{clr['id']}", headers=headers).json()["id"] == clr["id"]
        page = client.get(f"{api}/clrs?limit=1", headers=headers)
        assert page.headers["x-total-count"] == "111"
        # The port is another one, and so are the ids of what is generated.
        assert client.get(f"{api}/clrs/mira-0", headers=headers).json()["id"] == f"{api}/clrs/mira-0"


def new_token(url: str) -> str:
    database = Database(url)
    grants = GrantStore(database)
    client = grants.add_client("tests", "secret", {}, 1, "mira")
    scopes = " ".join(f"https://purl.imsglobal.org/spec/clr/v1p0/scope/{name}" for name in ("readonly", "replace"))
    grants.issue(client, Issue("the-token", scopes, 2**33))
    database.close()
    return "the-token"


def test_two_workers_share_one_postgresql(data_dir: Path, postgres_database_url: str) -> None:
    arguments = ["--database", postgres_database_url, "--workers", "2"]
    with started(data_dir, *arguments) as mock:
        headers = {"Authorization": f"Bearer {new_token(postgres_database_url)}"}
        totals = set()
        for _ in range(6):
            with mock.client() as client:  # a new connection may meet the other worker
                found = client.get(f"{mock.value('API')}/clrs?limit=2", headers=headers, timeout=90)
                assert found.status_code == 200
                totals.add(found.headers["x-total-count"])
        assert totals == {"110"}
        assert_stops(mock, signal.SIGTERM)


def test_two_workers_fill_the_edition_beside_when_it_is_asked_for(data_dir: Path, postgres_database_url: str) -> None:
    arguments = ["--database", postgres_database_url, "--workers", "2", "--content", "small"]
    with started(data_dir, *arguments) as mock:
        api, other = mock.value("API"), mock.value("API CLR 2.0")
        headers = {"Authorization": f"Bearer {new_token(postgres_database_url)}", "Accept": "*/*"}

        def asked(number: int) -> tuple[int, int]:
            with mock.client() as client:  # a new connection may meet the other worker
                refused = client.get(f"{other}/credentials", headers=headers, timeout=90)
                path = ("did.json", "profiles/college")[number % 2]
                return refused.status_code, client.get(f"{api[:-13]}/{path}", headers=headers, timeout=90).status_code

        with ThreadPoolExecutor(6) as pool:
            assert set(pool.map(asked, range(12))) == {(403, 200)}
        assert_stops(mock, signal.SIGTERM)


def test_what_a_lenient_mock_can_take_is_listed() -> None:
    from click.testing import CliRunner

    from conformance.cli.mock import command as mock

    listed = CliRunner().invoke(mock, ["--list-lenient"])
    assert listed.exit_code == 0
    assert "accept " in listed.output
    assert all("a strict provider" in line for line in listed.output.splitlines())


def test_a_departure_that_there_is_not_ends_the_start(refused: Callable[..., str]) -> None:
    assert "there is no acept" in refused("--lenient", "acept")
