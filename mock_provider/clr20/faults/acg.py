"""ACG: what CLR 2.0 says of authorization beyond what editions share, made wrong."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import Change, edited
from mock_provider.oauth.faults._responses import bad, redirects

library = Library()


def _in_json(**members: str) -> Change:
    return bad(edited(lambda body: body.update(members) if "error" in body else None))


def _in_redirects(**members: str) -> Change:
    return redirects(lambda params: params.update(members) if "error" in params else None)


library.add(
    Fault(
        id="acg-description-with-quotes",
        title="The error_description of the token endpoint has quotation marks",
        how="The message quotes the parameter that is wrong.\nThe marks are none of the characters that are allowed.",
        breaks=("CLR20-ACG-23",),
        operations=("token",),
        on_response=_in_json(error_description='the parameter "code" is wrong'),
    )
)


library.add(
    Fault(
        id="acg-description-translated",
        title="The error_description of a redirect is in the language of the user",
        how="All messages are translated.\nThose for machines are too.",
        breaks=("CLR20-ACG-23",),
        operations=("authorize", "login", "consent"),
        on_response=_in_redirects(error_description="l’accès est refusé"),
    )
)


library.add(
    Fault(
        id="acg-error-uri-with-space",
        title="The error_uri has a space in it",
        how="The address of the help page is made of the title of the error.\nNobody encodes it.",
        breaks=("CLR20-ACG-23",),
        operations=("token",),
        on_response=_in_json(error_uri="https://help.northlake.example/errors/bad code"),
    )
)


FAULTS = library.faults
