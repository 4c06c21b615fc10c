"""Records that are odd, on the second page of a list: what the model allows, and the nulls that it does not."""

from __future__ import annotations

import json
from uuid import NAMESPACE_URL, uuid5

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Oddity
from mock_provider.behaviour.paging import LIST, second
from mock_provider.behaviour.tools import json_object
from mock_provider.clr10.documents import Node, each_object
from mock_provider.clr10.variations.documents.members import append_odd_letters, extend, write_long_texts
from mock_provider.clr10.variations.documents.values import extend_vocabularies

library = Library()

_HUGE = 4 * 1024 * 1024


def _write_nulls(node: Node) -> None:
    """Optional members that are not there are null, or arrays without entries."""
    optional: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
        "Clr": (("achievements", "assertions", "revocationReason"), ("endorsements", "signedEndorsements")),
        "Assertion": (("narrative", "image", "term", "results"), ("evidence", "endorsements")),
        "Achievement": (("image", "humanCode", "alignments"), ("tags", "associations")),
        "Profile": (("description", "telephone", "address"), ("identifiers",)),
    }
    nulls, arrays = optional.get(str(node.get("type")), ((), ()))
    for name in nulls:
        node[name] = node.get(name) or None
    for name in arrays:
        node.setdefault(name, [])


library.add(
    Oddity(
        id="odd-nulls",
        title="Records of the second page have null members and empty arrays",
        how="The serialiser writes every field of the class.\nThe option to skip nulls is off.",
        operations=LIST,
        on_response=second(each_object(_write_nulls)),
    )
)


def _extend(response: Response) -> None:
    extend(response)
    each_object(_extend_records)(response)


def _extend_records(node: Node) -> None:
    """Every JSON type at the root of a record, besides what a variation does to what it holds."""
    extend_vocabularies(node)
    if node.get("type") == "Clr":
        node |= {"campus:shelf": 4, "campus:open": False, "campus:note": "kept", "campus:path": [1, ["a"]]}
        node |= {"campus:kept": {"campus:until": 2040.5}}


library.add(
    Oddity(
        id="odd-extensions",
        title="Records of the second page hold extension members and extended vocabularies",
        how="A publisher adds members and values of its own.\nCLR10-EXT-001 and CLR10-EXT-003 allow both.",
        operations=LIST,
        on_response=second(_extend),
    )
)

library.add(
    Oddity(
        id="odd-unicode",
        title="Names on the second page hold letters beyond the BMP, both directions, combining and joining characters",
        how="Learners are called what they are called.\nRFC 8259, section 8.1: JSON is UTF-8.",
        operations=LIST,
        on_response=second(each_object(append_odd_letters)),
    )
)

library.add(
    Oddity(
        id="odd-long-values",
        title="Criteria and comments on the second page are 28 000 characters long",
        how="A handbook is pasted into the criteria.\nThe contract sets no limit.",
        operations=LIST,
        on_response=second(each_object(write_long_texts)),
    )
)


def _add_achievements(document: Node) -> None:
    """So many copies of an achievement in its CLR that the page has several MiB; none is hosted anywhere."""
    known = [(clr, each["achievement"]) for clr in document["clrs"] for each in clr.get("assertions") or ()]
    clr, model = known[0]
    peer = {"associationType": "isPeerOf", "targetId": model["id"], "title": model["name"]}
    listed = {**model, "associations": [peer]}
    count = _HUGE // len(json.dumps(listed)) + 1
    added = [{**listed, "id": uuid5(NAMESPACE_URL, f"{clr['id']} {number}").urn} for number in range(count)]
    clr["achievements"] = [*(clr.get("achievements") or ()), *added]


library.add(
    Oddity(
        id="odd-huge",
        title="A record of the second page holds so many achievements that the page has 4 MiB",
        how="A whole course catalogue is written into the record.\nThe contract sets no limit.",
        operations=LIST,
        on_response=second(json_object(_add_achievements)),
    )
)

ODDITIES = library.oddities
