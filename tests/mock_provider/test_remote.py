"""A mock that a phone reaches: under a name or an address of this machine, and with a certificate that phones take."""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509

from mock_provider.settings import Settings, SettingsError
from mock_provider.testing import MockServer, process_folder, running_mock
from tests.mock_provider.test_serve import started


@pytest.mark.parametrize(
    ("given", "host", "origin"),
    [
        ({}, "127.0.0.1", "https://127.0.0.1:8440"),
        ({"public_host": "mock.example"}, "127.0.0.1", "https://mock.example:8440"),
        ({"allow_remote": True}, "127.0.0.1", "https://127.0.0.1:8440"),
        ({"public_host": "mock.example", "allow_remote": True}, "0.0.0.0", "https://mock.example:8440"),
        ({"public_host": "192.168.1.5", "allow_remote": True}, "0.0.0.0", "https://192.168.1.5:8440"),
        ({"public_host": "fd00::5", "allow_remote": True}, "::", "https://[fd00::5]:8440"),
        (
            {"public_host": "mock.example", "allow_remote": True, "host": "127.0.0.1"},
            "127.0.0.1",
            "https://mock.example:8440",
        ),
    ],
)
def test_others_are_let_in_by_both_options_together(given: dict[str, object], host: str, origin: str) -> None:
    settings = Settings(data_dir=process_folder(), **given)  # type: ignore[arg-type]
    assert (settings.host, settings.origin) == (host, origin)


@pytest.mark.parametrize("name", ["https://mock.example", "mock.example:8440", "mock.example/", "a b", "-x", "[::1]"])
def test_a_public_host_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(SettingsError, match="leave out scheme and port"):
        Settings(data_dir=process_folder(), public_host=name)


def own_address() -> str:
    """An address of this machine that others may reach; loopback where there is no other."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # for documentation; nothing is sent
        except OSError:
            return "127.0.0.2"
        return str(probe.getsockname()[0])


def test_a_phone_gets_the_certificate_of_the_authority_and_trusts_the_mock_by_it() -> None:
    address = own_address()
    with running_mock(public_host=address, allow_remote=True) as mock:
        first = httpx.get(f"{mock.origin}/ca.pem", verify=False)
        assert first.status_code == 200
        assert first.headers["content-type"] == "application/x-x509-ca-cert"
        assert b"PRIVATE" not in first.content
        trust = ssl.create_default_context(cadata=first.text)
        assert httpx.get(f"{mock.url}/discovery", verify=trust).status_code == 200
        assert mock.url.startswith(f"https://{address}:")


def certificate_of(mock: MockServer) -> x509.Certificate:
    context = ssl.create_default_context(cafile=str(mock.ca_path))
    with (
        socket.create_connection(("127.0.0.1", mock.settings.port)) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as secured,
    ):
        return x509.load_der_x509_certificate(secured.getpeercert(binary_form=True) or b"")


def test_its_certificate_lasts_no_longer_than_phones_take() -> None:
    with running_mock(public_host="mock.example") as mock:
        certificate = certificate_of(mock)
    now = datetime.now(UTC)
    assert certificate.not_valid_before_utc < now < certificate.not_valid_after_utc - timedelta(days=300)
    assert certificate.not_valid_after_utc - certificate.not_valid_before_utc <= timedelta(days=398)
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert "mock.example" in names.get_values_for_type(x509.DNSName)


def test_the_console_stays_on_this_machine(tmp_path: Path) -> None:
    address = own_address()
    with started(tmp_path, "--public-host", address, "--allow-remote", "--console") as mock:
        assert mock.value("API").startswith(f"https://{address}:")
        assert mock.value("Phone's CA").endswith("/ca.pem")
        console = mock.value("Console")
        assert console.startswith("http://127.0.0.1:")
        port = int(console.rpartition("/console")[0].rpartition(":")[2])
        if not address.startswith("127."):
            with pytest.raises(OSError, match="refused"):
                socket.create_connection((address, port), timeout=10)
