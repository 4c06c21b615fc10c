"""BRR: what each of the three scopes of CLR 1.0 allows, and what they are called.

Whatever is posted or deleted with a wrong token here is a CLR that the run has made itself.
"""

from __future__ import annotations

import pytest

from conformance.rulebooks.clr10.provider.edition import FACTS
from conformance.rulebooks.clr10.provider.target import ClrTarget
from conformance.suites.answer import Answer
from conformance.suites.marks import requirement
from conformance.suites.outcomes import broken, incomplete, not_applicable

SCOPES = frozenset(FACTS.scopes.values())
SCOPE_BASE = FACTS.scope_uri("readonly").removesuffix("readonly")


def _only(target: ClrTarget, short: str) -> str:
    """A token with exactly this scope; raises ``Incomplete`` when the target granted more."""
    tokens = target.tokens.issued(short)
    more = (set(tokens.scopes) & SCOPES) - {FACTS.scope_uri(short)}
    if more:
        row = "" if target.plan.login.strategy == "token" else " (see CLR10-TOK-011)"
        names = " and ".join(sorted(name for name, scope in FACTS.scopes.items() if scope in more))
        incomplete(f"there is no token with {short} alone: it carries {names} too{row}")
    return tokens.access_token


def _expect_forbidden(target: ClrTarget, operation: str, short: str) -> Answer:
    """Demand that the operation is refused to a token with this scope alone, though the operation works otherwise."""
    claimed = target.protected().claimed(operation)
    if claimed:
        target.protected().need(operation)
    if short not in target.session.scopes_wanted:
        not_applicable(f"the plan claims nothing that needs the scope {short}")
    token = _only(target, short)
    answer = target.protected().call(operation, token).arrived()
    statuses = (401, 403, 405) if claimed else (401, 403, 404, 405, 501)
    if answer.status == 404 and claimed and not target.own_record.is_there():
        why = (
            "was not kept (see CLR10-PST-012)"
            if target.own_record.can_post()
            else "cannot be made: the plan does not claim write"
        )
        incomplete(f"{operation} of an unknown id was answered 404; a CLR of the run's own to try it on {why}")
    return answer.expect(
        *statuses, why=f"{operation} was answered {answer.status} to a token with the scope {short} only"
    )


@requirement("CLR10-BRR-005", "CLR10-CON-011")
def test_readonly_does_not_write(target: ClrTarget) -> None:
    _expect_forbidden(target, "postClr", "readonly")


@requirement("CLR10-BRR-005")
def test_refused_write_changes_nothing(target: ClrTarget) -> None:
    if not {"read", "write"} <= target.plan.claims:
        not_applicable("the plan does not claim both read and write")
    target.own_record.kept_id()
    record = target.own_record.record()
    changed = {**record, "name": "Changed with a token that may only read"}
    target.posts.post(changed, token=_only(target, "readonly")).require(401, 403)
    clr = target.api.get_clr(target.own_record.clr_id()).require(200).json()
    if changed["name"] in str(clr):
        broken("a CLR was replaced although the post was refused", expected=str(record["name"]), actual=changed["name"])


@requirement("CLR10-BRR-005", "CLR10-CON-011")
def test_readonly_does_not_delete(target: ClrTarget) -> None:
    looks = target.own_record.can_post() and "read" in target.plan.claims
    if looks:
        target.api.get_clr(target.own_record.kept_id()).require(200)
    _expect_forbidden(target, "deleteClr", "readonly")
    if looks:
        target.api.get_clr(target.own_record.clr_id()).expect(
            200, why="a CLR is gone although its deletion was refused"
        )


@requirement("CLR10-BRR-006", "CLR10-CON-011")
@pytest.mark.parametrize("operation", ["getClrs", "getClr", "deleteClr"])
def test_replace_only_writes(target: ClrTarget, operation: str) -> None:
    _expect_forbidden(target, operation, "replace")


@requirement("CLR10-BRR-007", "CLR10-CON-011")
@pytest.mark.parametrize("operation", ["getClrs", "getClr", "postClr"])
def test_delete_only_deletes(target: ClrTarget, operation: str) -> None:
    _expect_forbidden(target, operation, "delete")


@requirement("CLR10-BRR-008")
def test_discovery_offers_the_three_scopes(target: ClrTarget) -> None:
    if "dynamic_registration" not in target.plan.claims:
        not_applicable("the plan does not claim dynamic_registration: there is no discovery document")
    document = target.session.discovery_document()
    if "scopesOffered" not in document:
        incomplete("the discovery document has no scopesOffered (see CLR10-DSC-004)")
    if not isinstance(document["scopesOffered"], list):
        incomplete("scopesOffered is not an array (see CLR10-DSC-006)")
    offered = {str(scope) for scope in document["scopesOffered"]}
    missing = {FACTS.scope_uri(short) for short in target.session.scopes_wanted} - offered
    strange = {scope for scope in offered if scope.startswith(SCOPE_BASE)} - SCOPES
    if missing or strange:
        target.session.discovery().broken(
            "scopesOffered does not name the scopes of CLR 1.0",
            expected=" ".join(sorted(FACTS.scope_uri(short) for short in target.session.scopes_wanted)),
            actual=" ".join(sorted(offered)) or "none",
            pointer="/scopesOffered",
        )


@requirement("CLR10-BRR-008")
@pytest.mark.parametrize("short", ["readonly", "replace", "delete"])
def test_tokens_have_the_scope_by_its_uri(target: ClrTarget, short: str) -> None:
    if short not in target.session.scopes_wanted:
        not_applicable(f"the claims of the plan do not need the scope {short}")
    tokens = target.tokens.issued(short)
    if FACTS.scope_uri(short) in tokens.scopes:
        return
    exchanges = (tokens.response.index,) if tokens.response is not None else ()
    broken(
        f"a token that was asked for with {FACTS.scope_uri(short)} has another scope",
        expected=FACTS.scope_uri(short),
        actual=" ".join(tokens.scopes) or "none",
        pointer="/scope",
        exchanges=exchanges,
    )
