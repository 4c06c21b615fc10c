"""Documents: what the model allows, though few publishers write it."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any
from urllib.parse import unquote

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.model import Variation
from mock_provider.behaviour.variation_tools import DOCUMENTS, Node, each_node, json_object
from mock_provider.clr10.terms import BASE_PATH, CONTEXT

_EXTENSIONS = "https://extensions.example/clr/v1/context.jsonld"
_CLASSES = frozenset(
    {
        "Achievement",
        "Address",
        "Alignment",
        "Artifact",
        "Clr",
        "Criteria",
        "CryptographicKey",
        "Endorsement",
        "EndorsementClaim",
        "Evidence",
        "Profile",
        "Result",
        "ResultDescription",
        "RevocationList",
        "RubricCriterionLevel",
        "SystemIdentifier",
    }
)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_CREDITS = re.compile(rb'("credits(?:Earned|Available)": ?)([1-9]\d*)\.(\d)\b')
_LONG = "A long story, told *twice*. " * 1_000
_NAME = "Zo\u00eb \u202e \U0001d50d\u0337 e\u0301 \U0001f469\u200d\U0001f52c \u0645\u062d\u0645 \u6797 \ufdfa \ufb01"


def _posted(node: Node) -> bool:
    """True for an achievement that a consumer posted, which comes back as it was: the mock's own have URLs as ids."""
    return node.get("type") == "Achievement" and str(node.get("id", "")).startswith("urn:")


def _unicode(node: Node) -> None:
    if not _posted(node) and node.get("type") in ("Achievement", "Evidence", "Artifact", "ResultDescription"):
        node["name"] = f"{node['name'].removesuffix(_NAME)}{_NAME}"


def _long_values(node: Node) -> None:
    if node.get("type") in ("Criteria", "EndorsementClaim"):
        node["narrative" if node["type"] == "Criteria" else "endorsementComment"] = _LONG


def _extension_members(document: Node) -> None:
    document["@context"] = [CONTEXT, _EXTENSIONS]


def _extend(node: Node) -> None:
    if node.get("type") in ("Achievement", "Evidence"):
        node |= {"campus:room": "B 2.04", "campus:seats": 24, "campus:tutors": [{"campus:name": "T. Brandt"}]}


def _with_extensions(answer: Response) -> None:
    each_node(_extend)(answer)
    json_object(_extension_members)(answer)


def _context_array(document: Node) -> None:
    document["@context"] = [CONTEXT]


def _two_contexts(document: Node) -> None:
    document["@context"] = ["https://www.w3.org/ns/odrl.jsonld", CONTEXT, _EXTENSIONS]


def _no_types(node: Node) -> None:
    open_badge = "badge" in node or "criteria" in node or str(node.get("id", "")).endswith("openbadges/issuer")
    if node.get("type") in _CLASSES and not open_badge:
        del node["type"]


def _empty_arrays(node: Node) -> None:
    additions = {
        "Clr": ("achievements", "endorsements", "signedEndorsements", "signedAssertions"),
        "Achievement": ("alignments", "associations", "endorsements", "identifiers", "signedEndorsements", "tags"),
        "Evidence": ("artifacts",),
        "Result": ("alignments",),
    }
    for member in additions.get(str(node.get("type")), ()):
        node.setdefault(member, [])


def _no_empty_arrays(node: Node) -> None:
    for name in [name for name, value in node.items() if value == [] and name not in ("clrs", "signedClrs")]:
        del node[name]


def _explicit_defaults(node: Node) -> None:
    if node.get("type") in ("Clr", "Assertion", "Endorsement") and "badge" not in node:
        node.setdefault("revoked", False)
    if node.get("type") == "Clr":
        node.setdefault("partial", False)


def _each_moment(change: Any) -> Any:
    def moments(node: Node) -> None:
        for name, value in node.items():
            if isinstance(value, str) and _MOMENT.fullmatch(value):
                node[name] = change(value)

    return each_node(moments)


def _pem(change: Any) -> Any:
    def keys(node: Node) -> None:
        if "publicKeyPem" in node:
            node["publicKeyPem"] = change(node["publicKeyPem"])

    return each_node(keys)


def _numbers(answer: Response) -> None:
    if answer.good:
        answer.body = _CREDITS.sub(rb"\g<1>\g<2>\g<3>E-1", answer.body)


