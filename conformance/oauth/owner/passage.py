"""How a real browser gets to the target: through the proxy, the gate and the mutual TLS of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from conformance.plan import NetworkSpec, Plan


@dataclass(frozen=True, slots=True)
class Passage:
    """The plan's network, and the origins of the target that may see what is secret of it."""

    network: NetworkSpec = field(default_factory=NetworkSpec)
    origins: tuple[str, ...] = ()

    def options(self) -> Mapping[str, Any]:
        """The options of a new context of Playwright."""
        network = self.network
        made: dict[str, Any] = {}
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


def passage_of(plan: Plan) -> Passage:
    """The way that the plan describes, to the places that it names."""
    target = plan.target
    urls = (target.url, target.authorization_url, target.grants_url)
    parts = (urlsplit(url) for url in urls if url)
    return Passage(plan.network, tuple(dict.fromkeys(f"{one.scheme}://{one.netloc}" for one in parts)))


def _proxy(url: str) -> dict[str, str]:
    """The proxy as Playwright wants it; loopback goes through it too, as in the rest of the run."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    made = {"server": f"http://{host}:{parts.port or 80}", "bypass": "<-loopback>"}
    if parts.username is not None:
        made |= {"username": unquote(parts.username), "password": unquote(parts.password or "")}
    return made
