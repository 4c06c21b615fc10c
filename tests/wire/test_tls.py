"""Which TLS versions a server offers, asked by real handshakes."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from pathlib import Path

import pytest
import trustme

from conformance.exchanges import Failure
from conformance.wire import probe_tls
from conformance.wire.proxy import Proxy
from conformance.wire.tls import trust

V12, V13 = ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3


@pytest.mark.parametrize(("version", "name"), [(V12, "TLSv1.2"), (V13, "TLSv1.3")])
def test_a_version_that_is_offered(serve, version, name):
    assert probe_tls("127.0.0.1", serve(b"").port, version, version) == name


def test_a_version_that_is_not_offered(serve, authority):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = V13
    authority.issue_cert("127.0.0.1").configure_cert(context)
    answer = probe_tls("127.0.0.1", serve(b"", context=context).port, V12, V12)
    assert isinstance(answer, Failure)
    assert answer.code == "tls-failed"


def test_an_old_version_is_told_apart_from_one_that_cannot_be_tried(serve):
    old = ssl.TLSVersion.TLSv1_1
    answer = probe_tls("127.0.0.1", serve(b"").port, old, old)
    assert isinstance(answer, Failure)
    assert answer.code in {"tls-failed", "unsupported-locally"}


def test_a_range_that_openssl_cannot_offer_is_no_finding(serve):
    answer = probe_tls("127.0.0.1", serve(b"").port, V13, V12)
    assert isinstance(answer, Failure)
    assert answer.code == "unsupported-locally"


def test_nobody_there_and_nobody_talking():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        stalled = probe_tls("127.0.0.1", port, V12, V13, timeout=0.2)
    gone = probe_tls("127.0.0.1", port, V12, V13)
    assert isinstance(stalled, Failure)
    assert isinstance(gone, Failure)
    assert (stalled.code, gone.code) == ("timeout", "refused")


def test_a_server_that_hangs_up():
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def hang_up() -> None:
            connection, _ = listener.accept()
            connection.close()

        threading.Thread(target=hang_up, daemon=True).start()
        answer = probe_tls("127.0.0.1", listener.getsockname()[1], V12, V13, timeout=2)
    assert isinstance(answer, Failure)
    assert answer.code == "tls-failed"


def test_a_proxy_that_trickles_has_no_longer_than_the_timeout():
    server = socket.create_server(("127.0.0.1", 0))

    def trickle() -> None:
        connection, _ = server.accept()
        with connection, contextlib.suppress(OSError):
            for _ in range(30):
                connection.sendall(b"H")
                time.sleep(0.1)

    threading.Thread(target=trickle, daemon=True).start()
    begun = time.monotonic()
    with server:
        proxy = Proxy("127.0.0.1", server.getsockname()[1])
        found = probe_tls("clr.example", 443, ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3, timeout=0.3, proxy=proxy)
    assert isinstance(found, Failure)
    assert time.monotonic() - begun < 2


def test_a_file_of_authorities_is_read_once_and_again_when_it_has_changed(tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    first, second = trustme.CA(), trustme.CA(organization_name="another")
    first.cert_pem.write_to_path(str(file))
    known = trust(file)
    assert trust(file) is known

    second.cert_pem.write_to_path(str(file))
    assert len(trust(file).get_ca_certs()) == len(known.get_ca_certs())
    assert any("another" in str(one["subject"]) for one in trust(file).get_ca_certs())
    assert not any("another" in str(one["subject"]) for one in known.get_ca_certs())
