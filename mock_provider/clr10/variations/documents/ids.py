"""Long ids of CLRs, and what is served at the id of what was revoked."""

from __future__ import annotations

import re
from copy import deepcopy
from urllib.parse import unquote

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Variation
from mock_provider.clr10 import FACTS

library = Library()


_PLAIN = re.compile(rb"/clrs/mira-(\d+)(?=\")")


_LONG_ID = "%E8%A8%98%E9%8C%B2-" + "x" * 400 + ".~v1;r=2_"


def _lengthen_ids(response: Response) -> None:
    response.body = _PLAIN.sub(rb"/clrs/%s\1" % _LONG_ID.encode("ascii"), response.body)


def _shorten_path(request: Request) -> None:
    prefix = unquote(f"{FACTS.base_path}/clrs/{_LONG_ID}")
    if request.path.startswith(prefix):
        request.path = f"{FACTS.base_path}/clrs/mira-{request.path.removeprefix(prefix)}"


library.add(
    Variation(
        id="var-doc-long-ids",
        title="sourcedIds are 400 characters long, with letters that are percent-encoded",
        how="Ids are made of titles.\nRFC 3986, section 3.3: a path segment may hold all of that.",
        on_request=_shorten_path,
        on_response=_lengthen_ids,
        touches=("clr ids",),
    )
)


def _answer_revoked_410(response: Response) -> None:
    """A revoked hosted assertion is answered 410 with a status object."""
    body = response.json if response.good else None
    if isinstance(body, dict) and body.get("revoked") is True:
        response.status = 410
        response.json = {"@context": FACTS.context_url, "imsx_codeMajor": "failure", "imsx_severity": "error"}


library.add(
    Variation(
        id="var-doc-revoked-410",
        title="A revoked hosted assertion is answered 410 with the shortest status object",
        how="The record is deleted when it is revoked.\nCLR10-HST-009: 410, or 200 with revoked true.",
        operations=("getAssertion", "getEndorsement"),
        on_response=_answer_revoked_410,
    )
)


def _answer_410_with_clr(response: Response) -> None:
    """A revoked CLR is answered 410 with the CLR itself."""
    if response.operation == "getClrs" and response.good:
        page = response.json
        for clr in page.get("clrs", ()) if isinstance(page, dict) else ():
            if isinstance(clr, dict) and "endorsements" not in clr:
                response.own.setdefault("clr", deepcopy(clr))
    elif response.status == 410 and "clr" in response.own:
        response.json = {
            "@context": FACTS.context_url,
            **response.own["clr"],
            "id": response.request.url,
            "revoked": True,
        }


library.add(
    Variation(
        id="var-doc-410-with-clr",
        title="The 410 of a revoked CLR holds the CLR",
        how="The last version stays readable.\nCLR10-GCL-005: the answer may hold the CLR instead of a status body.",
        operations=("getClrs", "getClr"),
        on_response=_answer_410_with_clr,
    )
)

VARIATIONS = library.variations
