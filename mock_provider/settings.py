"""What an operator can set on the mock provider."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conformance.standard.facts import Facts, facts
from mock_provider.accounts import INVENTED, Account, UsersError, read_users
from mock_provider.editions import editions
from mock_provider.http.doorway import Doorway, Places
from mock_provider.settings_checks import SettingsError, check
from mock_provider.settings_values import (
    ALL,
    FIRST,
    Convert,
    folder,
    name_or_first,
    names_or_all,
    pairs,
    path,
    switch,
    text,
    texts,
    whole,
)

if TYPE_CHECKING:
    from mock_provider.oauth.addresses import Endpoints

__all__ = [
    "EVERY_MEND",
    "WILDCARDS",
    "Settings",
    "SettingsError",
    "converter_of",
    "default_data_dir",
    "is_loopback",
    "with_ports",
]

WILDCARDS = ("0.0.0.0", "::")  # noqa: S104 - recognised here, never a default
EVERY_MEND = ALL
"""Names all departures that the mock can take."""


def default_data_dir() -> Path:
    """The folder where the local CA and the signing keys are kept between starts."""
    import platformdirs

    return platformdirs.user_data_path("clr-conformance") / "mock"


def _read_by(convert: Convert, default: Any, *, repr: bool = True) -> Any:
    """A setting that ``convert`` reads from a text or a value of YAML."""
    return field(default=default, repr=repr, metadata={"convert": convert})


@dataclass(frozen=True, slots=True)
class Settings:
    """All that can be set on the mock provider; the defaults are safe for one machine.

    ``standard`` is the public name of the edition to play; when it is left out, all that there are are played side by
    side, of which the first is the main one.
    ``port`` 0 takes a free one, ``http_port`` 0 the next free one after ``port``. ``public_host`` is the
    name in URLs when it differs from ``host``; nobody need name a ``host``: it is 127.0.0.1, or every address where
    others are let in under such a name (``allow_remote``). ``tenant`` is a path in front of all others (``/t-7f3a``),
    ``oauth_paths`` are those of OAuth's steps that are not at ``/oauth/<step>`` (``{"token": "/a/token"}``). ``users``
    are who can log in, by user name: an ``Account``, or a password (empty: the invented learners); ``passwords``
    overrides the passwords of single users. ``documents`` is a folder of one's own CLRs, in sub-folders of users or
    right below it for the first user, which stand in the place of what is made up for these users. ``content`` says how
    much that is: ``full``, or ``small``, a dozen CLRs instead of more than a hundred. ``max_page`` is the most CLRs
    that a page holds, whatever ``limit`` asks for.
    ``write``, ``delete``, ``registration`` and their like say what the provider offers. ``client_id`` and
    ``client_secret`` make a client known beforehand, which may use client credentials (on behalf of the user
    ``client_acts_for``). ``trust_embedded_keys`` accepts signed CLRs of publishers that this provider does not
    know, by the key that they bring along.
    ``hostile`` names a target that attacks its client, to be played by the command in the place of the mock.
    ``faults`` are ids of faults or variations with their triggers (``gcs-limit-zero-accepted:next=2``), switched on
    from the start; with a ``control_token`` the control API listens on ``control_port`` (0: a free one),
    where with ``console`` a page for people is too.
    ``kept_login`` is a user whom every browser counts as (empty: people log in), ``auto_login`` one in whose name the
    authorization endpoint agrees at once, without any page (``first``: the first user), ``consent_once`` remembers what
    a user has agreed to, ``refresh_by_consent`` gives refresh tokens for ``prompt=consent`` only, ``leeway_seconds`` is
    how long an access token is taken after its end, ``only_signed`` signs every generated CLR, under a urn:uuid.
    ``lenient`` names the departures of clients that exist (``accept``, ``client_secret_post``, …; ``all``) that are
    taken, though a strict provider refuses them; the mock says so each time.
    ``quiet`` writes no line for a request; else ``log_format`` (one of ``LOG_FORMATS``) says what the lines are, and
    ``log_file`` where they go (empty: to standard output). What is personal in them has stand-ins, unless
    ``keep_personal_data``.
    ``old_tls`` also speaks TLS 1.0 and 1.1, and ``without_tls`` says what the https port answers to plain HTTP (one of
    ``WITHOUT_TLS``; empty: nothing); both are wrong on purpose. Sizes are bytes, times seconds.
    """

    standard: str = _read_by(text, "")
    host: str = _read_by(text, "")
    port: int = _read_by(whole, 8440)
    http_port: int = _read_by(whole, 0)
    public_host: str = _read_by(text, "")
    tenant: str = _read_by(text, "")
    oauth_paths: Mapping[str, str] = field(
        default_factory=dict, metadata={"convert": pairs("token=/a/token,authorize=/start")}
    )
    allow_remote: bool = _read_by(switch, False)
    database: str = _read_by(text, "sqlite://")
    workers: int = _read_by(whole, 1)
    data_dir: Path = field(default_factory=default_data_dir, metadata={"convert": path})
    seed: int = _read_by(whole, 1)
    name: str = _read_by(text, "CLR Mock Provider")
    users: Mapping[str, Account] = field(default_factory=dict, repr=False, metadata={"convert": read_users})
    passwords: Mapping[str, str] = field(
        default_factory=dict, repr=False, metadata={"convert": pairs("mira=secret,kim=other")}
    )
    documents: str = _read_by(folder, "")
    content: str = _read_by(text, "full")
    max_page: int = _read_by(whole, 2**31 - 1)
    write: bool = _read_by(switch, True)
    delete: bool = _read_by(switch, True)
    delete_status: int = _read_by(whole, 204)
    registration: bool = _read_by(switch, True)
    trust_embedded_keys: bool = _read_by(switch, False)
    refresh: bool = _read_by(switch, True)
    rotation: bool = _read_by(switch, True)
    client_credentials: bool = _read_by(switch, True)
    revocation: bool = _read_by(switch, True)
    access_token_seconds: int = _read_by(whole, 3600)
    refresh_token_seconds: int = _read_by(whole, 30 * 86_400)
    code_seconds: int = _read_by(whole, 300)
    leeway_seconds: int = _read_by(whole, 0)
    kept_login: str = _read_by(text, "")
    auto_login: str = _read_by(name_or_first, "")
    consent_once: bool = _read_by(switch, False)
    refresh_by_consent: bool = _read_by(switch, False)
    only_signed: bool = _read_by(switch, False)
    lenient: tuple[str, ...] = _read_by(names_or_all, ())
    client_id: str = _read_by(text, "")
    client_secret: str = _read_by(text, "", repr=False)
    client_redirect_uri: str = _read_by(text, "https://consumer.invalid/callback")
    client_acts_for: str = _read_by(text, "")
    old_tls: bool = _read_by(switch, False)
    without_tls: str = _read_by(text, "")
    max_body: int = _read_by(whole, 8 * 1024 * 1024)
    max_depth: int = _read_by(whole, 64)
    log_level: str = _read_by(text, "warning")
    quiet: bool = _read_by(switch, False)
    log_format: str = _read_by(text, "text")
    log_file: str = _read_by(text, "")
    keep_personal_data: bool = _read_by(switch, False)
    faults: tuple[str, ...] = _read_by(texts, ())
    hostile: str = _read_by(text, "")
    console: bool = _read_by(switch, False)
    control_port: int = _read_by(whole, 0)
    control_token: str = _read_by(text, "", repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "host", self.host or _usual_host(self))
        object.__setattr__(self, "users", _users(self))
        object.__setattr__(self, "oauth_paths", Places(self.oauth_paths))
        object.__setattr__(self, "lenient", names_or_all(self.lenient))
        object.__setattr__(self, "auto_login", self.first_user if self.auto_login == FIRST else self.auto_login)
        check({each.name: getattr(self, each.name) for each in fields(self)})

    @property
    def origin(self) -> str:
        """Scheme, host and port, for example ``https://127.0.0.1:8440``."""
        host = self.public_host or ("127.0.0.1" if self.host in WILDCARDS else self.host)
        return f"https://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def root_url(self) -> str:
        """What all URLs of the mock begin with: the origin and the tenant's path, without a slash at the end."""
        return self.origin + self.tenant

    @property
    def places(self) -> Places:
        """The paths of ``oauth_paths`` as what can move while the mock runs."""
        assert isinstance(self.oauth_paths, Places)
        return self.oauth_paths

    @property
    def addresses(self) -> Endpoints:
        """The URLs of OAuth."""
        from mock_provider.oauth.addresses import Endpoints

        return Endpoints(self.root_url, self.oauth_paths)

    @property
    def doorway(self) -> Doorway:
        """How paths as clients call them differ from those of the routes."""
        from mock_provider.oauth.addresses import METADATA_PATH, OAUTH_ROOT, STEPS

        paths = {OAUTH_ROOT + step: self.oauth_paths.get(step, OAUTH_ROOT + step) for step in STEPS}
        return Doorway(self.tenant, paths if self.oauth_paths else {}, (METADATA_PATH,))

    @property
    def books(self) -> tuple[str, ...]:
        """The rule books of the editions that are played side by side, the main one first."""
        return (editions()[self.standard],) if self.standard else tuple(editions().values())

    @property
    def book(self) -> str:
        """The rule book of the main edition."""
        return self.books[0]

    @property
    def facts(self) -> Facts:
        """The facts of the main edition."""
        return facts(self.book)

    @property
    def base_url(self) -> str:
        """The base URL of the main edition's API, without a slash at the end."""
        return self.base_url_of(self.book)

    def base_url_of(self, book: str) -> str:
        """The base URL of an edition's API, likewise."""
        return self.root_url + facts(book).base_path

    @property
    def with_login(self) -> bool:
        """True when an edition that is played has operations that need a token, so that people log in."""
        return any(facts(book).needs_tokens for book in self.books)

    def alone(self, book: str = "") -> Settings:
        """The same settings for one edition alone, the main one unless another is named."""
        return replace(self, standard=facts(book or self.book).id)

    @property
    def logins(self) -> dict[str, str]:
        """Every user's password by user name."""
        return {name: account.password for name, account in self.users.items()}

    @property
    def first_user(self) -> str:
        """The user who is meant when none is named."""
        return next(iter(self.users))


def converter_of(name: str) -> Convert:
    """What reads the setting of that name."""
    convert: Convert = next(item.metadata["convert"] for item in fields(Settings) if item.name == name)
    return convert


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


def _usual_host(settings: Settings) -> str:
    """Where to listen when nobody says: for this machine alone, unless others are let in under a name."""
    if not (settings.public_host and settings.allow_remote):
        return "127.0.0.1"
    return WILDCARDS[":" in settings.public_host]


def _users(settings: Settings) -> dict[str, Account]:
    """Who can log in, each with the password that holds."""
    try:
        users = read_users(settings.users) if settings.users else dict(INVENTED)
    except UsersError as error:
        raise SettingsError(f"users: {error}") from error
    strangers = sorted(set(settings.passwords) - set(users))
    if strangers:
        raise SettingsError(f"passwords: no user {', '.join(strangers)}; the users are {', '.join(users)}")
    return {
        name: replace(account, password=settings.passwords.get(name, account.password))
        for name, account in users.items()
    }
