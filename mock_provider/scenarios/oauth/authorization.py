"""The way back from the login: with another state, an error, another issuer, or more than was asked for."""

from __future__ import annotations

from mock_provider.scenarios.model import WRITERS, Scenario

_ENDS = "It drops the redirect: no token request follows, and it says why."

SCENARIOS = (
    Scenario(
        "state-foreign",
        "The redirect brings another state",
        how="After the login the browser is sent back with a code and with a state that the consumer never sent.",
        right=_ENDS,
        behaviours=("aut-another-state",),
        instead=WRITERS,
    ),
    Scenario(
        "state-missing",
        "The redirect brings no state",
        how="After the login the browser is sent back with a code, and state is left out.",
        right=_ENDS,
        behaviours=("aut-no-state",),
        instead=WRITERS,
    ),
    Scenario(
        "state-cut",
        "The redirect brings half of the state",
        how="After the login the browser is sent back with a code and with the first half of the state.",
        right=_ENDS,
        behaviours=("odd-state-cut",),
        instead=WRITERS,
    ),
    Scenario(
        "denied",
        "The learner says no",
        how="The learner refuses on the consent page; the redirect brings access_denied and no code. Who agrees in "
        "the learner's place gets the same answer.",
        right="It sends no token request, and says that the learner did not agree.",
        behaviours=("odd-access-denied",),
        consent="deny",
        instead=WRITERS,
        says="Does the wallet say that access was denied?",
    ),
    Scenario(
        "unavailable",
        "The authorization server is overloaded",
        how="The redirect brings temporarily_unavailable and no code.",
        right="It sends no token request, and says that the provider is not available.",
        behaviours=("odd-temporarily-unavailable",),
        instead=WRITERS,
        says="Does the wallet say that it could not get access?",
    ),
    Scenario(
        "iss-foreign",
        "The redirect comes in the name of another server",
        how="After the login the browser is sent back with a code and with the iss of another provider.",
        right=_ENDS,
        behaviours=("odd-iss-foreign",),
        instead=WRITERS,
    ),
    Scenario(
        "iss-missing",
        "The redirect has no iss",
        how="The redirect has no iss, and the metadata of the server do not promise one.",
        right="It goes on as in the plain sitting.",
        behaviours=("odd-iss-missing",),
        as_plain=True,
        instead=WRITERS,
    ),
    Scenario(
        "more-parameters",
        "The redirect has more parameters, in another order",
        how="The redirect brings the code among parameters that nobody asked for, such as session_state.",
        right="It ignores what it does not know, and goes on as in the plain sitting.",
        behaviours=("var-aut-more-parameters",),
        as_plain=True,
        instead=WRITERS,
    ),
    Scenario(
        "code-refused",
        "The code is refused",
        how="The token endpoint answers invalid_grant to every authorization code.",
        right="It does not send the code again: it stops and says why, or sends the learner to log in once more.",
        behaviours=("odd-code-refused",),
        instead=WRITERS,
    ),
)
