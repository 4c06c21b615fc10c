"""Token responses and OAuth errors: what the documents leave open."""

from __future__ import annotations

import time
from collections.abc import Callable

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Variation
from mock_provider.behaviour.tools import Node, json_object
from mock_provider.oauth.variations._operations import OAUTH

library = Library()


def _token_type(text: str) -> Callable[[Response], None]:
    return json_object(lambda body: body.update(token_type=text) if "token_type" in body else None)


library.add(
    Variation(
        id="var-tok-bearer-lower-case",
        title="token_type is bearer",
        how="Another library.\nRFC 6749, section 7.1: the value is compared without regard to case.",
        operations=("token",),
        touches=("token type",),
        on_response=_token_type("bearer"),
    )
)


library.add(
    Variation(
        id="var-tok-bearer-capitals",
        title="token_type is BEARER",
        how="A constant in capitals.\nRFC 6749, section 5.1: the value is compared without regard to case.",
        operations=("token",),
        touches=("token type",),
        on_response=_token_type("BEARER"),
    )
)


def _more_in_token(body: Node) -> None:
    body |= {
        "id_token": "eyJhbGciOiJub25lIn0.e30.",
        "created_at": int(time.time()),
        "ext_expires_in": 3600,
        "user": {"roles": [], "locale": None},
        "not-before-policy": 0,
    }


library.add(
    Variation(
        id="var-tok-more-members",
        title="The token response has members that nobody asked for",
        how="The authorization server serves other protocols too.\n"
        "RFC 6749, section 5.1: a client ignores members that it does not know.",
        operations=("token",),
        on_response=json_object(_more_in_token),
        obliges=("OAUTH-TOK-019",),
    )
)


def _expires_in_other(body: Node) -> None:
    if "expires_in" in body:
        body["expires_in"] -= 1


library.add(
    Variation(
        id="var-tok-odd-lifetime",
        title="expires_in is 3599",
        how="The second in which the token was made is counted.\nOAUTH-TOK-010: 3600 is advised, not demanded.",
        operations=("token",),
        touches=("token lifetime",),
        on_response=json_object(_expires_in_other),
    )
)


library.add(
    Variation(
        id="var-tok-short-lived",
        title="Access tokens live two seconds",
        how="A strict operator.\nOAUTH-TOK-010: any lifetime; RFC 6749, section 6: that is what refresh is for.",
        settings={"access_token_seconds": 2},
        touches=("token lifetime",),
    )
)


def _scope_order(body: Node) -> None:
    if isinstance(body.get("scope"), str):
        body["scope"] = " ".join(reversed(body["scope"].split()))


library.add(
    Variation(
        id="var-tok-scope-order",
        title="scope comes back in another order",
        how="Scopes are kept as a set.\nRFC 6749, section 3.3: the order of scopes does not matter.",
        operations=("token",),
        on_response=json_object(_scope_order),
    )
)


def _cache_words(response: Response) -> None:
    if "no-store" in response.headers.get("cache-control", ""):
        response.headers["cache-control"] = 'private, max-age=0, No-Store, no-cache="set-cookie"'
        response.headers["expires"] = "-1"


library.add(
    Variation(
        id="var-tok-cache-words",
        title="no-store stands among other directives, in capitals",
        how="A gateway adds its own.\n"
        "RFC 9111, section 5.2: directives are compared without regard to case, in a list.",
        operations=OAUTH,
        on_response=_cache_words,
    )
)


def _error_words(response: Response) -> None:
    body = response.json
    if not response.good and isinstance(body, dict) and "error" in body:
        body |= {
            "error_description": "Prosim, zkuste to znovu: 'neplatny' <pozadavek>",
            "error_uri": "https://help.example/oauth?lang=cs",
            "trace_id": "8b0c65b5",
        }
        response.json = body


library.add(
    Variation(
        id="var-tok-error-words",
        title="OAuth errors have texts in other languages and further members",
        how="Messages are translated.\nRFC 6749, section 5.2: error_description is a text for people, in ASCII.",
        operations=OAUTH,
        touches=("oauth error text",),
        on_response=_error_words,
    )
)


def _bare_error(response: Response) -> None:
    body = response.json
    if not response.good and isinstance(body, dict) and "error" in body:
        response.json = {"error": body["error"]}


library.add(
    Variation(
        id="var-tok-bare-errors",
        title="OAuth errors are the word error alone",
        how="Strangers learn nothing.\nRFC 6749, section 5.2: error_description is optional.",
        operations=OAUTH,
        touches=("oauth error text",),
        on_response=_bare_error,
    )
)


def _client_400(response: Response) -> None:
    if response.status == 401:
        response.status = 400


library.add(
    Variation(
        id="var-tok-client-400",
        title="invalid_client is answered 400",
        how="All errors of the endpoint are 400.\nOAUTH-TOK-006 tolerates 400.",
        operations=("token",),
        on_response=_client_400,
    )
)


VARIATIONS = library.variations
