"""Authorization codes that come a second time."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Request
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.oauth.faults._requests import show_code, stored_code

library = Library()
EXCHANGES = ("token",)


def _unredeemed(request: Request) -> None:
    code = stored_code(request)
    if code is not None and code.redeemed:
        show_code(request, redeemed=False)
        request.overrides.reusable.add(code.code_hash)


library.add(
    Fault(
        id="aut-code-works-twice",
        title="An authorization code works twice",
        how="Codes are deleted by a job at night.\nUntil then they are good.",
        breaks=("OAUTH-AUT-016",),
        operations=EXCHANGES,
        on_request=_unredeemed,
    )
)


def _replay_unseen(request: Request) -> None:
    code = stored_code(request)
    if code is not None and code.redeemed:
        request.form = {**request.form, "code": "a-code-that-was-swept-away"}


library.add(
    Fault(
        id="aut-replay-unnoticed",
        title="Tokens live on after their code was used a second time",
        how="A used code is deleted.\nWhen it comes again, the code is unknown.",
        breaks=("OAUTH-AUT-017",),
        operations=EXCHANGES,
        on_request=_replay_unseen,
    )
)


FAULTS = library.faults
