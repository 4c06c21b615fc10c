"""Resource owners: strategies that log in and decide, each behind the same protocol."""

from __future__ import annotations

from pathlib import Path

from conformance.access import REDIRECT_URI, ClientSpec, Credentials, LoginSpec
from conformance.oauth.owner.browser import BrowserOwner
from conformance.oauth.owner.chromium import Chromium
from conformance.oauth.owner.form import FormOwner
from conformance.oauth.owner.issued import PagelessOwner, issued_token
from conformance.oauth.owner.manual import ManualOwner, manual_redirect_uri
from conformance.oauth.owner.passage import Passage
from conformance.oauth.owner.protocol import Decision, ResourceOwner
from conformance.oauth.problems import problem
from conformance.wire import Wire

__all__ = [
    "BrowserOwner",
    "Chromium",
    "Decision",
    "FormOwner",
    "ManualOwner",
    "PagelessOwner",
    "Passage",
    "ResourceOwner",
    "issued_token",
    "owner_for",
    "redirect_uri_for",
]


def owner_for(
    login: LoginSpec,
    wire: Wire,
    credentials: Credentials | None,
    *,
    passage: Passage | None = None,
    chromium: Chromium | None = None,
    out: Path | None = None,
) -> ResourceOwner:
    """The resource owner that the strategy of the login asks for.

    A real browser is ``chromium``; it gets to the target by ``passage`` and leaves screenshots in ``out``.
    Raises OAuthProblem (``no-credentials``) when the strategy needs a user name and a password.
    """
    if login.strategy in {"token", "client-credentials"}:
        return PagelessOwner(login.strategy)
    if login.strategy == "manual":
        return ManualOwner(login.manual_port, wire.redactor)
    if credentials is None:
        raise problem(
            "no-credentials",
            f"The login strategy {login.strategy} needs a user name and a password.",
            likely="The plan does not name this resource owner.",
            todo="Set login.owner (or login.second_owner, login.empty_owner) in the plan.",
        )
    if login.strategy == "browser":
        return BrowserOwner(credentials, login.browser, wire.redactor, passage=passage, chromium=chromium, out=out)
    named = {name: getattr(login, name) for name in ("owner", "second_owner", "empty_owner")}
    member = next((name for name, who in named.items() if who == credentials), "owner")
    return FormOwner(wire, credentials, login.form, f"login.{member}")


def redirect_uri_for(login: LoginSpec, client: ClientSpec | None) -> str:
    """The redirect URI to register and to send: that of a client of the plan, or one that the strategy can catch."""
    if client is not None:
        return client.redirect_uri
    return manual_redirect_uri(login.manual_port) if login.strategy == "manual" else REDIRECT_URI
