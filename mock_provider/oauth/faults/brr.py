"""BRR: the use of access tokens made wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import AVAILABILITY, Change, refuse, when
from mock_provider.oauth.faults._tools import (
    NEEDED,
    PROTECTED,
    SCOPES,
    Ask,
    access_token,
    any_scope,
    members,
    revive,
    scopes_of,
    stored_token,
    welcome_strangers,
    without,
)

READS = ("getClrs", "getClr")
_MOST_TOKENS = 1000  # whose beginnings are remembered


def _alive(request: Request) -> None:
    """Let an expired token live on."""
    revive(request, expired=True)


def _like_a_known_one(length: int) -> Ask:
    """Compare only the beginning of a token with those that were seen before."""

    def change(request: Request) -> None:
        token = access_token(request)
        known: dict[str, str] = request.memory.setdefault("known", {})
        if token and stored_token(request, token) is not None:
            if len(known) >= _MOST_TOKENS:
                known.clear()
            known[token[:length]] = token
        elif token[:length] in known:
            request.headers["authorization"] = f"Bearer {known[token[:length]]}"

    return change


def _refused_as(status: int, minor: Any) -> Change:
    """Another status for tokens that are refused; requests without one stay as they are."""

    def change(answer: Response) -> None:
        if answer.status == 401 and "authorization" in answer.request.headers:
            refuse(answer, status, minor)

    return change


def _only_without_token(answer: Response) -> None:
    if answer.status == 401 and "authorization" in answer.request.headers:
        without("www-authenticate")(answer)


def _challenge(value: str) -> Change:
    return when(401, change=lambda answer: answer.headers.update({"www-authenticate": value}))


def _query_needed(answer: Response) -> None:
    if "access_token" not in answer.request.query and answer.good:
        refuse(answer, 401, "unauthorizedrequest")


def _key_needed(answer: Response) -> None:
    if "x-api-key" not in answer.request.headers and answer.good:
        refuse(answer, 403, "forbidden")


# Scopes


def _lending(allowed: Mapping[str, tuple[str, ...]]) -> Ask:
    """Lend a token the scope that it lacks where one of its own is taken for it.

    ``allowed`` tells for a scope that is held for which operations it is taken.
    """

    def change(request: Request) -> None:
        held, needed = scopes_of(request), NEEDED[request.original]
        if needed not in held and any(request.original in allowed.get(scope, ()) for scope in held):
            any_scope(request)
            request.scratch["lent"] = True

    return change


def _done_but_refused(answer: Response) -> None:
    if answer.scratch.get("lent") and answer.status < 400:
        refuse(answer, 403, "forbidden")


_NO_LIST = {
    "CLR10-GCS-001": "the list does not come",
    "CLR10-GCS-027": "the list does not come for those without CLRs either",
    "CLR10-RFR-003": "a new token is tried on the list",
}


def _dragged(*rows: str) -> dict[str, str]:
    return {f"CLR10-{row}": "the same demand on the scope, told of this operation" for row in rows}


def _scope_fault(
    name: str, title: str, how: str, breaks: str, allowed: Mapping[str, tuple[str, ...]], **more: Any
) -> Fault:
    return Fault(
        id=f"brr-{name}",
        title=title,
        how=how,
        breaks=(f"CLR10-BRR-{breaks}",),
        operations=PROTECTED,
        on_request=_lending(allowed),
        **more,
    )


def _offering(**names: str) -> Change:
    return members(scopesOffered=[names.get(short, SCOPES + short) for short in ("readonly", "replace", "delete")])


FAULTS = (
    Fault(
        id="brr-unknown-token",
        title="A token that was never issued is let in",
        how="The gateway looks whether there is a token.\nThe application trusts the gateway.",
        breaks=("CLR10-BRR-002",),
        consequences={"CLR10-GCS-003": "the list is one of the operations"},
        operations=PROTECTED,
        on_request=welcome_strangers,
    ),
    Fault(
        id="brr-unknown-token-posts",
        title="A token that was never issued can post",
        how="Reading goes through the gateway, posting does not.\nThe handler looks for a header only.",
        breaks=("CLR10-BRR-002",),
        operations=("postClr",),
        on_request=welcome_strangers,
    ),
    Fault(
        id="brr-expired-token",
        title="A token works on after its end",
        how="expires_in is told to clients.\nNobody compares it with the clock.",
        breaks=("CLR10-BRR-002",),
        settings={"access_token_seconds": 2},
        operations=PROTECTED,
        on_request=_alive,
    ),
    Fault(
        id="brr-beginning-compared",
        title="Only the beginning of a token is compared",
        how="Tokens are kept by their first 20 characters.\nThe rest is not looked at.",
        breaks=("CLR10-BRR-002",),
        operations=READS,
        on_request=_like_a_known_one(20),
    ),
    Fault(
        id="brr-token-cut",
        title="A token that was cut short is let in",
        how="The column of the database has 35 characters.\nBoth sides are cut before they are compared.",
        breaks=("CLR10-BRR-002",),
        operations=READS,
        on_request=_like_a_known_one(35),
    ),
    Fault(
        id="brr-bad-token-403",
        title="A bad token is answered 403",
        how="The framework tells strangers from the unwelcome by the header.\nWho has one is only forbidden.",
        breaks=("CLR10-BRR-002",),
        operations=PROTECTED,
        on_response=_refused_as(403, "forbidden"),
    ),
    Fault(
        id="brr-bad-token-400",
        title="A bad token is answered 400",
        how="The token is parsed before it is looked up.\nWhat cannot be parsed is a bad request.",
        breaks=("CLR10-BRR-002",),
        operations=("getClr", "postClr", "deleteClr"),
        on_response=_refused_as(400, "invalid_data"),
    ),
    Fault(
        id="brr-bad-token-crash",
        title="A bad token ends in a 500",
        how="The library raises an error for a token that it cannot read.\nNobody catches it.",
        breaks=("CLR10-BRR-002",),
        operations=("getClr", "postClr", "deleteClr"),
        touches=AVAILABILITY,
        on_response=_refused_as(500, "internal_server_error"),
    ),
    Fault(
        id="brr-no-challenge",
        title="A 401 has no WWW-Authenticate",
        how="The status code was set by hand.\nThe header that belongs to it was not.",
        breaks=("CLR10-BRR-003",),
        operations=PROTECTED,
        on_response=when(401, change=without("www-authenticate")),
    ),
    Fault(
        id="brr-no-challenge-for-bad-token",
        title="A 401 for a bad token has no WWW-Authenticate",
        how="Who has no token is asked for one by the framework.\nBad ones are refused by our own code.",
        breaks=("CLR10-BRR-003",),
        operations=PROTECTED,
        on_response=_only_without_token,
    ),
    Fault(
        id="brr-challenge-basic",
        title="A 401 asks for Basic",
        how="The web server in front protects the test system.\nIts challenge wins.",
        breaks=("CLR10-BRR-003",),
        operations=PROTECTED,
        on_response=_challenge('Basic realm="Bearer"'),
    ),
    Fault(
        id="brr-challenge-oauth",
        title="A 401 asks for the scheme OAuth",
        how="The scheme of a draft of OAuth was kept.\nIt is called Bearer since 2012.",
        breaks=("CLR10-BRR-003",),
        operations=PROTECTED,
        on_response=_challenge('OAuth realm="clr"'),
    ),
    Fault(
        id="brr-query-needed",
        title="The token has to be in the query as well",
        how="A proxy of old takes the token from the URL.\nThe header does not reach the application.",
        breaks=("CLR10-BRR-004",),
        consequences=_NO_LIST,
        operations=("getClrs",),
        on_response=_query_needed,
    ),
    Fault(
        id="brr-key-needed",
        title="An API key is needed besides the token",
        how="The gateway counts calls by keys.\nWho has none is turned away.",
        breaks=("CLR10-BRR-004",),
        consequences=_NO_LIST,
        operations=("getClrs",),
        on_response=_key_needed,
    ),
    _scope_fault(
        "readers-post",
        "A token with readonly can post",
        "The handler asks for a token, not for its scope.\nThe scopes are on the consent page only.",
        "005",
        {"readonly": ("postClr",)},
        consequences=_dragged("PST-003"),
    ),
    _scope_fault(
        "readers-delete",
        "A token with readonly can delete",
        "The scope is checked for posts.\nDELETE came later.",
        "005",
        {"readonly": ("deleteClr",)},
        consequences=_dragged("DEL-002"),
    ),
    _scope_fault(
        "refused-post-is-done",
        "A post with readonly is refused, but done",
        "The scope is checked when the answer is written.\nThe CLR is stored by then.",
        "005",
        {"readonly": ("postClr",)},
        on_response=_done_but_refused,
    ),
    _scope_fault(
        "refused-deletion-is-done",
        "A deletion with readonly is refused, but done",
        "The scope is checked when the answer is written.\nThe CLR is gone by then.",
        "005",
        {"readonly": ("deleteClr",)},
        on_response=_done_but_refused,
    ),
    _scope_fault(
        "publishers-list",
        "A token with replace can list CLRs",
        "Who may write may read: so it is with files.\nThe scopes of the standard are no levels.",
        "006",
        {"replace": ("getClrs",)},
        consequences=_dragged("GCS-003", "GCS-005"),
    ),
    _scope_fault(
        "publishers-fetch",
        "A token with replace can fetch a CLR",
        "The list checks the scope.\nThe single CLR only checks its owner.",
        "006",
        {"replace": ("getClr",)},
        consequences=_dragged("GCL-002"),
    ),
    _scope_fault(
        "publishers-delete",
        "A token with replace can delete",
        "Writing and deleting are one right in the product.\nThe standard has two.",
        "006",
        {"replace": ("deleteClr",)},
    ),
    _scope_fault(
        "deleters-read",
        "A token with delete can read",
        "Who may delete may read: so it is with files.\nThe scopes of the standard are no levels.",
        "007",
        {"delete": READS},
        consequences=_dragged("GCS-003", "GCS-005"),
    ),
    _scope_fault(
        "deleters-post",
        "A token with delete can post",
        "Writing and deleting are one right in the product.\nThe standard has two.",
        "007",
        {"delete": ("postClr",)},
    ),
    _scope_fault(
        "scopes-are-levels",
        "Scopes are taken as levels: delete allows all, replace allows to read",
        "The scopes were mapped to reader, writer and admin.\nEach role has the rights of the one below.",
        "006",
        {"delete": (*READS, "postClr"), "replace": READS},
        consequences={"CLR10-BRR-007": "delete is the highest level", **_dragged("GCS-003", "GCS-005", "GCL-002")},
    ),
    _scope_fault(
        "scopes-not-checked",
        "Any scope will do",
        "The gateway checks the token, nobody its scopes.\nThey are stored and shown, no more.",
        "005",
        dict.fromkeys(("readonly", "replace", "delete"), PROTECTED),
        consequences={
            "CLR10-BRR-006": "replace allows all too",
            "CLR10-BRR-007": "delete allows all too",
            **_dragged("GCS-003", "GCS-005", "GCL-002", "PST-003", "DEL-002"),
        },
    ),
    Fault(
        id="brr-scopes-of-clr2",
        title="The discovery document offers the scopes of CLR 2.0",
        how="The document was written for the next version.\nIts names are others.",
        breaks=("CLR10-BRR-008",),
        consequences={"CLR10-DSC-008": "a scope that is needed is not offered under its name"},
        operations=("getDiscoveryDocument",),
        on_response=_offering(readonly="https://purl.imsglobal.org/spec/clr/v2p0/scope/credential.readonly"),
    ),
    Fault(
        id="brr-scopes-with-clr",
        title="The discovery document offers clr.readonly",
        how="The name was taken from an article.\nA consumer asks for the one of the standard.",
        breaks=("CLR10-BRR-008",),
        consequences={
            "CLR10-DSC-007": "it is no scope of the standard",
            "CLR10-DSC-008": "a scope that is needed is not offered under its name",
        },
        operations=("getDiscoveryDocument",),
        on_response=_offering(readonly=f"{SCOPES}clr.readonly"),
    ),
    Fault(
        id="brr-scopes-invented",
        title="The discovery document offers a fourth scope below the standard's own address",
        how="Updates were to have a scope of their own.\nThe address belongs to the standard.",
        breaks=("CLR10-BRR-008",),
        consequences={"CLR10-DSC-007": "it is no scope of the standard"},
        operations=("getDiscoveryDocument",),
        on_response=members(
            scopesOffered=[f"{SCOPES}{short}" for short in ("readonly", "replace", "delete", "update")]
        ),
    ),
    Fault(
        id="brr-tokens-with-short-scopes",
        title="Token responses name scopes in short",
        how="The database has short names.\nThe answer is written from it.",
        breaks=("CLR10-BRR-008",),
        consequences={
            "CLR10-TOK-011": "a short name was not asked for",
            "CLR10-TOK-015": "client credentials do so too",
        },
        operations=("token",),
        on_response=members(scope="readonly"),
    ),
)
