"""Servers beside the mock, as a client meets them that trusts the mock's authority."""

from __future__ import annotations

import socket
import ssl
import warnings
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from mock_provider.neighbours import (
    foreign_certificate,
    foreign_tls,
    misnamed_certificate,
    misnamed_tls,
    old_only_tls,
    old_tls,
    other_host,
    plain_http,
)
from mock_provider.testing import process_folder, running_mock
from mock_provider.tls import can_speak_old, local_authority

Neighbour = Callable[..., AbstractContextManager[str]]


class App:
    """Tells what it was asked for; knows how often it was asked, and whether anybody has started or ended it."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == "http"  # nothing of starting and ending
        url = str(Request(scope).url)
        self.asked.append(url)
        await JSONResponse({"url": url})(scope, receive, send)


@pytest.fixture
def app() -> App:
    return App()


def trusting() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(local_authority(process_folder()).ca_path))


def get(url: str) -> httpx.Response:
    return httpx.get(url, verify=trusting())


def test_the_other_host_serves_the_app_under_another_name(app: App) -> None:
    with running_mock() as mock, other_host(app) as origin:
        assert urlsplit(origin).hostname == "localhost"
        assert urlsplit(origin).port != urlsplit(mock.origin).port
        assert get(f"{origin}/a?b=c").json() == {"url": f"{origin}/a?b=c"}
    assert app.asked == [f"{origin}/a?b=c"]


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_the_other_host_listens_on_every_loopback_address(app: App, address: str) -> None:
    with other_host(app) as origin:
        port = urlsplit(origin).port
        assert port
        try:
            plain = socket.create_connection((address, port), timeout=5)
        except OSError:
            assert address == "::1"
            assert not _can_bind(address)
            return
        with trusting().wrap_socket(plain, server_hostname="localhost") as secure:
            assert secure.version() == "TLSv1.3"


def _can_bind(address: str) -> bool:
    try:
        with socket.socket(socket.AF_INET6) as listener:
            listener.bind((address, 0))
    except OSError:
        return False
    return True


def test_its_certificate_is_for_its_name_alone(app: App) -> None:
    with other_host(app) as origin, pytest.raises(httpx.ConnectError, match="IP address mismatch"):
        get(origin.replace("localhost", "127.0.0.1"))
    assert app.asked == []


def test_it_can_be_of_the_authority_of_another_folder(app: App, tmp_path: Path) -> None:
    with other_host(app, tmp_path) as origin:
        context = ssl.create_default_context(cafile=str(tmp_path / "ca.pem"))
        assert httpx.get(origin, verify=context).status_code == 200
        with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            get(origin)


@pytest.mark.parametrize(
    ("neighbour", "reason"),
    [
        (foreign_certificate, "unable to get local issuer certificate|self-signed certificate in certificate chain"),
        (misnamed_certificate, "IP address mismatch, certificate is not valid for '127.0.0.1'"),
    ],
)
def test_a_wrong_certificate_is_refused_by_who_looks_and_served_to_who_does_not(
    app: App, neighbour: Neighbour, reason: str
) -> None:
    with neighbour(app) as origin:
        with pytest.raises(httpx.ConnectError, match=reason):
            get(origin)
        assert app.asked == []
        assert httpx.get(origin, verify=False).status_code == 200
    assert app.asked == [f"{origin}/"]


def test_a_misnamed_certificate_is_of_the_right_authority(app: App) -> None:
    with misnamed_certificate(app) as origin:
        plain = socket.create_connection(("127.0.0.1", urlsplit(origin).port or 0), timeout=5)
        with trusting().wrap_socket(plain, server_hostname="another.invalid") as secure:
            assert secure.version() == "TLSv1.3"


@pytest.mark.skipif(not can_speak_old(), reason="OpenSSL of this machine cannot serve TLS 1.1")
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_old_tls_is_spoken_to_who_takes_it_and_to_nobody_else(app: App, version: ssl.TLSVersion) -> None:
    with old_tls(app) as origin:
        lax = trusting()
        lax.set_ciphers("ALL:@SECLEVEL=0")
        lax.minimum_version = ssl.TLSVersion.TLSv1_2  # as Python says by itself, but not as Debian builds it
        for current in (trusting(), lax):
            with pytest.raises(httpx.ConnectError, match="SSL"):
                httpx.get(origin, verify=current)
        assert app.asked == []
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            lax.minimum_version = lax.maximum_version = version
        assert httpx.get(origin, verify=lax).status_code == 200
    assert len(app.asked) == 1


@pytest.mark.parametrize(
    ("tls", "reason"),
    [(foreign_tls, "self-signed|local issuer"), (misnamed_tls, "IP address mismatch"), (old_only_tls, "")],
)
def test_the_mock_itself_can_be_served_so(tls: Callable[[], ssl.SSLContext], reason: str) -> None:
    with running_mock(tls=tls()) as mock, pytest.raises(httpx.ConnectError, match=f"SSL.*({reason})"):
        get(f"{mock.origin}/health")


def test_without_tls_it_is_served_too(app: App) -> None:
    with plain_http(app) as origin:
        assert httpx.get(f"{origin}/x").json() == {"url": f"{origin}/x"}
        assert origin.startswith("http://127.0.0.1:")


def test_the_mock_itself_can_stand_there_and_goes_on(app: App) -> None:
    with running_mock(tenant="/t") as mock:
        with other_host(mock.application) as origin:
            assert get(f"{origin}/t/health").status_code == 200
        assert get(f"{mock.origin}/t/health").status_code == 200
