"""Other resource owners than the first one, by whom a check sees what a user gets that has nothing, or other things."""

from __future__ import annotations

from conformance.suites.grants import Who
from conformance.suites.outcomes import manual
from conformance.suites.target import Target


def need_another_owner(target: Target, who: Who, scope: str) -> None:
    """End the check where the plan does not name that resource owner, or it may be the same person as the first one.

    ``scope`` is one to log in for.
    """
    login = target.plan.login
    known = {"second": login.second_owner or login.second_tokens, "empty": login.empty_owner}
    if login.strategy == "client-credentials" or not known.get(who):
        manual(f"the plan names no {who} user (login.{who}_owner): compare by hand what two users get")
    target.tokens.need_another(who, scope)
