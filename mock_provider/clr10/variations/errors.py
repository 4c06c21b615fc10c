"""Refusals: other words, fewer words, more headers."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Variation
from mock_provider.clr10 import FACTS
from mock_provider.clr10.documents import Node
from mock_provider.clr10.variations._responses import status_object

library = Library()


_WITHOUT_RULE = (404, 410)
"""Statuses for which no requirement names a code minor."""


def _drop_code_minor(response: Response, body: Node) -> None:
    if response.status in _WITHOUT_RULE:
        body.pop("imsx_codeMinor", None)


library.add(
    Variation(
        id="var-err-no-code-minor",
        title="A 404 and a 410 have no code minor",
        how="The handler fills what it must.\nThe contract: imsx_codeMinor is optional; no row names one for these.",
        on_response=status_object(_drop_code_minor),
        touches=("code minor",),
    )
)


def _drop_description(_: Response, body: Node) -> None:
    body.pop("imsx_description", None)


library.add(
    Variation(
        id="var-err-no-description",
        title="Status objects have no description",
        how="Strangers learn nothing.\nThe contract: imsx_description is optional.",
        on_response=status_object(_drop_description),
        touches=("description",),
    )
)


def _write_other_words(_: Response, body: Node) -> None:
    body["imsx_description"] = "<b>Žádný přístup</b> \u2014 アクセス拒否 'OR 1=1; \n" + "…" * 5_000


library.add(
    Variation(
        id="var-err-other-words",
        title="Descriptions are long, in other languages and look like markup",
        how="Messages come from a catalogue of texts.\nThe contract: imsx_description is any string.",
        on_response=status_object(_write_other_words),
        touches=("description",),
    )
)


def _add_code_minors(_: Response, body: Node) -> None:
    fields = body.get("imsx_codeMinor", {}).get("imsx_codeMinorField")
    if fields:
        gateway = {"imsx_codeMinorFieldName": "campus gateway", "imsx_codeMinorFieldValue": "unknown"}
        fields[:] = [gateway, *fields, {**gateway, "imsx_codeMinorFieldName": "records store #3"}]


library.add(
    Variation(
        id="var-err-more-code-minors",
        title="Gateways add code minors of their own to a status object",
        how="Each system on the way reports.\nCLR10-ERR-004: at least one entry, each with the name of its system.",
        on_response=status_object(_add_code_minors),
        touches=("code minor",),
    )
)


def _write_context_as_array(_: Response, body: Node) -> None:
    body["@context"] = [FACTS.context_url]


library.add(
    Variation(
        id="var-err-context-array",
        title="@context of a status object is an array",
        how="The serializer always writes an array.\nCLR10-PAY-001: one URL or an array of URLs.",
        on_response=status_object(_write_context_as_array),
    )
)


def _add_challenges(response: Response) -> None:
    if "www-authenticate" in response.headers:
        bearer = response.headers["www-authenticate"]
        response.headers["www-authenticate"] = f'Negotiate, Basic realm="campus, bearer of news", {bearer}'


library.add(
    Variation(
        id="var-err-several-challenges",
        title="A 401 offers several schemes in one WWW-Authenticate",
        how="The gateway adds what else it knows.\nRFC 9110, section 11.6.1: a list of challenges.",
        on_response=_add_challenges,
        touches=("challenge",),
    )
)


def _challenge_in_two_lines(response: Response) -> None:
    if "www-authenticate" in response.headers:
        bearer = response.headers["www-authenticate"]
        response.headers["www-authenticate"] = 'Digest realm="campus", qop="auth, auth-int", nonce="7ypf/xlj9XX"'
        response.headers.append("www-authenticate", bearer)


library.add(
    Variation(
        id="var-err-challenge-lines",
        title="A 401 has two WWW-Authenticate headers, Bearer in the second",
        how="The gateway adds a header of its own.\nRFC 9110, section 11.6.1: the field may be repeated.",
        on_response=_challenge_in_two_lines,
        touches=("challenge",),
    )
)


def _write_bearer_in_lower_case(response: Response) -> None:
    value = response.headers.get("www-authenticate", "")
    if value.startswith("Bearer"):
        response.headers["www-authenticate"] = f'bearer{value.removeprefix("Bearer")}, scope="a b", charset="UTF-8"'


library.add(
    Variation(
        id="var-err-lower-case-bearer",
        title="The scheme of a 401 is written bearer, with more parameters",
        how="Another framework.\nRFC 9110, section 11.1: schemes are compared without regard to case.",
        on_response=_write_bearer_in_lower_case,
        touches=("challenge",),
    )
)


def _answer_403_as_404(response: Response) -> None:
    if response.status == 403 and "www-authenticate" not in response.headers:
        response.status = 404
        body = response.json
        body["imsx_codeMinor"]["imsx_codeMinorField"][0]["imsx_codeMinorFieldValue"] = "unknown"
        response.json = body


library.add(
    Variation(
        id="var-err-foreign-404",
        title="A CLR of somebody else is answered 404",
        how="What is not the user's is not there.\nCLR10-GCL-008: 403 or 404.",
        operations=("getClr", "deleteClr"),
        on_response=_answer_403_as_404,
    )
)

VARIATIONS = library.variations
