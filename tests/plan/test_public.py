"""What a run says of its plan: that a secret is there, and never the secret."""

from __future__ import annotations

from conformance.access import BrowserSpec, BrowserStep, LoginSpec
from conformance.exchanges import Redactor
from conformance.plan import Plan, TargetSpec
from conformance.plan.public import public


def test_what_a_step_in_a_browser_types_is_hidden_unless_it_stands_for_the_users_own() -> None:
    steps = (
        BrowserStep("fill", "#user", "{username}"),
        BrowserStep("fill", "#pin", "4711-0815"),
        BrowserStep("click", "#go"),
    )
    login = LoginSpec("browser", browser=BrowserSpec(login=steps))
    plan = Plan("p", TargetSpec("https://clr.example"), frozenset(), login=login, standard="clr-v1p0")

    shown = public(plan, Redactor())["login"]["browser"]["login"]

    assert [step["value"] for step in shown] == ["{username}", "[redacted]", ""]
