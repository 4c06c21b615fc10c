"""The learner in front of a consumer: logs in where the consumer sends the browser, decides, and goes back to it."""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from conformance.access import Credentials
from conformance.errors import UsageFault
from conformance.limits import Limits
from conformance.oauth import AuthorizationRequest, AuthorizationResult, Decision, FormOwner, PageResult
from conformance.wire import Wire
from conformance.wire.redirects import origin

LIMITS = Limits(read=15.0, exchange=20.0, run=60.0, body=4 * 1024 * 1024, exchanges=60)
"""What one login may cost."""


@dataclass(frozen=True, slots=True)
class Return:
    """The way back to the consumer: the URL of the redirect, and what its callback answered.

    ``status`` is ``None`` where nothing answered: for a URL that only an app can open, or a host that is not there.
    """

    url: str
    status: int | None
    why: str = ""


class _OfConsumer(AuthorizationRequest):
    """A request that a consumer has made: its URL is sent as it stands, whatever is wrong with it."""

    __slots__ = ()

    @property
    def url(self) -> str:
        """The URL as the consumer wrote it."""
        return self.endpoint

    def catches(self, url: str) -> bool:
        """True for the redirect URI; for any other place than the provider's when the request names none."""
        return AuthorizationRequest.catches(self, url) if self.registered else origin(url) != origin(self.endpoint)


def way_back(wire: Wire, url: str, who: Credentials, decision: Decision = "approve") -> AuthorizationResult:
    """Open an authorization URL as that learner and decide; the redirect to the consumer is not followed.

    Raises ``OAuthProblem`` where the pages do not lead back.
    """
    redirect_uri = parse_qs(urlsplit(url).query).get("redirect_uri", [""])[0]
    return FormOwner(wire, who).authorize(_OfConsumer(url, {}, redirect_uri, ""), decision)


def log_in(url: str, who: Credentials, *, ca: Path | None = None, decision: Decision = "approve") -> Return:
    """Open an authorization URL as that learner, decide, and follow the redirect to the consumer's own callback.

    Raises ``UsageFault`` for a URL that is none, and ``OAuthProblem`` where the pages do not lead back.
    """
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise UsageFault(
            "login-not-a-url",
            f"{url[:200]!r} is not an http(s) URL",
            "the consumer opens something else than its authorization request",
            "Give the URL to which the consumer sends the browser.",
        )
    with Wire(limits=LIMITS, ca=ca, allow_http=True) as wire:
        result = way_back(wire, url, who, decision)
        if isinstance(result, PageResult):
            return Return(result.url, result.status, "the provider did not send the learner back")
        if urlsplit(result.url).scheme not in ("http", "https"):
            return Return(result.url, None, "only an app opens this URL")
        answer = wire.send("GET", result.url, follow=True, label="back to the consumer")
        return Return(result.url, answer.status, answer.failure.message if answer.failure else "")


def browser(folder: Path, decision: Decision = "approve") -> Path:
    """An executable that a consumer can start as ``BROWSER``, with the URL as its one argument.

    It comes back at once, as a browser does, and logs in by the name and password of the environment
    (``CLR_USERNAME``, ``CLR_PASSWORD``, ``CLR_CA``).
    """
    path = folder / "browser"
    command = shlex.join([sys.executable, "-m", "conformance", "login", *(["--deny"] if decision == "deny" else [])])
    path.write_text(f'#!/bin/sh\n{command} "$1" >/dev/null 2>&1 &\n', encoding="utf-8")
    path.chmod(0o700)
    return path
