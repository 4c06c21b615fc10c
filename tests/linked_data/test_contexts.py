"""Contexts that cannot be had or do not go together are told with their cause, and end in bounded work."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from conformance.linked_data import Contexts, LinkedDataError, canonical, canonical_by_pyld, expand
from conformance.linked_data.active import MOST_ENTRIES, MOST_OF_ITS_OWN
from conformance.linked_data.reference import MOST_RARE
from tests.linked_data.reading import CONTEXTS, OWN, document, losses, quads
from tests.linked_data.records import CLR, OB, VC1, VC2, badge, record

OB_302 = OB.replace("3.0.3", "3.0.2")


def refused(value: dict[str, Any], known: Contexts = CONTEXTS) -> LinkedDataError:
    """The error for which a document has no RDF."""
    with pytest.raises(LinkedDataError) as caught:
        canonical(value, known)
    error = caught.value
    assert error.message
    assert error.likely
    assert error.todo
    return error


def deep(levels: int) -> dict[str, Any]:
    """A context with a term that has a context with a term that has one, and so on."""
    made: dict[str, Any] = {"t": "https://a.example/t"}
    for _ in range(levels):
        made = {"t": {"@id": "https://a.example/t", "@context": made}}
    return made


BAD: list[tuple[Any, str]] = [
    ("https://unknown.example/context", "unknown-context"),
    ([VC2, "https://unknown.example/context"], "unknown-context"),
    ("relative.json", "unknown-context"),
    ("", "unknown-context"),
    ([VC2, OB, OB_302], "context-clash"),
    ([VC2, VC1], "context-clash"),
    ([VC2, OB.replace("-3.0.3", "")], "context-clash"),
    ([VC2, OB.replace("3.0.3", "3.0.1")], "context-clash"),
    ([VC2, {"name": "https://a.example/name"}], "context-clash"),
    ([VC2, None], "context-clash"),
    ([VC2, {"a": "b:x", "b": "a:y"}], "cyclic-context"),
    ([VC2, 5], "invalid-context"),
    ([VC2, {"a": 5}], "invalid-context"),
    ([VC2, {"a": {"@id": "relative"}}], "invalid-context"),
    ([VC2, {"@version": 2}], "invalid-context"),
    ({"@context": {"name": "https://a.example/name"}}, "invalid-context"),
    ([VC2, {"@import": "https://unknown.example/context"}], "unknown-context"),
    ([VC2] * (MOST_ENTRIES + 1), "too-much-linked-data"),
    ([VC2, deep(80)], "too-much-linked-data"),
    ([{f"t{number}": f"https://a.example/{number}" for number in range(30_000)}], "too-much-linked-data"),
]


@pytest.mark.parametrize(("context", "code"), BAD)
def test_bad_contexts_have_a_code_a_cause_and_a_hint(context: Any, code: str) -> None:
    error = refused({**record(0), "@context": context})

    assert error.code == code
    assert error.pointer == "/@context"


def test_a_clash_names_the_context_that_does_not_fit() -> None:
    assert refused({**record(0), "@context": [VC2, CLR, OB, OB_302]}).name == OB_302


def test_a_clash_inside_is_told_where_it_is() -> None:
    given = record(2)
    given["credentialSubject"]["verifiableCredential"][1]["@context"] = [VC2, OB_302]

    assert refused(given).pointer == "/credentialSubject/verifiableCredential/1/@context"


@pytest.mark.parametrize(
    "member", [{"id": 5}, {"type": 5}, {"id": "urn:a", "@id": "urn:b"}, {"@value": 1}, {"@list": {}}, {"@reverse": 1}]
)
def test_reserved_members_with_other_values_are_refused(member: dict[str, Any]) -> None:
    assert refused({"@context": "https://a.example/context", **member, "name": "x"}, OWN).code == "invalid-linked-data"


def test_a_record_that_starts_with_the_old_data_model_goes_with_the_new_badges_context() -> None:
    given = {**badge(1), "@context": [VC1, OB]}
    del given["proof"], given["credentialStatus"], given["validFrom"], given["evidence"]

    assert losses(given, CONTEXTS) == []


def test_a_document_may_bring_a_context_of_its_own() -> None:
    given = document(price=5)
    given["@context"] = ["https://a.example/context", {"price": "https://a.example/price"}]

    assert quads(given) == {'<urn:a> <price> "5"^^<http://www.w3.org/2001/XMLSchema#integer>'}


def test_contexts_of_its_own_are_bounded_by_their_number() -> None:
    several = [{"@context": {f"t{number}": f"https://a.example/{number}"}} for number in range(MOST_OF_ITS_OWN + 1)]

    assert refused(document(knows=several), OWN).code == "too-much-linked-data"
    assert quads(document(knows=several[:20])) == {f"<urn:a> <knows> _:{number + 1}" for number in range(20)}


def test_the_ways_to_combine_types_are_bounded() -> None:
    own = {
        f"T{number}": {"@id": f"https://a.example/T{number}", "@context": {f"m{number}": "https://a.example/m"}}
        for number in range(12)
    }
    nodes = [{"type": [f"T{number}" for number in range(12) if mask >> number & 1]} for mask in range(1 << 12)]
    given = document(knows=nodes)
    given["@context"] = [given["@context"], own]

    assert refused(given, OWN).code == "too-much-linked-data"


def test_what_pyld_has_to_read_is_bounded() -> None:
    given = document(name=["x"] * MOST_RARE, **{"@included": []})

    assert refused(given, OWN).code == "too-much-linked-data"


def test_depth_is_bounded() -> None:
    given: dict[str, Any] = {"name": "x"}
    for _ in range(3_000):
        given = {"knows": given}

    assert refused(document(knows=given), OWN).code == "too-deep"


def test_a_hundred_levels_are_read() -> None:
    given: dict[str, Any] = {"name": "x"}
    for _ in range(100):
        given = {"knows": given}

    assert len(quads(document(knows=given))) == 102


def test_a_number_that_no_double_holds_is_refused() -> None:
    assert refused(document(name=10**400), OWN).code == "huge-number"


def test_fetched_contexts_are_used_and_never_replace_known_ones() -> None:
    fetched: dict[str, dict[str, Any]] = {
        "https://f.example/c": {"@context": {"price": "https://a.example/price"}},
        VC2: {"@context": {}},
    }
    known = CONTEXTS.with_documents(fetched)
    given = {**record(0), "@context": [VC2, CLR, OB, "https://f.example/c"], "price": 5}

    assert losses(given, known) == []
    assert refused(given).code == "unknown-context"


@pytest.mark.parametrize(
    "content", [{}, {"@context": "https://f.example/c"}, {"@context": 5}, {"@context": ["https://g.example/c"]}]
)
def test_a_fetched_context_may_hold_anything(content: dict[str, Any]) -> None:
    known = CONTEXTS.with_documents({"https://f.example/c": content})
    given = {**record(0), "@context": [VC2, CLR, OB, "https://f.example/c"]}

    if content:
        assert refused(given, known).code in ("cyclic-context", "invalid-context", "unknown-context")
    else:
        assert losses(given, known) == []


def test_contexts_are_kept_so_that_a_second_reading_processes_none() -> None:
    known = Contexts(CONTEXTS.documents)
    expand(record(2), known)
    room = known.memo["room"]
    count = room.count
    expand(record(9), known)

    assert known.memo["room"] is room
    assert room.count == count


def test_pyld_alone_is_refused_what_would_exhaust_it() -> None:
    nodes = [{"id": f"_:{one}", "knows": [f"_:{other}" for other in range(9) if other != one]} for one in range(9)]

    with pytest.raises(LinkedDataError, match="cannot be told apart"):
        canonical_by_pyld(document(knows=nodes), OWN)


def test_nothing_is_imported_for_linked_data_before_a_document_needs_it() -> None:
    """PyLD takes longer to import than a document of 1.0 to judge."""
    program = "import sys, conformance.inspection.inspector as i; i.Inspector; sys.exit('pyld' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
