"""The mock provider's own certificate authority for this machine, and the TLS that it serves with."""

from __future__ import annotations

import contextlib
import os
import ssl
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme
from cryptography import x509

_SPARE = timedelta(days=30)
_DAY = timedelta(days=1)
_LONGEST = timedelta(days=397)  # phones take no server certificate that lasts longer
_BEGIN_CERTIFICATE = b"-----BEGIN CERTIFICATE-----"


@dataclass(frozen=True, slots=True)
class LocalAuthority:
    """A certificate authority that only its owner's machine trusts; ``ca_path`` is what a client is pointed at."""

    authority: trustme.CA
    ca_path: Path

    def server_context(self, *names: str, old: bool = False) -> ssl.SSLContext:
        """TLS 1.2 and newer, or ``old`` versions too, with a fresh certificate for loopback and the names given."""
        known = ("127.0.0.1", "::1", "localhost")
        return context_for(self.authority, *known, *(name for name in names if name not in known), old=old)


def context_for(authority: trustme.CA, *names: str, old: bool = False, new: bool = True) -> ssl.SSLContext:
    """TLS with a fresh certificate for exactly these names: 1.2 and 1.3 when ``new``, 1.0 and 1.1 when ``old``."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if old:
        _allow_old_versions(context)
    if not new:
        _refuse_new_versions(context)
    now = datetime.now(UTC)
    authority.issue_cert(*names, not_before=now - _DAY, not_after=now + _LONGEST).configure_cert(context)
    return context


def can_speak_old() -> bool:
    """True when the OpenSSL of this machine can still serve TLS 1.1, which some are built without."""
    authority = trustme.CA()
    here, there = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    authority.configure_trust(client)
    _allow_old_versions(client)
    server = context_for(authority, "localhost", old=True, new=False).wrap_bio(here, there, server_side=True)
    asking = client.wrap_bio(there, here, server_hostname="localhost")
    try:
        for _ in range(_FLIGHTS):
            _step(asking)
            _step(server)
    except ssl.SSLError:
        return False
    return asking.version() in _OLD


_FLIGHTS = 4  # of a handshake, at most
_OLD = ("TLSv1", "TLSv1.1")


def _step(side: ssl.SSLObject) -> None:
    with contextlib.suppress(ssl.SSLWantReadError):
        side.do_handshake()


def _refuse_new_versions(context: ssl.SSLContext) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.maximum_version = ssl.TLSVersion.TLSv1_1


def _allow_old_versions(context: ssl.SSLContext) -> None:
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1


class DamagedFileError(RuntimeError):
    """A file that the mock keeps for itself does not hold what it was made with; the message says what to do."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path} does not hold {what}. Delete it; the next start makes a new one.")


def local_authority(folder: Path) -> LocalAuthority:
    """The authority kept in ``folder``, made at the first call and again when it has nearly expired.

    Raises ``DamagedFileError`` when the file is not one that was made here.
    """
    try:
        return _kept_authority(folder)
    except ValueError as error:
        raise DamagedFileError(folder / "ca-key.pem", "a key and its certificate") from error


def _kept_authority(folder: Path) -> LocalAuthority:
    bundle_path = folder / "ca-key.pem"
    bundle = keep(bundle_path, _new_bundle)
    if _expires(bundle) < datetime.now(UTC) + _SPARE:
        bundle_path.unlink()
        bundle = keep(bundle_path, _new_bundle)
    key, certificate = _split(bundle)
    ca_path = folder / "ca.pem"
    if not ca_path.exists() or ca_path.read_bytes() != certificate:
        _write(ca_path, certificate, mode=0o644)
    return LocalAuthority(trustme.CA.from_pem(certificate, key), ca_path)


def keep(path: Path, make: Callable[[], bytes]) -> bytes:
    """The file's content; when there is none, what ``make`` gives is kept there, readable by its owner alone.

    Of several processes that start at once, one makes it and all get the same.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(path, make(), mode=0o600, replace=False)
    return path.read_bytes()


def _write(path: Path, content: bytes, *, mode: int, replace: bool = True) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        temporary.chmod(mode)
        if replace:
            temporary.replace(path)
            return
        try:
            path.hardlink_to(temporary)
        except FileExistsError:
            return
    finally:
        temporary.unlink(missing_ok=True)


def _new_bundle() -> bytes:
    authority = trustme.CA(organization_name="clr-conformance mock provider", organization_unit_name="local test CA")
    return authority.private_key_pem.bytes() + authority.cert_pem.bytes()


def _split(bundle: bytes) -> tuple[bytes, bytes]:
    start = bundle.index(_BEGIN_CERTIFICATE)
    return bundle[:start], bundle[start:]


def _expires(bundle: bytes) -> datetime:
    return x509.load_pem_x509_certificate(_split(bundle)[1]).not_valid_after_utc
