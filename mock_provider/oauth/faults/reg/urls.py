"""Which URLs a client may name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import AVAILABILITY
from mock_provider.oauth.faults._responses import error
from mock_provider.oauth.faults.reg._metadata import as_sent, host_of, seeing

library = Library()
REGISTER = ("register",)


def _https(body: dict[str, Any]) -> dict[str, Any]:
    uris = body.get("redirect_uris")
    if not isinstance(uris, list) or "http:" not in str(uris):
        return {}
    return {"redirect_uris": [str(uri).replace("http:", "https:", 1) for uri in uris]}


library.add(
    Fault(
        id="reg-plain-http-redirect",
        title="A redirect URI with plain http is registered",
        how="Developers test without TLS.\nThe check was switched off for them, and stayed off.",
        breaks=("OAUTH-REG-010",),
        operations=REGISTER,
        on_request=seeing(_https),
        on_response=as_sent,
    )
)


def _crash_on_http(response: Response) -> None:
    if response.status == 400 and b"http:" in response.request.body:
        error(500, "server_error")(response)


library.add(
    Fault(
        id="reg-plain-http-crashes",
        title="A redirect URI with plain http ends in a 500",
        how="The check raises an error that nobody catches.\nThe client cannot tell what is wrong.",
        breaks=("OAUTH-REG-010",),
        operations=REGISTER,
        touches=AVAILABILITY,
        on_response=_crash_on_http,
    )
)


def _one_host(*names: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def change(body: dict[str, Any]) -> dict[str, Any]:
        host = host_of(str(body.get("client_name") and body.get("software_id") and _most(body)))
        return {name: _moved(body[name], host) for name in names if name in body and host not in str(body[name])}

    return change


def _most(body: dict[str, Any]) -> str:
    """A URL on the host that most of the URLs are on."""
    urls = [str(body.get(name, "")) for name in ("client_uri", "logo_uri", "tos_uri", "policy_uri")]
    hosts = [host_of(url) for url in urls]
    return max(urls, key=lambda url: hosts.count(host_of(url)))


def _moved(value: Any, host: str) -> Any:
    if isinstance(value, list):
        return [_moved(entry, host) for entry in value]
    return urlsplit(value)._replace(netloc=host).geturl() if host_of(str(value)) else value


library.add(
    Fault(
        id="reg-pages-on-any-host",
        title="The pages of a client may be on any host",
        how="Each URL is checked by itself.\nThat they belong together is not asked.",
        breaks=("OAUTH-REG-011",),
        operations=REGISTER,
        on_request=seeing(_one_host("client_uri", "logo_uri", "tos_uri", "policy_uri")),
        on_response=as_sent,
    )
)


library.add(
    Fault(
        id="reg-redirects-on-any-host",
        title="The redirect URI of a client may be on another host than its pages",
        how="The pages are compared with each other.\nThe redirect URIs were forgotten.",
        breaks=("OAUTH-REG-011",),
        operations=REGISTER,
        on_request=seeing(_one_host("redirect_uris")),
        on_response=as_sent,
    )
)


FAULTS = library.faults
