"""Each kind of value becomes the quads that JSON-LD says."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.linked_data import canonical, canonical_by_pyld
from tests.linked_data.reading import CONTEXTS, OWN, document, quads
from tests.linked_data.records import SEEDS

TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("member", "value", "expected"),
    [
        ("name", "Mira", '<name> "Mira"'),
        ("name", 'a "b" \\ \n\t\r', '<name> "a \\"b\\" \\\\ \\n\\t\\r"'),
        ("name", "\x00\x08\x0b\x0c\x1f\x7f", '<name> "\\u0000\\b\\u000B\\f\\u001F\\u007F"'),
        ("name", "\\u0041 ü 漢 😀", '<name> "\\\\u0041 ü 漢 😀"'),
        ("name", True, f'<name> "true"^^<{XSD}boolean>'),
        ("name", 7, f'<name> "7"^^<{XSD}integer>'),
        ("name", 2.0, f'<name> "2"^^<{XSD}integer>'),
        ("name", 0.25, f'<name> "2.5E-1"^^<{XSD}double>'),
        ("name", 10**21, f'<name> "1.0E21"^^<{XSD}double>'),
        ("count", 7, '<count> "7"^^<number>'),
        ("count", "seven", '<count> "seven"^^<number>'),
        ("knows", "urn:b", "<knows> <urn:b>"),
        ("knows", "urn:uuid:{9c}", "<knows> <urn:uuid:\\u007B9c\\u007D>"),
        ("type", "urn:a|b^c`d\\e", f"{TYPE} <urn:a\\u007Cb\\u005Ec\\u0060d\\u005Ce>"),
        ("urn:<p>", "x", '<urn:\\u003Cp\\u003E> "x"'),
        ("name", {"@value": "x", "@type": 'urn:"t"'}, '<name> "x"^^<urn:\\u0022t\\u0022>'),
        ("kind", "Person", "<kind> <Person>"),
        ("raw", {"b": 1, "a": [None, "x"]}, f'<raw> "{{\\"a\\":[null,\\"x\\"],\\"b\\":1}}"^^<{RDF}JSON>'),
        ("name", {"@value": "Mira", "@language": "DE-ch"}, '<name> "Mira"@de-ch'),
        ("name", {"@value": "7", "@type": "https://a.example/number"}, '<name> "7"^^<number>'),
        ("name", {"@value": 3, "@type": f"{XSD}double"}, f'<name> "3.0E0"^^<{XSD}double>'),
        ("words", {"EN": "hello"}, '<words> "hello"@en'),
        ("words", {"@none": "hello"}, '<words> "hello"'),
        ("type", "Person", f"{TYPE} <Person>"),
        ("https://a.example/name", "Mira", '<name> "Mira"'),
    ],
)
def test_a_value_is_one_quad(member: str, value: Any, expected: str) -> None:
    assert quads(document(**{member: value})) == {f"<urn:a> {expected}"}


@pytest.mark.parametrize("value", [None, [], [None], [[]], {"@value": None}])
def test_nothing_is_no_quad(value: Any) -> None:
    assert quads(document(name=value)) == set()


def test_an_iri_that_would_end_early_cannot_pass_for_another_quad() -> None:
    forged = quads(document(knows='urn:b><urn:p>"x".'))

    assert forged == {"<urn:a> <knows> <urn:b\\u003E\\u003Curn:p\\u003E\\u0022x\\u0022.>"}


def test_several_values_are_several_quads_however_deep_the_arrays() -> None:
    assert quads(document(name=["a", ["b", ["c"]], None])) == {f'<urn:a> <name> "{each}"' for each in "abc"}


def test_an_object_without_an_id_is_a_blank_node() -> None:
    assert quads(document(knows={"name": "Jonas"})) == {"<urn:a> <knows> _:1", '_:1 <name> "Jonas"'}


def test_an_ordered_list_is_a_chain() -> None:
    assert quads(document(steps=["x", "y"])) == {
        "<urn:a> <steps> _:1",
        f'_:1 <{RDF}first> "x"',
        f"_:1 <{RDF}rest> _:2",
        f'_:2 <{RDF}first> "y"',
        f"_:2 <{RDF}rest> <{RDF}nil>",
    }
    assert quads(document(steps=[])) == {f"<urn:a> <steps> <{RDF}nil>"}


def test_each_proof_stands_in_a_graph_of_its_own() -> None:
    assert quads(document(proof=[{"name": "p"}, {"name": "q"}])) == {
        "<urn:a> <proof> _:1",
        '_:2 <name> "p" _:1',
        "<urn:a> <proof> _:3",
        '_:4 <name> "q" _:3',
    }


def test_an_empty_proof_is_a_link_to_an_empty_graph_as_in_pyld() -> None:
    assert quads(document(proof={})) == {"<urn:a> <proof> _:1"}


def test_a_type_brings_its_terms_to_its_object_and_not_into_it() -> None:
    known = quads(document(type="Worker", job="baker", knows={"job": "smith"}))

    assert '<urn:a> <job> "baker"' in known
    assert "<urn:a> <knows> _:1" in known
    assert not any("smith" in each for each in known)


def test_a_blank_node_named_below_a_vocabulary_term_is_that_blank_node() -> None:
    value = document(knows={"id": "_:x", "name": "Jonas"}, kind="_:x")

    assert quads(value) == {"<urn:a> <knows> _:nx", '_:nx <name> "Jonas"', "<urn:a> <kind> _:nx"}
    assert canonical(value, OWN) == canonical_by_pyld(value, OWN)


def test_a_node_that_is_there_twice_with_one_ordered_list_has_what_pyld_gives_it() -> None:
    node = {"id": "urn:b", "steps": ["x", "y"]}
    value = document(knows=[node, {"id": "urn:c", "knows": node}])

    assert canonical(value, OWN) == canonical_by_pyld(value, OWN)


@pytest.mark.parametrize(
    "rare",
    [
        {"@reverse": {"knows": {"id": "urn:b"}}},
        {"@included": [{"id": "urn:b", "name": "b"}]},
        {"name": {"@set": ["a"]}},
        {"name": {"@list": ["a", "b"]}},
        {"@graph": [{"id": "urn:b", "name": "b"}]},
        {"@nest": {"name": "b"}},
    ],
)
def test_what_is_rare_is_read_by_pyld(rare: dict[str, Any]) -> None:
    value = document(**rare)

    assert canonical(value, OWN) == canonical_by_pyld(value, OWN) != ""


@pytest.mark.parametrize("make", SEEDS)
def test_records_badges_lists_and_keys_are_read_as_pyld_reads_them(make: Any) -> None:
    assert canonical(make(), CONTEXTS) == canonical_by_pyld(make(), CONTEXTS)


def test_neither_order_nor_white_space_changes_the_text() -> None:
    given = document(type=["Person", "Worker"], name="a", knows={"name": "b"})
    other = dict(reversed(given.items())) | {"type": ["Worker", "Person"]}

    assert canonical(given, OWN) == canonical(other, OWN)


def test_the_document_is_not_changed() -> None:
    given = SEEDS[0]()
    canonical(given, CONTEXTS)
    canonical_by_pyld({**given, "@reverse": {}}, CONTEXTS)

    assert given == SEEDS[0]()
