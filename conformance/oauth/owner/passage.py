"""How a real browser gets to the target: through the proxy, the gate and the mutual TLS of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from conformance.access import NetworkSpec, is_loopback


@dataclass(frozen=True, slots=True)
class Passage:
    """The plan's network, and the origins of the target that may see its secrets.

    ``trust_any`` accepts any certificate: Playwright cannot be given an authority, so this is for a loopback target or
    one with a CA file, whose certificate the other exchanges of the run do verify.
    """

    network: NetworkSpec = field(default_factory=NetworkSpec)
    origins: tuple[str, ...] = ()
    trust_any: bool = False

    @classmethod
    def to(cls, url: str, *others: str | None, network: NetworkSpec, private: bool) -> Self:
        """The way to a target and to its other places (``None``: not known); ``private`` when it has a CA file."""
        parts = [urlsplit(each) for each in (url, *others) if each]
        origins = tuple(dict.fromkeys(f"{one.scheme}://{one.netloc}" for one in parts))
        return cls(network, origins, private or is_loopback(parts[0].hostname or ""))

    def options(self) -> Mapping[str, Any]:
        """The options of a new context of Playwright."""
        network = self.network
        made: dict[str, Any] = {"ignore_https_errors": self.trust_any}
        if network.proxy:
            made["proxy"] = _proxy(network.proxy)
        if network.basic:
            who = {"username": network.basic.username, "password": network.basic.password}
            made["http_credentials"] = {**who, "origin": self.origins[0]}
        if network.client_certificate:
            files = {
                "certPath": network.client_certificate,
                "keyPath": network.client_key or network.client_certificate,
            }
            made["client_certificates"] = [{"origin": origin, **files} for origin in self.origins]
        return made

    def headers_to(self, url: str) -> Mapping[str, str]:
        """The headers of the gate that a request carries: one to the target's hosts, and no other."""
        hosts = {urlsplit(origin).hostname for origin in self.origins}
        return self.network.headers if urlsplit(url).hostname in hosts else {}


def _proxy(url: str) -> dict[str, str]:
    """The proxy as Playwright wants it; loopback goes through it too, as in the rest of the run."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    made = {"server": f"http://{host}:{parts.port or 80}", "bypass": "<-loopback>"}
    if parts.username is not None:
        made |= {"username": unquote(parts.username), "password": unquote(parts.password or "")}
    return made
