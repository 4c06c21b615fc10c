"""The target without TLS, and over each version of it: what the rows of every edition on https ask."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from conformance.suites.answer import Answer
from conformance.suites.legacy_tls import status_over
from conformance.suites.outcomes import broken, manual, not_applicable
from conformance.suites.target import Target
from conformance.wire import probe_tls

OLD = {"TLS 1.0": ssl.TLSVersion.TLSv1, "TLS 1.1": ssl.TLSVersion.TLSv1_1}
CURRENT = {"TLS 1.2": ssl.TLSVersion.TLSv1_2, "TLS 1.3": ssl.TLSVersion.TLSv1_3}


@dataclass(frozen=True, slots=True)
class Probe:
    """The answer to a request without TLS, and whether it went to the port of the API itself."""

    answer: Answer
    api_port: bool

    @property
    def cut_off(self) -> bool:
        """True when no HTTP answer came, or the TLS layer's own complaint (400, as common servers send it)."""
        return self.answer.status is None or (self.api_port and self.answer.status == 400)


def probes_without_tls(target: Target) -> tuple[Probe, ...]:
    """GET /discovery over plain http: on the target's own port, and on port 80 when the target's port is 443."""
    discovery = target.session.discovery().arrived()
    if not target.base.startswith("https://"):
        return (Probe(discovery, api_port=True),)
    parts = urlsplit(target.base)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    path = urlsplit(target.session.discovery_url).path
    ports = [parts.port] if parts.port not in (None, 443) else [443, 80]
    return tuple(Probe(_plain(target, f"http://{host}:{port}{path}"), port != 80) for port in ports)


def _plain(target: Target, url: str) -> Answer:
    headers = {"Accept": target.rules.media_type}
    response = target.wire.send("GET", url, headers=headers, label="discovery over plain http", plain_probe=True)
    return target.session.answer(response, "GET /discovery over plain http")


def expect_https_only(target: Target, probes: Iterable[Probe]) -> None:
    """Demand that nothing is served over plain http; raises ``Broken``."""
    if not target.base.startswith("https://"):
        broken("the base URL is served over plain http", expected="https", actual=target.base)
    for probe in probes:
        status = probe.answer.status
        if status is not None and 200 <= status < 300:
            probe.answer.broken("the API answers over plain http", expected="no 2xx", actual=str(status))


def expect_current_tls(target: Target, note: Callable[[str], None]) -> None:
    """Demand a handshake with TLS 1.2 or 1.3, and note with which; raises ``Broken``."""
    target.session.discovery().arrived()
    if not target.base.startswith("https://"):
        broken("the target is reached without TLS", expected="TLS 1.2 or TLS 1.3", actual="plain http")
    host, port = _address(target)
    seen = {
        name: probe_tls(host, port, version, version, timeout=target.plan.limits.connect, proxy=target.wire.proxy)
        for name, version in CURRENT.items()
    }
    works = [name for name, result in seen.items() if isinstance(result, str)]
    if not works and target.session.discovery().response.tls not in ("TLSv1.2", "TLSv1.3"):
        broken("no handshake with TLS 1.2 or 1.3 succeeds", expected="TLS 1.2 or TLS 1.3", actual="none")
    note(f"{' and '.join(works) or target.session.discovery().response.tls} spoken")


def expect_old_tls_refused(target: Target, name: str) -> None:
    """Demand that no request is answered over that old version (a key of ``OLD``), but for a 421; raises ``Broken``."""
    target.session.discovery().arrived()
    if not target.base.startswith("https://"):
        not_applicable("the target is reached without TLS")
    host, port = _address(target)
    limit = target.plan.limits.connect
    result = probe_tls(host, port, OLD[name], OLD[name], timeout=limit, proxy=target.wire.proxy)
    if isinstance(result, str):
        url = target.session.discovery_url
        status = status_over(url, OLD[name], target.rules.media_type, limit, target.wire.proxy)
        if status not in (None, 421):
            broken(f"a request over {name} was answered", expected="no handshake, or 421", actual=str(status))
    elif result.code == "unsupported-locally":
        option = name.lower().replace("tls ", "tls").replace(".", "_").removesuffix("_0")
        manual(
            f"this machine cannot speak {name}; elsewhere: "
            f"openssl s_client -connect {host}:{port} -{option} -cipher ALL:@SECLEVEL=0 (it has to fail)"
        )


def _address(target: Target) -> tuple[str, int]:
    parts = urlsplit(target.base)
    return parts.hostname or "", parts.port or 443
