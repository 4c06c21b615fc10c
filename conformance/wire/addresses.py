"""Which addresses a URL out of a document may lead to: public ones, unless its host is allowed by name."""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
from collections.abc import Iterable
from typing import Any, Final

import httpcore

from conformance.wire.limits import Deadline
from conformance.wire.network import DeadlineBackend

RESOLVE_SECONDS: Final = 5.0

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Ranges that reach an IPv4 address through a translator or a tunnel: what lies behind them cannot be known from here
# (RFC 6052, RFC 8215, RFC 3056, RFC 4380, and the IPv4-compatible addresses that RFC 4291 withdrew).
_TRANSLATED: Final = tuple(
    map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96"))
)
_NEAR: Final = frozenset({"a loopback address", "a link-local address", "the unspecified address"})


class AddressRefused(httpcore.ConnectError):
    """The host has an address that is not public; nothing was sent to it."""


def refusal(address: str) -> str | None:
    """Why an address is not to be connected to (``a loopback address``), ``None`` when it is a public one."""
    parsed: _Address = ipaddress.ip_address(address.partition("%")[0])
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    if mapped is not None:
        why = refusal(str(mapped))
        return f"{why} in IPv6 form" if why else None
    if any(parsed in network for network in _TRANSLATED if network.version == parsed.version) and not _special(parsed):
        return "an address behind a translator or tunnel"
    return _special(parsed) or (None if parsed.is_global else "an address that is not public")


def _special(address: _Address) -> str | None:
    kinds = (
        (address.is_loopback, "a loopback address"),
        (address.is_unspecified, "the unspecified address"),
        (address.is_link_local, "a link-local address"),
        (address.is_multicast, "a multicast address"),
        (address.is_private, "a private address"),
        (address.is_reserved, "a reserved address"),
        (isinstance(address, ipaddress.IPv6Address) and address.is_site_local, "a site-local address"),
    )
    return next((name for holds, name in kinds if holds), None)


def public(host: str, timeout: float = RESOLVE_SECONDS) -> bool:
    """True when the name has addresses and all of them are public."""
    try:
        return not any(map(refusal, _resolve(host, 443, timeout)))
    except (httpcore.ConnectError, httpcore.ConnectTimeout):
        return False


def near(host: str, timeout: float = RESOLVE_SECONDS) -> str | None:
    """What address of this machine or its link the host has (``a loopback address``), ``None`` when it has none.

    Private networks are none of these: providers are tested inside them. A name without addresses has none.
    """
    try:
        addresses = [ipaddress.ip_address(one.partition("%")[0]) for one in _resolve(host, 443, timeout)]
    except (httpcore.ConnectError, httpcore.ConnectTimeout):
        return None
    plain = [getattr(address, "ipv4_mapped", None) or address for address in addresses]
    return next((why for why in map(_special, plain) if why in _NEAR), None)


class GuardedBackend(DeadlineBackend):
    """Resolves a host once, looks at every address of the answer, and connects to one that it has looked at.

    TLS still asks for and verifies the host's name, so that the certificate has to be the name's own.
    Raises ``AddressRefused`` when one of the addresses is not public; hosts in ``allowed`` are not looked at.
    """

    def __init__(self, deadline: Deadline, allowed: frozenset[str]) -> None:
        super().__init__(deadline)
        self._allowed = allowed

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to a checked address of the host; raises AddressRefused, httpcore.ConnectTimeout or ConnectError."""
        addresses = _resolve(host, port, self._deadline.cap(timeout))
        if normal(host) not in self._allowed:
            for address in addresses:
                why = refusal(address)
                if why is not None:
                    raise AddressRefused(f"{host} leads to {address}, {why}")
        for address in addresses[:-1]:
            try:
                return super().connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return super().connect_tcp(addresses[-1], port, timeout, local_address, socket_options)


def normal(host: str) -> str:
    """A host name as names are compared: lower case, without brackets and the dot of the root."""
    return host.lower().strip("[]").rstrip(".")


def _resolve(host: str, port: int, timeout: float) -> list[str]:
    """The addresses of a host, each once; raises httpcore.ConnectError (from gaierror) or ConnectTimeout."""
    answers: queue.SimpleQueue[list[Any] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    # The resolver of the system has no timeout: a thread waits for it, and is left behind when it takes too long.
    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=timeout)
    except queue.Empty:
        raise httpcore.ConnectTimeout(f"the name {host} did not resolve in time") from None
    if isinstance(answer, Exception):
        try:
            raise answer if isinstance(answer, OSError) else socket.gaierror(socket.EAI_NONAME, "not a host name")
        except OSError as error:  # raised in here, so that the cause outlives httpcore, which drops __cause__
            raise httpcore.ConnectError(str(error)) from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in answer))
