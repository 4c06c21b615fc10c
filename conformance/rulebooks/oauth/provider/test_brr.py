"""BRR: the access token at the protected operations, and what each scope allows.

Whatever is posted or deleted with a wrong token here is a CLR that the run has made itself.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from conformance.oauth import revoke
from conformance.oauth.scopes import DELETE, READONLY, REPLACE, SCOPE_BASE, scope_uri
from conformance.suites.answer import Answer
from conformance.suites.api import SCOPE, Token
from conformance.suites.marks import requirement
from conformance.suites.outcomes import CheckEnd, Doubtful, broken, incomplete, not_applicable
from conformance.suites.readable import readable
from conformance.suites.refusals import refused
from conformance.suites.target import Target

CLAIM = {"getClrs": "read", "getClr": "read", "postClr": "write", "deleteClr": "delete"}
WITHOUT_TOKEN = {
    "getClrs": "CLR10-GCS-004",
    "getClr": "CLR10-GCL-002",
    "postClr": "CLR10-PST-004",
    "deleteClr": "CLR10-DEL-003",
}
"""Operation -> the row that has it refused without a token."""
PATIENCE_SECONDS = 30.0
"""The longest life of an access token whose end a run waits for."""
GRACE_SECONDS = 1.5
"""How long after the end of a token the run tries it."""
LEEWAY_SECONDS = 60.0
"""What a target may be late with the end of a token, since clocks differ."""
THREE = frozenset({READONLY, REPLACE, DELETE})

_BEARER = re.compile(r"(?:^|,)\s*bearer(?:\s|,|$)", re.IGNORECASE)


class Protected:
    """The four protected operations as requests that are right but for the token, and their answers so far."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._record: dict[str, Any] | CheckEnd | None = None
        self._known: dict[tuple[str, str], Answer] = {}
        self._right: set[str] = set()

    def need(self, operation: str) -> None:
        """End the check when the target does not claim the operation, or does not answer it rightly."""
        if CLAIM[operation] not in self._target.plan.claims:
            not_applicable(f"the plan does not claim {CLAIM[operation]}")
        if operation not in self._right and operation != "deleteClr":
            self.call(operation, self._target.token(SCOPE[operation])).require(200, 201, 304)
            self._right.add(operation)

    def with_bad_token(self, operation: str, token: str | None) -> Answer:
        """The answer to an unknown token, or to none at all; asked for once."""
        key = (operation, "none" if token is None else "unknown")
        if key not in self._known:
            self._known[key] = self.call(operation, token)
        return self._known[key]

    def call(self, operation: str, token: Token) -> Answer:
        """The operation with this token."""
        calls: Mapping[str, Callable[[Token], Answer]] = {
            "getClrs": lambda token: self._target.api.get_clrs(limit=1, token=token),
            "getClr": lambda token: self._target.api.get_clr(self.readable_id, token=token),
            "postClr": lambda token: self._target.guest.post(self.record, token=token),
            "deleteClr": lambda token: self._target.api.delete_clr(str(self.standing()["id"]), token=token),
        }
        return calls[operation](token)

    @property
    def own(self) -> bool:
        """True when the run can post a CLR of its own."""
        return "write" in self._target.plan.claims

    @property
    def record(self) -> dict[str, Any]:
        """A CLR of the run, posted when that is claimed; raises ``Incomplete`` when the post fails."""
        if self._record is None:
            self._record = self._posted()
        if isinstance(self._record, CheckEnd):
            raise self._record
        return self._record

    @property
    def clr_id(self) -> str:
        """Id of the run's own CLR, which may be changed and deleted; of none at all where it cannot post."""
        return str(self.record["id"])

    def standing(self) -> dict[str, Any]:
        """As ``record``, posted anew where a deletion that should have been refused has taken it away."""
        if not self.is_there():
            self._record = None
        return self.record

    def is_there(self) -> bool:
        """True when the run's own CLR is on the target, as far as the run may look."""
        return self.own and self._target.guest.is_there(self.clr_id)

    @property
    def readable_id(self) -> str:
        """Id of a CLR that can be fetched: one of the list, else the run's own; raises ``Incomplete``."""
        return readable(self._target).id

    def _posted(self) -> dict[str, Any] | CheckEnd:
        if not self.own:
            return self._target.guest.new_clr()
        clr = self._target.guest.new_clr()
        try:
            self._target.guest.post(clr).require(200, 201)
        except CheckEnd as end:
            return end
        return clr


@pytest.fixture(scope="session")
def protected(target: Target) -> Protected:
    """The protected operations."""
    return Protected(target)


@pytest.fixture(scope="session")
def unknown_token() -> str:
    """A token that the target never issued."""
    return secrets.token_urlsafe(32)


