"""The checks hard-code no path: a provider with a tenant and other paths of OAuth is judged as any other."""

from __future__ import annotations

import secrets
from typing import Any

from conformance.record import Verdict
from conformance.run.provider import ProviderRun
from conformance.runner import run_suites
from conformance.selfcheck.own_mock import own_mock, plan_for
from mock_provider.oauth.addresses import STEPS


def test_the_verdicts_are_the_same_wherever_the_provider_is() -> None:
    usual, usual_code = verdicts()
    paths = {step: f"/{secrets.token_hex(3)}/{secrets.token_hex(2)}" for step in STEPS}
    found, code = verdicts(tenant=f"/t-{secrets.token_hex(2)}", oauth_paths=paths)
    assert {name: (usual[name], verdict) for name, verdict in found.items() if verdict != usual[name]} == {}, paths
    assert code == usual_code == 0
    assert found.keys() == usual.keys()
    assert len([verdict for verdict in found.values() if verdict is Verdict.PASS]) > 200


def verdicts(**settings: Any) -> tuple[dict[str, Verdict], int]:
    """The verdict of each requirement, of a run of the full plan over real TLS; and the exit code."""
    with own_mock(**settings) as mock:
        run = ProviderRun(plan_for(mock), keep_exchanges=False)
        run_suites(run)
        record = run.finish()
    return {each.id: each.verdict for each in record.requirements}, record.exit_code
