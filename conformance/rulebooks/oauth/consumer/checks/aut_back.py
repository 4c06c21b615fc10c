"""What a consumer makes of an authorization response that is not as it has to be, or has more than it needs."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.exchanges.served import Served
from conformance.rulebooks.oauth.consumer.flows import code_exchanges, exchanged_a_code, ways_back, without_login
from conformance.rulebooks.oauth.consumer.register import observed
from conformance.traffic import Sitting, Traffic, breach, met, undecided, where_changed
from conformance.traffic.seen import Seen
from conformance.traffic.telling import HOW_TO_TELL, says_nothing, speaks, tells_failure

_WAYS_BACK = ("authorize", "login", "consent")
_ERRORS = ("denied", "unavailable")
_STATES = ("state-foreign", "state-missing", "state-cut")


@observed("OAUTH-AUT-019", scenarios=_STATES)
@where_changed(*_STATES, plain=exchanged_a_code, at=_WAYS_BACK, unless=without_login)
def a_foreign_state_ends_the_flow(_traffic: Traffic, sitting: Sitting, change: Served) -> Iterator[Seen]:
    """No code is exchanged that came without the state of the flow (RFC 6749 section 10.12)."""
    yield met(sitting, change)
    for request in code_exchanges(sitting, change):
        yield breach("It exchanges a code that came with another state than it sent", request, change)


def _sent_back_with_an_error(sitting: Sitting) -> Served | None:
    """Where the learner said no, on the page or as the mock has it, or the server could not."""
    return next((one for one, brought in ways_back(sitting) if "error" in brought), None)


@observed("OAUTH-AUT-020", scenarios=_ERRORS)
@where_changed(*_ERRORS, plain=exchanged_a_code, unless=without_login, change_in=_sent_back_with_an_error)
def an_error_is_told_and_ends_the_flow(traffic: Traffic, sitting: Sitting, change: Served) -> Iterator[Seen]:
    """No token is asked for after a redirect with an error, and the consumer says so (RFC 6749 section 4.1.2.1).

    Who ends as if all went well, and can say otherwise, has told nobody. A crash tells a user something, and nothing
    that can be judged.
    """
    for request in code_exchanges(sitting, change):
        yield breach("It asks for a token though the redirect brought an error and no code", request, change)
    if tells_failure(sitting):
        yield met(sitting, change)
    elif says_nothing(sitting) and speaks(traffic):
        yield breach(
            "It does not say that the login failed, though the redirect brought an error",
            change,
            expected="it says that the login failed",
            actual=str(sitting.end),
        )
    else:
        yield undecided(f"{sitting.end}, which does not say whether it has told the user: {HOW_TO_TELL}", sitting)


@observed("OAUTH-AUT-021", scenarios=("more-parameters",))
@where_changed("more-parameters", plain=exchanged_a_code, at=_WAYS_BACK, unless=without_login)
def unknown_parameters_are_ignored(_traffic: Traffic, sitting: Sitting, change: Served) -> Iterator[Seen]:
    """The code is exchanged though the response has parameters that nobody asked for (RFC 6749 section 4.1.2)."""
    yield met(sitting, change)
    if sitting.by_itself and not code_exchanges(sitting, change):
        yield breach("It drops a response that has more parameters than it knows", change, expected="a token request")


@observed("OAUTH-AUT-022", scenarios=("iss-foreign",))
@where_changed("iss-foreign", plain=exchanged_a_code, at=_WAYS_BACK, unless=without_login)
def a_foreign_issuer_ends_the_flow(_traffic: Traffic, sitting: Sitting, change: Served) -> Iterator[Seen]:
    """No code is exchanged that comes in the name of another server (RFC 9207 section 2.4)."""
    yield met(sitting, change)
    for request in code_exchanges(sitting, change):
        yield breach("It exchanges a code that came with the iss of another server", request, change)
