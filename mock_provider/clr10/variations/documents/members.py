"""What objects hold: other contexts, further members, odd and long texts, and what is optional written or left out."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Variation
from mock_provider.behaviour.tools import json_object
from mock_provider.clr10 import FACTS
from mock_provider.clr10.documents import Node, each_object
from mock_provider.clr10.operations import DOCUMENTS
from mock_provider.clr10.variations.documents._common import posted

library = Library()

_EXTENSIONS = "https://extensions.example/clr/v1/context.jsonld"
_MODEL = "the contract's model"


def _write_context_as_array(document: Node) -> None:
    document["@context"] = [FACTS.context_url]


library.add(
    Variation(
        id="var-doc-context-array",
        title="@context is an array of one URL",
        how="The serializer always writes an array.\nCLR10-PAY-001: one URL or an array of URLs.",
        operations=(*DOCUMENTS, "getDiscoveryDocument"),
        on_response=json_object(_write_context_as_array),
        touches=("context",),
    )
)


def _name_three_contexts(document: Node) -> None:
    document["@context"] = ["https://www.w3.org/ns/odrl.jsonld", FACTS.context_url, _EXTENSIONS]


library.add(
    Variation(
        id="var-doc-context-several",
        title="@context names contexts before and after that of CLR",
        how="The publisher uses terms of other vocabularies too.\nCLR10-PAY-002: the array includes the CLR context.",
        operations=DOCUMENTS,
        on_response=json_object(_name_three_contexts),
        touches=("context",),
    )
)


def _name_extension_context(document: Node) -> None:
    document["@context"] = [FACTS.context_url, _EXTENSIONS]


def _add_extension_members(node: Node) -> None:
    if node.get("type") in ("Achievement", "Evidence"):
        node |= {"campus:room": "B 2.04", "campus:seats": 24, "campus:tutors": [{"campus:name": "T. Brandt"}]}


def extend(response: Response) -> None:
    """Add extension members, and the context that defines them."""
    each_object(_add_extension_members)(response)
    json_object(_name_extension_context)(response)


library.add(
    Variation(
        id="var-doc-extension-members",
        title="Achievements and evidence hold extension members of several JSON types",
        how="The campus adds its own members, named prefix:name, with an additional context (CLR10-EXT-003, -006).\n"
        "CLR10-CON-012 forbids them in certification runs only, and is left out here.",
        operations=DOCUMENTS,
        on_response=extend,
        plan={"ignore": ("CLR10-CON-012",)},
        touches=("context",),
        obliges=("CLR10-EXT-007",),
    )
)

_NAME = "Zo\u00eb \u202e \U0001d50d\u0337 e\u0301 \U0001f469\u200d\U0001f52c \u0645\u062d\u0645 \u6797 \ufdfa \ufb01"


def append_odd_letters(node: Node) -> None:
    """Let names end in letters that few programs were tried with."""
    if not posted(node) and node.get("type") in ("Achievement", "Evidence", "Artifact", "ResultDescription"):
        node["name"] = f"{node['name'].removesuffix(_NAME)}{_NAME}"


library.add(
    Variation(
        id="var-doc-unicode",
        title="Names hold letters beyond the BMP, both directions, combining and joining characters",
        how="Learners and teachers write what they like.\nRFC 8259, section 8.1: JSON is any Unicode in UTF-8.",
        operations=DOCUMENTS,
        on_response=each_object(append_odd_letters),
    )
)

_LONG = "A long story, told *twice*. " * 1_000


def write_long_texts(node: Node) -> None:
    """Make criteria and comments as long as a thesis."""
    if node.get("type") in ("Criteria", "EndorsementClaim"):
        node["narrative" if node["type"] == "Criteria" else "endorsementComment"] = _LONG


library.add(
    Variation(
        id="var-doc-long-values",
        title="Criteria and comments are 28 000 characters long",
        how=f"Whole reports are pasted in.\nNo text of {_MODEL} has a greatest length.",
        operations=DOCUMENTS,
        on_response=each_object(write_long_texts),
    )
)

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


def _drop_types(node: Node) -> None:
    open_badge = "badge" in node or "criteria" in node or str(node.get("id", "")).endswith("openbadges/issuer")
    if node.get("type") in _CLASSES and not open_badge:
        del node["type"]


library.add(
    Variation(
        id="var-doc-no-types",
        title="type is left out wherever it is optional",
        how=f"The serializer writes required members only.\nIn {_MODEL} type is optional but for identities.",
        operations=DOCUMENTS,
        on_response=each_object(_drop_types),
        touches=("defaults",),
    )
)


def _add_empty_arrays(node: Node) -> None:
    additions = {
        "Clr": ("achievements", "endorsements", "signedEndorsements", "signedAssertions"),
        "Achievement": ("alignments", "associations", "endorsements", "identifiers", "signedEndorsements", "tags"),
        "Evidence": ("artifacts",),
        "Result": ("alignments",),
    }
    for member in additions.get(str(node.get("type")), ()):
        node.setdefault(member, [])


library.add(
    Variation(
        id="var-doc-empty-arrays",
        title="Optional arrays are there and empty",
        how="The serializer writes collections always.\nCLR10-PAY-008: an array member may be empty.",
        operations=DOCUMENTS,
        on_response=each_object(_add_empty_arrays),
        touches=("empty arrays",),
        obliges=("CLR10-PAY-009",),
    )
)


def _drop_empty_arrays(node: Node) -> None:
    for name in [name for name, value in node.items() if value == [] and name not in ("clrs", "signedClrs")]:
        del node[name]


library.add(
    Variation(
        id="var-doc-no-empty-arrays",
        title="Empty arrays are left out",
        how=f"The serializer skips empty collections.\nIn {_MODEL} they are optional, revokedAssertions too.",
        operations=DOCUMENTS,
        on_response=each_object(_drop_empty_arrays),
        touches=("empty arrays",),
    )
)


def _write_defaults(node: Node) -> None:
    if node.get("type") in ("Clr", "Assertion", "Endorsement") and "badge" not in node:
        node.setdefault("revoked", False)
    if node.get("type") == "Clr":
        node.setdefault("partial", False)


library.add(
    Variation(
        id="var-doc-explicit-defaults",
        title="revoked and partial are there and false",
        how=f"The serializer writes booleans always.\nIn {_MODEL} both are booleans that may be present.",
        operations=DOCUMENTS,
        on_response=each_object(_write_defaults),
        touches=("defaults",),
    )
)

VARIATIONS = library.variations
