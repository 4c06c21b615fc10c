"""How single values are written: timestamps, keys, numbers, vocabularies, ids of small things."""

from __future__ import annotations

import re
from typing import Any

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Variation
from mock_provider.clr10.documents import Node, each_object
from mock_provider.clr10.operations import DOCUMENTS
from mock_provider.clr10.variations.documents._common import posted

library = Library()

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def _each_moment(change: Any) -> Any:
    def moments(node: Node) -> None:
        for name, value in node.items():
            if isinstance(value, str) and _MOMENT.fullmatch(value):
                node[name] = change(value)

    return each_object(moments)


library.add(
    Variation(
        id="var-doc-fractions",
        title="Timestamps have fractions of a second",
        how="The database keeps microseconds.\nCLR10-PAY-010: ISO 8601 with a time zone, whatever the precision.",
        operations=DOCUMENTS,
        on_response=_each_moment(lambda text: text.replace("Z", ".000000Z")),
        touches=("timestamps",),
    )
)

library.add(
    Variation(
        id="var-doc-offset",
        title="Timestamps end with +00:00 instead of Z",
        how="The language writes UTC as an offset.\nCLR10-PAY-010 and -011: ISO 8601 with a time zone, in UTC.",
        operations=DOCUMENTS,
        on_response=_each_moment(lambda text: text.replace("Z", "+00:00")),
        touches=("timestamps",),
    )
)


def _each_pem(change: Any) -> Any:
    def keys(node: Node) -> None:
        if "publicKeyPem" in node:
            node["publicKeyPem"] = change(node["publicKeyPem"])

    return each_object(keys)


library.add(
    Variation(
        id="var-doc-pem-crlf",
        title="The lines of a PEM key end with CRLF",
        how="The key was exported on Windows.\nRFC 7468, section 3: a line may end with CRLF, CR or LF.",
        operations=DOCUMENTS,
        on_response=_each_pem(lambda pem: "\r\n".join(pem.splitlines()) + "\r\n"),
        touches=("key text",),
    )
)

library.add(
    Variation(
        id="var-doc-pem-no-last-line-end",
        title="A PEM key has no line end behind its last line",
        how="The text was trimmed.\nRFC 7468, section 3: the end of the last line is optional.",
        operations=DOCUMENTS,
        on_response=_each_pem(str.strip),
        touches=("key text",),
    )
)

_CREDITS = re.compile(rb'("credits(?:Earned|Available)": ?)([1-9]\d*)\.(\d)\b')


def _write_exponents(response: Response) -> None:
    if response.good:
        response.body = _CREDITS.sub(rb"\g<1>\g<2>\g<3>E-1", response.body)


library.add(
    Variation(
        id="var-doc-numbers",
        title="Numbers are written with an exponent",
        how="The serializer writes decimals by its own rule.\nRFC 8259, section 6: 30E-1 is a number.",
        operations=DOCUMENTS,
        on_response=_write_exponents,
        touches=("json text",),
    )
)


def extend_vocabularies(node: Node) -> None:
    """Use values of the extensible vocabularies that are not on their lists."""
    if not posted(node) and node.get("achievementType") in ("Course", "Achievement"):
        node["achievementType"] = "ext:Field_Course-2.0"
    if node.get("identifierType") == "LisSourcedId":
        node["identifierType"] = "ext:campus.id"


library.add(
    Variation(
        id="var-doc-ext-values",
        title="Extensible vocabularies are extended",
        how="Local kinds of achievements and identifiers.\n"
        "CLR10-EXT-001: ext: and letters, digits, dot, hyphen, underscore.",
        operations=DOCUMENTS,
        on_response=each_object(extend_vocabularies),
        obliges=("CLR10-EXT-007",),
    )
)


def _write_other_schemes(node: Node) -> None:
    """Ids of small things as tag:, did: and info: URIs instead of urn:uuid."""
    schemes = {"Address": "tag:campus.example,2024:", "Alignment": "did:example:", "Verification": "info:campus/"}
    scheme = schemes.get(str(node.get("type")))
    if scheme and str(node.get("id", "")).startswith("urn:uuid:"):
        node["id"] = scheme + node["id"].removeprefix("urn:uuid:")


library.add(
    Variation(
        id="var-doc-other-ids",
        title="Small things have tag:, did: and info: URIs as their ids",
        how="Ids come from several systems.\nCLR10-PAY-014: an absolute IRI of any scheme.",
        operations=DOCUMENTS,
        on_response=each_object(_write_other_schemes),
    )
)

VARIATIONS = library.variations
