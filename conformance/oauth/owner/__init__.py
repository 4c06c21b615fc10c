"""Resource owners: strategies that log in and decide, each behind the same protocol."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from conformance.oauth.owner.browser import BrowserOwner
from conformance.oauth.owner.form import FormOwner
from conformance.oauth.owner.issued import PagelessOwner, issued_token
from conformance.oauth.owner.manual import ManualOwner, manual_redirect_uri
from conformance.oauth.owner.passage import passage_of
from conformance.oauth.owner.protocol import Decision, ResourceOwner
from conformance.oauth.problems import problem
from conformance.oauth.registration import REDIRECT_URI
from conformance.plan import Credentials, Plan
from conformance.wire import Wire
from conformance.wire.client import is_loopback

__all__ = [
    "BrowserOwner",
    "Decision",
    "FormOwner",
    "ManualOwner",
    "PagelessOwner",
    "ResourceOwner",
    "issued_token",
    "owner_for",
    "redirect_uri_for",
]


def owner_for(plan: Plan, wire: Wire, credentials: Credentials | None, out: Path | None = None) -> ResourceOwner:
    """The resource owner that the plan's strategy asks for; ``out`` is the folder for screenshots.

    Raises OAuthProblem (``no-credentials``) when the strategy needs a user name and a password.
    """
    login = plan.login
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
        private = plan.target.ca is not None or is_loopback(urlsplit(plan.target.url).hostname or "")
        return BrowserOwner(
            credentials, login.browser, wire.redactor, trust_any=private, passage=passage_of(plan), out=out
        )
    named = {name: getattr(login, name) for name in ("owner", "second_owner", "empty_owner")}
    member = next((name for name, who in named.items() if who == credentials), "owner")
    return FormOwner(wire, credentials, login.form, f"login.{member}")


def redirect_uri_for(plan: Plan) -> str:
    """The redirect URI to register and to send: the plan's client's, or the one that the strategy can catch."""
    if plan.client is not None:
        return plan.client.redirect_uri
    return manual_redirect_uri(plan.login.manual_port) if plan.login.strategy == "manual" else REDIRECT_URI