def cut_short(token: str) -> str:
    """The token without its last eight characters; a short one without its second half."""
    return token[: max(len(token) - 8, len(token) // 2)]


def altered(token: str) -> str:
    """The token with one character in its middle changed."""
    middle = len(token) // 2
    return token[:middle] + ("A" if token[middle] != "A" else "B") + token[middle + 1 :]


@requirement("CLR10-BRR-002")
@pytest.mark.parametrize("operation", CLAIM)
def test_unknown_token_is_refused(protected: Protected, operation: str, unknown_token: str) -> None:
    protected.need(operation)
    protected.with_bad_token(operation, unknown_token).expect(401)


@requirement("CLR10-BRR-002")
@pytest.mark.parametrize("case", ["cut short", "altered"])
def test_damaged_token_is_refused(target: Target, protected: Protected, case: str) -> None:
    protected.need("getClrs")
    good = target.token("readonly")
    if len(good) < 2:
        not_applicable("the access token is a single character")
    answer = protected.call("getClrs", cut_short(good) if case == "cut short" else altered(good)).arrived()
    seen = "still works" if answer.status == 200 else f"was answered {answer.status}"
    answer.expect(401, why=f"an access token that was {case} {seen}")


@requirement("CLR10-BRR-002")
def test_revoked_token_is_refused(target: Target, protected: Protected) -> None:
    if not {"revocation", "read"} <= target.plan.claims or not target.offers_code_flow:
        not_applicable("no token can be revoked: the plan does not claim revocation, or logs in without a code flow")
    client = target.spare_client
    token = target.grant("readonly", client=client).tokens.access_token
    protected.call("getClrs", token).require(200)
    reply = revoke(target.wire, target.endpoint("revocation"), client, token, hint="access_token")
    target.forget_tokens()
    Answer(reply, "the revocation").require(200)
    answer = protected.call("getClrs", token)
    if answer.status == 200:
        # RFC 7009 answers 200 also to a token that it cannot revoke, and access tokens only SHOULD be revocable.
        end = answer.evidence(
            "an access token works after its revocation was answered 200", expected="401", actual="200"
        )
        raise Doubtful(end.reason, end.findings)
    answer.expect(401)


@requirement("CLR10-BRR-002")
def test_expired_token_is_refused(target: Target, protected: Protected) -> None:
    protected.need("getClrs")
    tokens = target.tokens("readonly")
    if tokens.lifetime is None or not 0 <= tokens.lifetime <= PATIENCE_SECONDS:
        not_applicable(f"no access token ends within {PATIENCE_SECONDS:.0f} seconds, and the run does not wait longer")
    time.sleep(tokens.lifetime + GRACE_SECONDS)
    answer = protected.call("getClrs", tokens.access_token).arrived()
    if answer.status == 200:
        # Clocks of several servers differ, and many allow for a minute (RFC 7519, section 4.1.4: a small leeway).
        end = answer.evidence(
            f"an access token works {GRACE_SECONDS:g} s after its expires_in; up to {LEEWAY_SECONDS:.0f} s may be a "
            "leeway for clocks, and the run does not wait for its end",
            expected="401",
            actual="200",
        )
        raise Doubtful(end.reason, end.findings)
    answer.expect(401)


@requirement("CLR10-BRR-003")
@pytest.mark.parametrize("operation", CLAIM)
@pytest.mark.parametrize("case", ["unknown token", "no token"])
def test_401_asks_for_a_bearer_token(protected: Protected, operation: str, case: str, unknown_token: str) -> None:
    protected.need(operation)
    answer = protected.with_bad_token(operation, unknown_token if case == "unknown token" else None)
    refused(answer, 401, see="CLR10-BRR-002" if case == "unknown token" else WITHOUT_TOKEN[operation])
    if not _BEARER.search(answer.header("www-authenticate") or ""):
        answer.broken(
            f"the 401 of {operation} does not ask for a Bearer token",
            expected="WWW-Authenticate: Bearer",
            actual=answer.header("www-authenticate") or "no WWW-Authenticate",
        )


@requirement("CLR10-BRR-004")
def test_header_alone_is_enough(target: Target, protected: Protected) -> None:
    if "read" not in target.plan.claims:
        not_applicable("the plan does not claim read")
    answer = protected.call("getClrs", target.token("readonly")).arrived()
    if answer.status in (400, 401, 403):
        answer.broken(
            "a token in the Authorization header alone is not accepted", expected="200", actual=str(answer.status)
        )
    answer.require(200)


def _only(target: Target, short: str) -> str:
    """A token with exactly this scope; raises ``Incomplete`` when the target granted more."""
    tokens = target.tokens(short)
    more = (set(tokens.scopes) & THREE) - {scope_uri(short)}
    if more:
        told = "" if target.plan.login.strategy == "token" else " (see CLR10-TOK-011)"
        names = " and ".join(sorted(scope.removeprefix(SCOPE_BASE) for scope in more))
        incomplete(f"there is no token with {short} alone: it carries {names} too{told}")
    return tokens.access_token


def _expect_forbidden(target: Target, protected: Protected, operation: str, short: str) -> Answer:
    """Demand that the operation is refused to a token with this scope alone, though the operation works otherwise."""
    claimed = CLAIM[operation] in target.plan.claims
    if claimed:
        protected.need(operation)
    if short not in target.scopes_wanted:
        not_applicable(f"the plan claims nothing that needs the scope {short}")
    token = _only(target, short)
    answer = protected.call(operation, token).arrived()
    statuses = (401, 403, 405) if claimed else (401, 403, 404, 405, 501)
    if answer.status == 404 and claimed and not protected.is_there():
        why = "was not kept (see CLR10-PST-012)" if protected.own else "cannot be made: the plan does not claim write"
        incomplete(f"{operation} of an unknown id was answered 404; a CLR of the run's own to try it on {why}")
    return answer.expect(
        *statuses, why=f"{operation} was answered {answer.status} to a token with the scope {short} only"
    )


def kept_id(protected: Protected) -> str:
    """The id of a CLR of the run's own that is on the target; ends the check where the target keeps none."""
    clr_id = str(protected.standing()["id"])
    if not protected.is_there():
        incomplete("the CLR of the run's own was not kept (see CLR10-PST-012)")
    return clr_id


@requirement("CLR10-BRR-005", "CLR10-CON-011")
def test_readonly_does_not_write(target: Target, protected: Protected) -> None:
    _expect_forbidden(target, protected, "postClr", "readonly")


@requirement("CLR10-BRR-005")
def test_refused_write_changes_nothing(target: Target, protected: Protected) -> None:
    if not {"read", "write"} <= target.plan.claims:
        not_applicable("the plan does not claim both read and write")
    kept_id(protected)
    record = protected.record
    changed = {**record, "name": "Changed with a token that may only read"}
    target.guest.post(changed, token=_only(target, "readonly")).require(401, 403)
    clr = target.api.get_clr(protected.clr_id).require(200).json()
    if changed["name"] in str(clr):
        broken("a CLR was replaced although the post was refused", expected=str(record["name"]), actual=changed["name"])


@requirement("CLR10-BRR-005", "CLR10-CON-011")
def test_readonly_does_not_delete(target: Target, protected: Protected) -> None:
    looks = protected.own and "read" in target.plan.claims
    if looks:
        target.api.get_clr(kept_id(protected)).require(200)
    _expect_forbidden(target, protected, "deleteClr", "readonly")
    if looks:
        target.api.get_clr(protected.clr_id).expect(200, why="a CLR is gone although its deletion was refused")


@requirement("CLR10-BRR-006", "CLR10-CON-011")
@pytest.mark.parametrize("operation", ["getClrs", "getClr", "deleteClr"])
def test_replace_only_writes(target: Target, protected: Protected, operation: str) -> None:
    _expect_forbidden(target, protected, operation, "replace")


@requirement("CLR10-BRR-007", "CLR10-CON-011")
@pytest.mark.parametrize("operation", ["getClrs", "getClr", "postClr"])
def test_delete_only_deletes(target: Target, protected: Protected, operation: str) -> None:
    _expect_forbidden(target, protected, operation, "delete")


@requirement("CLR10-BRR-008")
def test_discovery_offers_the_three_scopes(target: Target) -> None:
    if "dynamic_registration" not in target.plan.claims:
        not_applicable("the plan does not claim dynamic_registration: there is no discovery document")
    document = target.discovery_document
    if "scopesOffered" not in document:
        incomplete("the discovery document has no scopesOffered (see CLR10-DSC-004)")
    if not isinstance(document["scopesOffered"], list):
        incomplete("scopesOffered is no array (see CLR10-DSC-006)")
    offered = {str(scope) for scope in document["scopesOffered"]}
    missing = {scope_uri(short) for short in target.scopes_wanted} - offered
    strange = {scope for scope in offered if scope.startswith(SCOPE_BASE)} - THREE
    if missing or strange:
        target.discovery.broken(
            "scopesOffered does not name the scopes of CLR 1.0",
            expected=" ".join(sorted(scope_uri(short) for short in target.scopes_wanted)),
            actual=" ".join(sorted(offered)) or "none",
            pointer="/scopesOffered",
        )


@requirement("CLR10-BRR-008")
@pytest.mark.parametrize("short", ["readonly", "replace", "delete"])
def test_tokens_have_the_scope_by_its_uri(target: Target, short: str) -> None:
    if short not in target.scopes_wanted:
        not_applicable(f"the claims of the plan do not need the scope {short}")
    tokens = target.tokens(short)
    if scope_uri(short) in tokens.scopes:
        return
    exchanges = (tokens.response.index,) if tokens.response is not None else ()
    broken(
        f"a token that was asked for with {scope_uri(short)} has another scope",
        expected=scope_uri(short),
        actual=" ".join(tokens.scopes) or "none",
        pointer="/scope",
        exchanges=exchanges,
    )
