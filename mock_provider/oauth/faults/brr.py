"""BRR: the use of access tokens made wrong, at whatever operation needs one."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.kinds import PROTECTED, PROTECTED_READS
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import Change, when
from mock_provider.oauth.faults._requests import RequestChange, access_token, revive, stored_token
from mock_provider.oauth.faults._responses import refusing_bad_tokens, without

library = Library()
_MOST_TOKENS = 1000  # whose beginnings are remembered


def _alive(request: Request) -> None:
    """Let an expired token live on."""
    revive(request, expired=True)


library.add(
    Fault(
        id="brr-expired-token",
        title="A token works on after its end",
        how="Clients get expires_in.\nNobody compares it with the clock.",
        breaks=("OAUTH-BRR-002",),
        operations=(PROTECTED,),
        settings={"access_token_seconds": 2},
        on_request=_alive,
    )
)


def _like_a_known_one(length: int) -> RequestChange:
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


library.add(
    Fault(
        id="brr-beginning-compared",
        title="Only the beginning of a token is compared",
        how="Tokens are kept by their first 20 characters.\nThe rest is not looked at.",
        breaks=("OAUTH-BRR-002",),
        operations=(PROTECTED_READS,),
        on_request=_like_a_known_one(20),
    )
)


library.add(
    Fault(
        id="brr-token-cut",
        title="A token that was cut short is let in",
        how="The column of the database has 35 characters.\nBoth sides are cut before they are compared.",
        breaks=("OAUTH-BRR-002",),
        operations=(PROTECTED_READS,),
        on_request=_like_a_known_one(35),
    )
)


library.add(
    Fault(
        id="brr-bad-token-403",
        title="A bad token is answered 403",
        how="The framework knows unknown callers by the missing header.\nWith one, a caller is only forbidden.",
        breaks=("OAUTH-BRR-002",),
        operations=(PROTECTED,),
        on_response=refusing_bad_tokens(403, "forbidden"),
    )
)


library.add(
    Fault(
        id="brr-no-challenge",
        title="A 401 has no WWW-Authenticate",
        how="The status code was set by hand.\nThe header that belongs to it was not.",
        breaks=("OAUTH-BRR-003",),
        operations=(PROTECTED,),
        on_response=when(401, change=without("www-authenticate")),
    )
)


def _only_without_token(response: Response) -> None:
    if response.status == 401 and "authorization" in response.request.headers:
        without("www-authenticate")(response)


library.add(
    Fault(
        id="brr-no-challenge-for-bad-token",
        title="A 401 for a bad token has no WWW-Authenticate",
        how="The framework asks callers without a token for one.\nBad ones are refused by our own code.",
        breaks=("OAUTH-BRR-003",),
        operations=(PROTECTED,),
        on_response=_only_without_token,
    )
)


def _challenge(value: str) -> Change:
    return when(401, change=lambda response: response.headers.update({"www-authenticate": value}))


library.add(
    Fault(
        id="brr-challenge-basic",
        title="A 401 asks for Basic",
        how="The web server in front protects the test system.\nIts challenge wins.",
        breaks=("OAUTH-BRR-003",),
        operations=(PROTECTED,),
        on_response=_challenge('Basic realm="Bearer"'),
    )
)


library.add(
    Fault(
        id="brr-challenge-oauth",
        title="A 401 asks for the scheme OAuth",
        how="The scheme of a draft of OAuth was kept.\nIt is called Bearer since 2012.",
        breaks=("OAUTH-BRR-003",),
        operations=(PROTECTED,),
        on_response=_challenge('OAuth realm="clr"'),
    )
)


FAULTS = library.faults