def _ext_values(node: Node) -> None:
    if not _posted(node) and node.get("achievementType") in ("Course", "Achievement"):
        node["achievementType"] = "ext:Field_Course-2.0"
    if node.get("identifierType") == "LisSourcedId":
        node["identifierType"] = "ext:campus.id"


def _other_ids(node: Node) -> None:
    """Ids of small things as tag:, did: and info: URIs instead of urn:uuid."""
    schemes = {"Address": "tag:campus.example,2024:", "Alignment": "did:example:", "Verification": "info:campus/"}
    scheme = schemes.get(str(node.get("type")))
    if scheme and str(node.get("id", "")).startswith("urn:uuid:"):
        node["id"] = scheme + node["id"].removeprefix("urn:uuid:")


_PLAIN = re.compile(rb"/clrs/mira-(\d+)(?=\")")
_LONG_ID = "%E8%A8%98%E9%8C%B2-" + "x" * 400 + ".~v1;r=2_"


def _long_ids(answer: Response) -> None:
    answer.body = _PLAIN.sub(rb"/clrs/%s\1" % _LONG_ID.encode("ascii"), answer.body)


def _short_path(request: Request) -> None:
    prefix = unquote(f"{BASE_PATH}/clrs/{_LONG_ID}")
    if request.path.startswith(prefix):
        request.path = f"{BASE_PATH}/clrs/mira-{request.path.removeprefix(prefix)}"


def _gone(answer: Response) -> None:
    """A revoked hosted assertion is answered 410 with a status object."""
    body = answer.json if answer.good else None
    if isinstance(body, dict) and body.get("revoked") is True:
        answer.status = 410
        answer.json = {"@context": CONTEXT, "imsx_codeMajor": "failure", "imsx_severity": "error"}


def _keep_a_clr(answer: Response) -> None:
    """A revoked CLR is answered 410 with the CLR itself."""
    if answer.operation == "getClrs":
        for clr in answer.clrs(answer.json):
            if "endorsements" not in clr:
                answer.own.setdefault("clr", deepcopy(clr))
    elif answer.status == 410 and "clr" in answer.own:
        url = f"https://{answer.request.headers['host']}{answer.request.path}"
        answer.json = {"@context": CONTEXT, **answer.own["clr"], "id": url, "revoked": True}


_MODEL = "the contract's model"

