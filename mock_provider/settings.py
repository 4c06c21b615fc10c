"""What an operator can set on the mock provider: by flags, environment (``CLR_MOCK_…``) or a YAML file."""

from __future__ import annotations

import difflib
import ipaddress
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

PREFIX = "CLR_MOCK_"
FILE_VARIABLE = "CLR_MOCK_CONFIG"
BASE_PATH = "/ims/clr/v1p0"
USERNAMES = ("mira", "jonas", "amal", "sofia", "nils", "kim")

WILDCARDS = ("0.0.0.0", "::")  # noqa: S104 - recognised here, never a default
WITHOUT_TLS = ("served", "oauth-served", "redirected", "page", "other-code")
_DELETE_STATUSES = (200, 202, 204)
_COUNTS = ("workers", "max_body", "max_depth", "access_token_seconds", "refresh_token_seconds", "code_seconds")
_LONGEST_CODE = 600


class SettingsError(ValueError):
    """A setting is wrong; the message names it, where it came from and what it may be."""


def default_data_dir() -> Path:
    """The folder where the local CA and the signing keys are kept between starts."""
    import platformdirs

    return platformdirs.user_data_path("clr-conformance") / "mock"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the mock provider can be told; ``load()`` gathers it, the defaults are safe for one machine.

    ``port`` 0 takes a free one, ``http_port`` 0 the next free one after ``port``. ``public_host`` is the
    name in URLs when it differs from ``host``. ``passwords`` overrides the passwords of single users.
    ``write``, ``delete``, ``registration`` and their like say what the provider offers. ``client_id`` and
    ``client_secret`` make a client known beforehand, which may use client credentials (on behalf of the user
    ``client_acts_for``). ``trust_embedded_keys`` accepts signed CLRs of publishers that this provider does not
    know, by the key that they bring along.
    ``faults`` are ids of faults or variations with their triggers (``gcs-limit-zero-accepted:next=2``), switched on
    from the start; with a ``control_token`` the control API listens on ``control_port`` (0: a free one).
    ``kept_login`` is a user whom every browser counts as (empty: people log in), ``consent_once`` remembers what a user
    has agreed to, ``refresh_by_consent`` gives refresh tokens for ``prompt=consent`` only, ``leeway_seconds`` is how
    long an access token is taken after its end, ``only_signed`` signs every generated CLR, under a urn:uuid.
    ``lenient`` takes what a strict provider refuses of clients that exist, and says so each time.
    ``old_tls`` also speaks TLS 1.0 and 1.1, and ``without_tls`` says what the https port answers to plain HTTP (one of
    ``WITHOUT_TLS``; empty: nothing); both are wrong on purpose. Sizes are bytes, times seconds.
    """

    host: str = "127.0.0.1"
    port: int = 8440
    http_port: int = 0
    public_host: str = ""
    allow_remote: bool = False
    database: str = "sqlite://"
    workers: int = 1
    data_dir: Path = field(default_factory=default_data_dir)
    seed: int = 1
    name: str = "CLR Mock Provider"
    passwords: Mapping[str, str] = field(default_factory=dict, repr=False)
    write: bool = True
    delete: bool = True
    delete_status: int = 204
    registration: bool = True
    trust_embedded_keys: bool = False
    refresh: bool = True
    rotation: bool = True
    client_credentials: bool = True
    revocation: bool = True
    access_token_seconds: int = 3600
    refresh_token_seconds: int = 30 * 86_400
    code_seconds: int = 300
    leeway_seconds: int = 0
    kept_login: str = ""
    consent_once: bool = False
    refresh_by_consent: bool = False
    only_signed: bool = False
    lenient: bool = False
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    client_redirect_uri: str = "https://consumer.invalid/callback"
    client_acts_for: str = ""
    old_tls: bool = False
    without_tls: str = ""
    max_body: int = 8 * 1024 * 1024
    max_depth: int = 64
    log_level: str = "warning"
    faults: tuple[str, ...] = ()
    control_port: int = 0
    control_token: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        _check(self)

    @property
    def origin(self) -> str:
        """Scheme, host and port, for example ``https://127.0.0.1:8440``."""
        host = self.public_host or ("127.0.0.1" if self.host in WILDCARDS else self.host)
        return f"https://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def base_url(self) -> str:
        """The API's base URL, without a slash at the end."""
        return self.origin + BASE_PATH

    @property
    def users(self) -> dict[str, str]:
        """Every user's password by user name."""
        return {name: self.passwords.get(name, f"{name}-password") for name in USERNAMES}


def load(
    flags: Mapping[str, Any] | None = None, environment: Mapping[str, str] | None = None, file: Path | None = None
) -> Settings:
    """The settings from flags, then the environment, then the YAML file, then the defaults; first come wins.

    A flag that is None was not given. The file is ``file`` or the one that ``CLR_MOCK_CONFIG`` names.
    Raises ``SettingsError``.
    """
    environment = environment or {}
    named = environment.get(FILE_VARIABLE)
    path = file or (Path(named) if named else None)
    values = dict(_from_file(path)) if path else {}
    values |= _from_environment(environment)
    for name, value in (flags or {}).items():
        if value is not None:
            values[_known(name, "flag")] = _convert(name, value, f"--{name.replace('_', '-')}")
    return Settings(**values)


def to_environment(settings: Settings) -> dict[str, str]:
    """The environment variables from which ``load()`` makes equal settings, for worker processes."""
    pairs = ((PREFIX + item.name.upper(), getattr(settings, item.name)) for item in fields(Settings))
    return {name: _as_text(value) for name, value in pairs}


