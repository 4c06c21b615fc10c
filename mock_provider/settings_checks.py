"""What a setting of the mock may be, one by one and together."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import Any

from mock_provider.accounts import CONTENTS
from mock_provider.editions import editions
from mock_provider.http.doorway import check_path

WITHOUT_TLS = ("served", "oauth-served", "redirected", "page", "other-code")
LOG_FORMATS = ("text", "json")
_DELETE_STATUSES = (200, 202, 204)
_COUNTS = (
    "workers",
    "max_body",
    "max_depth",
    "access_token_seconds",
    "refresh_token_seconds",
    "code_seconds",
    "max_page",
)
_LONGEST_CODE = 600
_HOST_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")


class SettingsError(ValueError):
    """A setting is wrong; the message names it, where it came from and what it may be."""


def check(settings: Mapping[str, Any]) -> None:
    """Raises ``SettingsError`` for the first setting that cannot be."""
    _check_standard(settings["standard"])
    _check_numbers(settings)
    _check_names(settings)
    _check_paths(settings)
    if settings["workers"] > 1 and settings["database"] in ("sqlite://", "sqlite:///:memory:"):
        raise SettingsError("workers: several workers need a database that they share; use a file or a server")


def _check_standard(standard: str) -> None:
    if standard and standard not in editions():
        raise SettingsError(f"standard: {standard} is not one that the mock plays; use one of {', '.join(editions())}")


def _check_numbers(settings: Mapping[str, Any]) -> None:
    for name in ("port", "http_port", "control_port"):
        if not 0 <= settings[name] <= 65535:
            raise SettingsError(f"{name}: {settings[name]} is not a port; use 0 to 65535, 0 for a free one")
    if settings["delete_status"] not in _DELETE_STATUSES:
        raise SettingsError(f"delete_status: {settings['delete_status']} is not one of 200, 202, 204")
    for name in _COUNTS:
        if settings[name] < 1:
            raise SettingsError(f"{name}: {settings[name]} is too small; use 1 or more")
    if settings["leeway_seconds"] < 0:
        raise SettingsError(f"leeway_seconds: {settings['leeway_seconds']} is too small; use 0 or more")
    if settings["code_seconds"] > _LONGEST_CODE:
        raise SettingsError(f"code_seconds: {settings['code_seconds']} is too long; use {_LONGEST_CODE} or less")


def _check_names(settings: Mapping[str, Any]) -> None:
    host = settings["public_host"]
    if host and not _HOST_NAME.fullmatch(host) and not _is_ip(host):
        raise SettingsError(f"public_host: {host} is neither a host name nor an IP address; leave out scheme and port")
    if settings["without_tls"] not in ("", *WITHOUT_TLS):
        raise SettingsError(f"without_tls: {settings['without_tls']} is not one of {', '.join(WITHOUT_TLS)}")
    if settings["log_format"] not in LOG_FORMATS:
        raise SettingsError(f"log_format: {settings['log_format']} is not one of {', '.join(LOG_FORMATS)}")
    if settings["content"] not in CONTENTS:
        raise SettingsError(f"content: {settings['content']} is not one of {', '.join(CONTENTS)}")
    if settings["workers"] > 1 and (settings["faults"] or settings["control_token"]):
        raise SettingsError("faults: they count exchanges in one process; leave workers at 1")
    if settings["workers"] > 1 and settings["console"]:
        raise SettingsError("console: it shows the exchanges of one process; leave workers at 1")
    if bool(settings["client_id"]) != bool(settings["client_secret"]):
        raise SettingsError("client_id: a client known beforehand needs both client_id and client_secret")
    for name in ("client_acts_for", "kept_login", "auto_login"):
        user = settings[name]
        if user and user not in settings["users"]:
            raise SettingsError(f"{name}: no user {user}; use one of {', '.join(settings['users'])}")


def _check_paths(settings: Mapping[str, Any]) -> None:
    if settings["tenant"]:
        _check_path("tenant", settings["tenant"])
    if settings["tenant"].startswith("/.well-known"):
        raise SettingsError(f"tenant: {settings['tenant']} is where well-known documents are; use another path")
    if settings["oauth_paths"]:
        _check_oauth_paths(settings)


def _check_oauth_paths(settings: Mapping[str, Any]) -> None:
    from mock_provider.oauth.addresses import STEPS, Addresses

    addresses, taken = Addresses("", settings["oauth_paths"]), dict[str, str]()
    for step in dict.fromkeys((*STEPS, *settings["oauth_paths"])):
        if step not in STEPS:
            raise SettingsError(f"oauth_paths: there is no step {step}; the steps are {', '.join(STEPS)}")
        place = addresses.of(step)
        _check_path(f"oauth_paths: {step}", place)
        if place in taken:
            raise SettingsError(f"oauth_paths: {taken[place]} and {step} are both at {place}; give each its own path")
        taken[place] = step


def _check_path(name: str, path: str) -> None:
    try:
        check_path(path)
    except ValueError as error:
        raise SettingsError(f"{name}: {error}") from error


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
