"""The local certificate authority and the TLS that the mock serves with."""

from __future__ import annotations

import socket
import ssl
import threading
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mock_provider import tls
from mock_provider.testing import MockServer, running_mock
from mock_provider.tls import keep, local_authority


def test_the_authority_is_made_once_and_kept(tmp_path: Path) -> None:
    first, again = local_authority(tmp_path), local_authority(tmp_path)
    assert first.ca_path == again.ca_path == tmp_path / "ca.pem"
    assert first.authority.cert_pem.bytes() == again.authority.cert_pem.bytes() == first.ca_path.read_bytes()


def test_private_keys_are_for_their_owner_alone(tmp_path: Path) -> None:
    local_authority(tmp_path / "deep" / "er")
    assert (tmp_path / "deep/er/ca-key.pem").stat().st_mode & 0o777 == 0o600
    assert b"PRIVATE" not in (tmp_path / "deep/er/ca.pem").read_bytes()
    assert sorted(path.name for path in (tmp_path / "deep/er").iterdir()) == ["ca-key.pem", "ca.pem"]


def test_an_authority_that_is_about_to_expire_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = local_authority(tmp_path).ca_path.read_bytes()
    soon = iter([datetime.now(UTC) + timedelta(days=1)])
    monkeypatch.setattr(tls, "_expires", lambda _: next(soon))
    assert local_authority(tmp_path).ca_path.read_bytes() != first


def test_of_many_that_start_at_once_all_get_the_same(tmp_path: Path) -> None:
    made = iter(range(100))
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: keep(tmp_path / "x", lambda: str(next(made)).encode()), range(8)))
    assert len(found) == 1


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    with running_mock() as running:
        yield running


def handshake(server: MockServer, name: str, **versions: ssl.TLSVersion) -> str | None:
    context = ssl.create_default_context(cafile=str(server.ca_path))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        for attribute, version in versions.items():
            setattr(context, attribute, version)
    if versions.get("maximum_version", ssl.TLSVersion.TLSv1_3) < ssl.TLSVersion.TLSv1_2:
        context.set_ciphers("ALL:@SECLEVEL=0")
    plain = socket.create_connection(("127.0.0.1", server.settings.port), timeout=5)
    with context.wrap_socket(plain, server_hostname=name) as secure:
        return secure.version()


@pytest.mark.parametrize("name", ["127.0.0.1", "::1", "localhost"])
def test_the_certificate_is_for_loopback(server: MockServer, name: str) -> None:
    assert handshake(server, name) == "TLSv1.3"


def test_a_foreign_name_is_not_in_the_certificate(server: MockServer) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(server, "example.org")


def test_tls_1_2_is_spoken_and_nothing_older(server: MockServer) -> None:
    v = ssl.TLSVersion
    assert handshake(server, "localhost", maximum_version=v.TLSv1_2) == "TLSv1.2"
    for old in (v.TLSv1, v.TLSv1_1):
        with pytest.raises((ssl.SSLError, ConnectionResetError)):
            handshake(server, "localhost", minimum_version=old, maximum_version=old)


def test_plain_http_on_the_tls_port_gets_no_answer(server: MockServer) -> None:
    with socket.create_connection(("127.0.0.1", server.settings.port), timeout=5) as plain:
        plain.sendall(b"GET /ims/clr/v1p0/discovery HTTP/1.1\r\nHost: x\r\n\r\n")
        try:
            answer = plain.recv(100)
        except ConnectionResetError:
            answer = b""
    assert not answer.startswith(b"HTTP")
    assert threading.active_count() < 50
