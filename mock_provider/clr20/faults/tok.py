"""TOK: what CLR 2.0 says of revocation beyond what editions share, made wrong."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import page
from mock_provider.oauth.faults._responses import bad, error

library = Library()
REVOKE = ("revoke",)

library.add(
    Fault(
        id="tok-revocation-refused-in-html",
        title="A bad revocation is refused with an HTML page",
        how="The framework draws its error page.\nMachines cannot read it.",
        breaks=("CLR20-TOK-10",),
        operations=REVOKE,
        on_response=bad(page),
    )
)


def _unknown_hint(response: Response) -> None:
    if response.request.form.get("token_type_hint") not in (None, "access_token", "refresh_token"):
        error(400, "unknown_hint")(response)


library.add(
    Fault(
        id="tok-unknown-hint-in-own-words",
        title="A revocation with an unknown hint is refused with a code of its own",
        how="Hints are compared with a list.\nThe code of RFC 7009 was not known.",
        breaks=("CLR20-TOK-10",),
        operations=REVOKE,
        on_response=_unknown_hint,
    )
)


FAULTS = library.faults
