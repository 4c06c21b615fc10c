"""What a client says of itself when it registers, judged by RFC 7591 as Open Badges 2.1 narrows it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import SplitResult, urlsplit

from mock_provider.oauth.addresses import LOOPBACK_HOSTS
from mock_provider.oauth.settings import OFFLINE_ACCESS, AuthorizationSettings, narrow

AUTH_METHOD = "client_secret_basic"
TEXTS = ("client_name", "software_id", "software_version")
PAGES = ("client_uri", "logo_uri", "tos_uri", "policy_uri")

_MAX_TEXT = 500
_MAX_URL = 2000
_MAX_ITEMS = 20
# Printable ASCII without the characters that browsers and URL parsers read differently.
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\x00-\x20\x7f-\U0010ffff\"<>\\^`{|}]+")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:.]+")


class RegistrationError(ValueError):
    """Metadata that is refused: ``code`` is RFC 7591's error code, the text tells the developer why."""

    def __init__(self, code: str, description: str) -> None:
        super().__init__(description)
        self.code = code


def accept(request: object, settings: AuthorizationSettings) -> dict[str, Any]:
    """The metadata that is registered for a request, with defaults filled in and what is not offered taken out.

    Members that are not understood are left out, as RFC 7591 section 2 asks. Raises ``RegistrationError``.
    """
    if not isinstance(request, dict):
        raise _bad("the body is not a JSON object")
    accepted: dict[str, Any] = {name: _text(request, name) for name in TEXTS}
    accepted |= {name: _page(request, name) for name in PAGES}
    accepted["redirect_uris"] = _redirect_uris(request)
    _same_host(accepted)
    accepted["token_endpoint_auth_method"] = _auth_method(request)
    accepted["grant_types"] = _kept(request, "grant_types", settings.user_grant_types, "authorization_code")
    accepted["response_types"] = _kept(request, "response_types", ("code",), "code")
    accepted["scope"] = _scope(request, accepted["grant_types"], settings)
    if "contacts" in request:
        accepted["contacts"] = _strings(request, "contacts")
    return accepted


def _bad(description: str) -> RegistrationError:
    return RegistrationError("invalid_client_metadata", description)


def _bad_redirect(description: str) -> RegistrationError:
    return RegistrationError("invalid_redirect_uri", description)


def _text(request: Mapping[str, Any], name: str) -> str:
    value = request.get(name)
    if not isinstance(value, str) or not value.strip():
        raise _bad(f"{name} is required, a string")
    if len(value) > _MAX_TEXT or not value.isprintable():
        raise _bad(f"{name} is longer than {_MAX_TEXT} characters or has control characters")
    return value


def _page(request: Mapping[str, Any], name: str) -> str:
    value = request.get(name)
    if not isinstance(value, str):
        raise _bad(f"{name} is required, an https URL")
    fault = _url_fault(value)
    if fault:
        raise _bad(f"{name} {fault}")
    return value


def _redirect_uris(request: Mapping[str, Any]) -> list[str]:
    values = request.get("redirect_uris")
    if not isinstance(values, list) or not values or len(values) > _MAX_ITEMS:
        raise _bad_redirect(f"redirect_uris is required, an array of 1 to {_MAX_ITEMS} URLs")
    for value in values:
        if not isinstance(value, str):
            raise _bad_redirect("redirect_uris has an entry that is not a string")
        fault = _url_fault(value)
        if fault:
            raise _bad_redirect(f"redirect_uris has an entry that {fault}")
        if "#" in value:
            raise _bad_redirect("redirect_uris has an entry with a fragment")
    return list(values)


def _url_fault(value: str) -> str | None:
    """What is wrong with a client's URL: not absolute, not https (http on loopback), or one that could mislead."""
    if len(value) > _MAX_URL or not _URL.fullmatch(value):
        return "is not an absolute URL"
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return "is not an absolute URL"
    if not parts.hostname or not _HOST.fullmatch(parts.hostname):
        return "has no plain host name"
    if "@" in parts.netloc:
        return "holds credentials"
    return None if _scheme_allowed(parts) else "is not https (http is for loopback hosts only)"


def _scheme_allowed(parts: SplitResult) -> bool:
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS)


def _same_host(accepted: Mapping[str, Any]) -> None:
    hosts = {urlsplit(accepted[name]).hostname for name in PAGES}
    if len(hosts) > 1:
        raise _bad("the URLs do not share one host name: " + ", ".join(PAGES))
    # An app on the user's own device receives its code on loopback and cannot share the host of its web pages.
    redirects = {urlsplit(uri).hostname for uri in accepted["redirect_uris"]} - LOOPBACK_HOSTS
    if redirects - hosts:
        raise _bad_redirect("redirect_uris has an entry on another host than client_uri")


def _auth_method(request: Mapping[str, Any]) -> str:
    if request.get("token_endpoint_auth_method", AUTH_METHOD) != AUTH_METHOD:
        raise _bad(f"token_endpoint_auth_method is {AUTH_METHOD}, or left out")
    return AUTH_METHOD


def _kept(request: Mapping[str, Any], name: str, offered: Iterable[str], default: str) -> list[str]:
    """The array's values that are offered, ``[default]`` without the array; refused when nothing is left."""
    if name not in request:
        return [default]
    wanted = _strings(request, name)
    kept = [value for value in offered if value in wanted]
    if default not in kept:
        raise _bad(f"{name} has to have {default}")
    return kept


def _strings(request: Mapping[str, Any], name: str) -> list[str]:
    values = request[name]
    if not isinstance(values, list) or len(values) > _MAX_ITEMS:
        raise _bad(f"{name} is an array of strings")
    if any(not isinstance(value, str) or len(value) > _MAX_TEXT for value in values):
        raise _bad(f"{name} is an array of strings")
    return list(values)


def _scope(request: Mapping[str, Any], grant_types: Iterable[str], settings: AuthorizationSettings) -> str:
    """The scopes that the client may ask for; ``offline_access`` only for one that can use a refresh token."""
    refreshes = "refresh_token" in grant_types
    allowed = [scope for scope in settings.offered if refreshes or scope != OFFLINE_ACCESS]
    wanted = request.get("scope", " ".join(allowed))
    kept = narrow(wanted, allowed) if isinstance(wanted, str) else None
    if kept is None:
        raise _bad("scope is a string with at least one of the scopes on offer")
    return kept
