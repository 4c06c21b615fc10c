"""Tokens: how they look, how long they live, and what follows when they are refused."""

from __future__ import annotations

from mock_provider.scenarios.model import FIRST_LEARNER, WRITERS, Scenario

_REFRESH = ("refresh",)

SCENARIOS = (
    Scenario(
        "token-kept",
        "The same learner twice",
        how="The consumer is started twice for one learner, with the state that it has kept; tokens live an hour.",
        right="It uses its token again at the second start, without a token request or a login, and ends as "
        "in the plain sitting.",
        learners=(FIRST_LEARNER, FIRST_LEARNER),
        claims=("keeps_state",),
        instead=WRITERS,
        as_plain=True,
    ),
    Scenario(
        "more-members",
        "The token response has members that nobody asked for",
        how="Beside the token the response has members of all JSON types, such as id_token and user.",
        right="It ignores what it does not know, and goes on as in the plain sitting.",
        behaviours=("var-tok-more-members",),
        as_plain=True,
        instead=WRITERS,
    ),
    Scenario(
        "token-type-unknown",
        "The token is of another type than Bearer",
        how="The token response says that token_type is mac.",
        right="It does not use the token: no call follows, and it says why.",
        behaviours=("tok-type-mac",),
        instead=WRITERS,
    ),
    Scenario(
        "no-expires-in",
        "The token response has no expires_in",
        how="How long the token lives is not said; it lives an hour.",
        right="It uses the token until it is refused, and ends as in the plain sitting.",
        behaviours=("tok-no-end",),
        instead=WRITERS,
        as_plain=True,
    ),
    Scenario(
        "no-refresh",
        "There are no refresh tokens",
        how="The provider offers no refresh tokens, whatever scope is asked for.",
        right="It does without, and ends as in the plain sitting.",
        settings={"refresh": False},
        as_plain=True,
        instead=WRITERS,
    ),
    Scenario(
        "expires-midway",
        "The token ends in the middle of the list",
        how="The second call with the first token is answered 401 invalid_token; a refresh gives one that lives.",
        right="It refreshes, repeats the call and reads on as in the plain sitting, without the learner.",
        behaviours=("odd-token-ends-midway",),
        claims=_REFRESH,
        instead=WRITERS,
        as_plain=True,
    ),
    Scenario(
        "refresh-rotates",
        "Two tokens end in the middle of the list",
        how="The first two tokens are refused at their second call each, and each refresh gives a new refresh token.",
        right="It refreshes twice, the second time with the refresh token that came last, and reads on "
        "as in the plain sitting.",
        settings={"rotation": True},
        behaviours=("odd-tokens-end-midway",),
        claims=_REFRESH,
        instead=WRITERS,
        as_plain=True,
    ),
    Scenario(
        "refresh-refused",
        "The refresh token is refused",
        how="The first token ends in the middle of the list, and every refresh is answered invalid_grant.",
        right="It does not send the refresh token again: it sends the learner to log in, or stops and says that a "
        "login is needed.",
        behaviours=("odd-token-ends-midway", "rfr-token-unknown"),
        claims=_REFRESH,
        instead=WRITERS,
    ),
    Scenario(
        "always-401",
        "Every token is refused",
        how="Every call of the API is answered 401 invalid_token, however new the token is.",
        right="It tries one new token at most, then stops and says why.",
        behaviours=("odd-always-401",),
        instead=WRITERS,
    ),
    Scenario(
        "insufficient-scope",
        "The token lacks the scope of the call",
        how="Every call of the API is answered 403 insufficient_scope.",
        right="It says that a right is missing, or asks the learner for it once; it does not repeat the call "
        "with the same token.",
        behaviours=("odd-insufficient-scope",),
        instead=WRITERS,
    ),
)