def is_loopback(host: str) -> bool:
    """True when only this machine can reach a server that listens on ``host``."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def with_ports(settings: Settings, port: int, http_port: int) -> Settings:
    """The same settings with the ports that were really taken."""
    return replace(settings, port=port, http_port=http_port)


def _check(settings: Settings) -> None:
    _check_numbers(settings)
    _check_names(settings)
    if settings.workers > 1 and settings.database in ("sqlite://", "sqlite:///:memory:"):
        raise SettingsError("workers: several workers need a database that they share; use a file or a server")


def _check_numbers(settings: Settings) -> None:
    for name in ("port", "http_port", "control_port"):
        if not 0 <= getattr(settings, name) <= 65535:
            raise SettingsError(f"{name}: {getattr(settings, name)} is no port; use 0 to 65535, 0 for a free one")
    if settings.delete_status not in _DELETE_STATUSES:
        raise SettingsError(f"delete_status: {settings.delete_status} is not one of 200, 202, 204")
    for name in _COUNTS:
        if getattr(settings, name) < 1:
            raise SettingsError(f"{name}: {getattr(settings, name)} is too small; use 1 or more")
    if settings.leeway_seconds < 0:
        raise SettingsError(f"leeway_seconds: {settings.leeway_seconds} is too small; use 0 or more")
    if settings.code_seconds > _LONGEST_CODE:
        raise SettingsError(f"code_seconds: {settings.code_seconds} is too long; use {_LONGEST_CODE} or less")


def _check_names(settings: Settings) -> None:
    if settings.without_tls not in ("", *WITHOUT_TLS):
        raise SettingsError(f"without_tls: {settings.without_tls} is not one of {', '.join(WITHOUT_TLS)}")
    strangers = set(settings.passwords) - set(USERNAMES)
    if strangers:
        raise SettingsError(f"passwords: no user {', '.join(sorted(strangers))}; the users are {', '.join(USERNAMES)}")
    if settings.workers > 1 and (settings.faults or settings.control_token):
        raise SettingsError("faults: they count exchanges in one process; leave workers at 1")
    if bool(settings.client_id) != bool(settings.client_secret):
        raise SettingsError("client_id: a client known beforehand needs both client_id and client_secret")
    for name in ("client_acts_for", "kept_login"):
        user = getattr(settings, name)
        if user and user not in USERNAMES:
            raise SettingsError(f"{name}: no user {user}; use one of {', '.join(USERNAMES)}")


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for variable, text in environment.items():
        if variable.startswith(PREFIX) and variable != FILE_VARIABLE:
            name = _known(variable.removeprefix(PREFIX).lower(), variable)
            values[name] = _convert(name, text, variable)
    return values


def _from_file(path: Path) -> dict[str, Any]:
    import yaml

    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"{path}: cannot be read as YAML: {error}") from error
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise SettingsError(f"{path}: has to hold names and values, for example 'port: 8440'")
    values: dict[str, Any] = {}
    for key, value in content.items():
        name = _known(str(key).replace("-", "_"), str(path))
        values[name] = _convert(name, value, f"{path}: {key}")
    return values


def _known(name: str, where: str) -> str:
    names = [item.name for item in fields(Settings)]
    if name in names:
        return name
    near = difflib.get_close_matches(name, names, n=1)
    hint = f"; did you mean {near[0]}?" if near else f"; known are {', '.join(names)}"
    raise SettingsError(f"{where}: there is no setting {name}{hint}")


def _convert(name: str, value: Any, where: str) -> Any:
    kind = {item.name: item.type for item in fields(Settings)}[name]
    convert = _CONVERTERS[str(kind)]
    try:
        return convert(value)
    except (ValueError, TypeError) as error:
        raise SettingsError(f"{where}: {value!r} is not {error}") from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text")
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError("a whole number")
    try:
        return int(value)
    except ValueError:
        raise ValueError("a whole number") from None


def _switch(value: Any) -> bool:
    words = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in words:
        return words[value.lower()]
    raise ValueError("true or false")


def _path(value: Any) -> Path:
    if not isinstance(value, str | Path):
        raise TypeError("a path")
    return Path(value)


def _pairs(value: Any) -> dict[str, str]:
    if isinstance(value, str) and value.startswith("{"):
        value = json.loads(value)
    elif isinstance(value, str):
        parts = [part.partition("=") for part in value.split(",") if part.strip()]
        if not all(equals for _, equals, _ in parts):
            raise ValueError("a list like mira=secret,kim=other")
        value = {name.strip(): word for name, _, word in parts}
    if not isinstance(value, Mapping) or not all(isinstance(item, str) for pair in value.items() for item in pair):
        raise TypeError("a list like mira=secret,kim=other")
    return dict(value)


def _list(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(";") if part.strip())
    if isinstance(value, list | tuple) and all(isinstance(part, str) for part in value):
        return tuple(value)
    raise TypeError("a list of texts")


def _as_text(value: Any) -> str:
    if isinstance(value, tuple):
        return ";".join(value)
    return json.dumps(value) if isinstance(value, Mapping) else str(value)


_CONVERTERS: dict[str, Callable[[Any], Any]] = {
    "str": _text,
    "int": _whole,
    "bool": _switch,
    "Path": _path,
    "Mapping[str, str]": _pairs,
    "tuple[str, ...]": _list,
}