VARIATIONS = (
    Variation(
        id="var-doc-context-array",
        title="@context is an array of one URL",
        how="The serializer always writes an array.\nCLR10-PAY-001: one URL or an array of URLs.",
        operations=(*DOCUMENTS, "getDiscoveryDocument"),
        on_response=json_object(_context_array),
        touches=("context",),
    ),
    Variation(
        id="var-doc-context-several",
        title="@context names contexts before and after that of CLR",
        how="The publisher uses terms of other vocabularies too.\nCLR10-PAY-002: the array includes the CLR context.",
        operations=DOCUMENTS,
        on_response=json_object(_two_contexts),
        touches=("context",),
    ),
    Variation(
        id="var-doc-extension-members",
        title="Achievements and evidence hold extension members of several JSON types",
        how="The campus adds its own members, named prefix:name, with an additional context (CLR10-EXT-003, -006).\n"
        "CLR10-CON-012 forbids them in certification runs only, and is left out here.",
        operations=DOCUMENTS,
        on_response=_with_extensions,
        plan={"ignore": ("CLR10-CON-012",)},
        touches=("context",),
    ),
    Variation(
        id="var-doc-unicode",
        title="Names hold letters beyond the BMP, both directions, combining and joining characters",
        how="Learners and teachers write what they like.\nRFC 8259, section 8.1: JSON is any Unicode in UTF-8.",
        operations=DOCUMENTS,
        on_response=each_node(_unicode),
    ),
    Variation(
        id="var-doc-long-values",
        title="Criteria and comments are 28 000 characters long",
        how=f"Whole reports are pasted in.\nNo text of {_MODEL} has a greatest length.",
        operations=DOCUMENTS,
        on_response=each_node(_long_values),
    ),
    Variation(
        id="var-doc-no-types",
        title="type is left out wherever it is optional",
        how=f"The serializer writes required members only.\nIn {_MODEL} type is optional but for identities.",
        operations=DOCUMENTS,
        on_response=each_node(_no_types),
        touches=("defaults",),
    ),
    Variation(
        id="var-doc-empty-arrays",
        title="Optional arrays are there and empty",
        how="The serializer writes collections always.\nCLR10-PAY-008: an array member may be empty.",
        operations=DOCUMENTS,
        on_response=each_node(_empty_arrays),
        touches=("empty arrays",),
    ),
    Variation(
        id="var-doc-no-empty-arrays",
        title="Empty arrays are left out",
        how=f"The serializer skips empty collections.\nIn {_MODEL} they are optional, revokedAssertions too.",
        operations=DOCUMENTS,
        on_response=each_node(_no_empty_arrays),
        touches=("empty arrays",),
    ),
    Variation(
        id="var-doc-explicit-defaults",
        title="revoked and partial are there and false",
        how=f"The serializer writes booleans always.\nIn {_MODEL} both are booleans that may be present.",
        operations=DOCUMENTS,
        on_response=each_node(_explicit_defaults),
        touches=("defaults",),
    ),
    Variation(
        id="var-doc-fractions",
        title="Timestamps have fractions of a second",
        how="The database keeps microseconds.\nCLR10-PAY-010: ISO 8601 with a time zone, whatever the precision.",
        operations=DOCUMENTS,
        on_response=_each_moment(lambda text: text.replace("Z", ".000000Z")),
        touches=("timestamps",),
    ),
    Variation(
        id="var-doc-offset",
        title="Timestamps end with +00:00 instead of Z",
        how="The language writes UTC as an offset.\nCLR10-PAY-010 and -011: ISO 8601 with a time zone, in UTC.",
        operations=DOCUMENTS,
        on_response=_each_moment(lambda text: text.replace("Z", "+00:00")),
        touches=("timestamps",),
    ),
    Variation(
        id="var-doc-pem-crlf",
        title="The lines of a PEM key end with CRLF",
        how="The key was exported on Windows.\nRFC 7468, section 3: a line may end with CRLF, CR or LF.",
        operations=DOCUMENTS,
        on_response=_pem(lambda pem: "\r\n".join(pem.splitlines()) + "\r\n"),
        touches=("key text",),
    ),
    Variation(
        id="var-doc-pem-no-last-line-end",
        title="A PEM key has no line end behind its last line",
        how="The text was trimmed.\nRFC 7468, section 3: the end of the last line is optional.",
        operations=DOCUMENTS,
        on_response=_pem(str.strip),
        touches=("key text",),
    ),
    Variation(
        id="var-doc-numbers",
        title="Numbers are written with an exponent",
        how="The serializer writes decimals by its own rule.\nRFC 8259, section 6: 30E-1 is a number.",
        operations=DOCUMENTS,
        on_response=_numbers,
        touches=("json text",),
    ),
    Variation(
        id="var-doc-ext-values",
        title="Extensible vocabularies are extended",
        how="Local kinds of achievements and identifiers.\n"
        "CLR10-EXT-001: ext: and letters, digits, dot, hyphen, underscore.",
        operations=DOCUMENTS,
        on_response=each_node(_ext_values),
    ),
    Variation(
        id="var-doc-other-ids",
        title="Small things have tag:, did: and info: URIs as their ids",
        how="Ids come from several systems.\nCLR10-PAY-014: an absolute IRI of any scheme.",
        operations=DOCUMENTS,
        on_response=each_node(_other_ids),
    ),
    Variation(
        id="var-doc-long-ids",
        title="sourcedIds are 400 characters long, with letters that are percent-encoded",
        how="Ids are made of titles.\nRFC 3986, section 3.3: a path segment may hold all of that.",
        on_request=_short_path,
        on_response=_long_ids,
        touches=("clr ids",),
    ),
    Variation(
        id="var-doc-revoked-410",
        title="A revoked hosted assertion is answered 410 with the shortest status object",
        how="The record is deleted when it is revoked.\nCLR10-HST-009: 410, or 200 with revoked true.",
        operations=("getAssertion", "getEndorsement"),
        on_response=_gone,
    ),
    Variation(
        id="var-doc-410-with-clr",
        title="The 410 of a revoked CLR holds the CLR",
        how="The last version stays readable.\nCLR10-GCL-005: the answer may hold the CLR instead of a status body.",
        operations=("getClrs", "getClr"),
        on_response=_keep_a_clr,
    ),
)
