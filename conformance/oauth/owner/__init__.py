"""Resource owners: strategies that log in and decide, each behind the same protocol."""

from __future__ import annotations

from pathlib import Path

from conformance.oauth.owner.form import FormOwner
from conformance.oauth.owner.issued import PagelessOwner, issued_token
from conformance.oauth.owner.protocol import Decision, ResourceOwner
from conformance.oauth.problems import problem
from conformance.plan import Credentials, Plan
from conformance.wire import Wire

__all__ = ["Decision", "FormOwner", "PagelessOwner", "ResourceOwner", "issued_token", "owner_for"]


def owner_for(plan: Plan, wire: Wire, credentials: Credentials | None, out: Path | None = None) -> ResourceOwner:  # noqa: ARG001
    """The resource owner that the plan's strategy asks for; ``out`` is the folder for screenshots.

    Raises OAuthProblem: ``no-credentials`` when the strategy needs some, ``browser-missing``.
    """
    strategy = plan.login.strategy
    if strategy in {"token", "client-credentials"}:
        return PagelessOwner(strategy)
    if credentials is None:
        raise problem(
            "no-credentials",
            f"The login strategy {strategy} needs a user name and a password.",
            likely="The plan does not name this resource owner.",
            todo="Set login.owner (or login.second_owner, login.empty_owner) in the plan.",
        )
    return FormOwner(wire, credentials, plan.login.form)
