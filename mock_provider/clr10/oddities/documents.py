"""Records that are odd, on the second page of a list: what the model allows, and the nulls that it does not."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Behaviour, Oddity
from mock_provider.clr10.documents import Node, each_object
from mock_provider.clr10.oddities._pages import LIST, on_second_page, second
from mock_provider.clr10.variations.documents import VARIATIONS

library = Library()

_KNOWN: dict[str, Behaviour] = {one.id: one for one in VARIATIONS}


def _write_nulls(node: Node) -> None:
    """Optional members that are not there are null, or arrays without entries."""
    optional: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
        "Assertion": (("narrative", "image", "term", "results"), ("evidence", "endorsements")),
        "Achievement": (("image", "humanCode", "alignments"), ("tags", "associations")),
        "Profile": (("description", "telephone", "address"), ("identifiers",)),
    }
    nulls, arrays = optional.get(str(node.get("type")), ((), ()))
    for name in nulls:
        node.setdefault(name, None)
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


library.add(
    on_second_page(
        "odd-extensions",
        "Records of the second page hold extension members and extended vocabularies",
        _KNOWN["var-doc-extension-members"],
        _KNOWN["var-doc-ext-values"],
    )
)

library.add(
    on_second_page(
        "odd-unicode",
        "Names on the second page hold letters beyond the BMP, both directions, combining and joining characters",
        _KNOWN["var-doc-unicode"],
    )
)

library.add(
    on_second_page(
        "odd-long-values",
        "Criteria and comments on the second page are 28 000 characters long",
        _KNOWN["var-doc-long-values"],
    )
)

ODDITIES = library.oddities
