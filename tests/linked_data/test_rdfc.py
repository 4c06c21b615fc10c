"""Canonical labels of blank nodes: the same for the same graph, whoever named its nodes, and in bounded time."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence

import pytest
from pyld import canon, nquads

from conformance.linked_data import Budget, LinkedDataError, Quad, canonize
from tests.linked_data.reading import CONTEXTS
from tests.linked_data.records import record

P, Q = "<urn:p>", "<urn:q>"


def named(triples: Sequence[tuple[str, str]], predicate: str = P) -> list[Quad]:
    """Quads that link blank nodes."""
    return [(f"_:{one}", predicate, f"_:{other}", "") for one, other in triples]


def proofs(several: int, *, alike: bool = False) -> list[Quad]:
    """A credential with several proofs, each in a graph of its own, named and told by blank nodes."""
    found: list[Quad] = []
    for number in range(several):
        graph, node = f"_:g{number}", f"_:n{number}"
        value = '"same"' if alike else f'"value {number}"'
        found += [
            ("<urn:badge>", "<urn:proof>", graph, ""),
            (node, "<urn:type>", "<urn:Proof>", graph),
            (node, "<urn:value>", value, graph),
        ]
    return found


GRAPHS: dict[str, list[Quad]] = {
    "no blank node": [("<urn:a>", P, '"x"', ""), ("<urn:a>", P, '"x"@en', "<urn:g>")],
    "two that are told by their values": [("_:x", P, '"1"', ""), ("_:y", P, '"2"', "")],
    "two that are alike": [("_:x", P, '"1"', ""), ("_:y", P, '"1"', "")],
    "a pair": named([("x", "y"), ("y", "x")]),
    "a ring": named([("a", "b"), ("b", "c"), ("c", "d"), ("d", "a")]),
    "two rings": named([("a", "b"), ("b", "c"), ("c", "a"), ("x", "y"), ("y", "z"), ("z", "x")]),
    "a ring of six": named([("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"), ("e", "f"), ("f", "a")]),
    "a star": named([("hub", str(number)) for number in range(5)]),
    "a tree": named([(str(number), str(2 * number + side)) for number in range(1, 8) for side in (0, 1)]),
    "a chain of like entries": named([(str(number), str(number + 1)) for number in range(40)])
    + [(f"_:{number}", Q, '"x"', "") for number in range(41)],
    "a clique of five": named([(str(one), str(other)) for one in range(5) for other in range(5) if one != other]),
    "two links between the same two": named([("x", "y"), ("y", "z"), ("z", "x")]) + named([("x", "y")], Q),
    "one proof": proofs(1),
    "several proofs": proofs(4),
    "several proofs that are alike": proofs(3, alike=True),
    "a graph that is told of in itself": [("_:n", P, "_:m", "_:g"), ("_:g", P, "_:n", "_:h"), ("_:h", Q, '"x"', "")],
    "the same link in two graphs": [("_:x", P, "_:y", "_:g"), ("_:x", P, "_:y", "_:h"), ("_:y", P, "_:x", "")],
}


def renamed(quads: Sequence[Quad], seed: int) -> list[Quad]:
    """The same graph with other names and in another order."""
    chance = random.Random(seed)
    nodes = sorted({each for quad in quads for each in quad if each[:1] == "_"})
    names = dict(zip(nodes, chance.sample([f"_:r{number}" for number in range(len(nodes))], len(nodes)), strict=True))
    subjects = [(names.get(s, s), p, names.get(o, o), names.get(g, g)) for s, p, o, g in quads]
    return chance.sample(subjects, len(subjects))


def by_pyld(quads: Sequence[Quad]) -> str:
    """What PyLD makes of these quads."""
    dataset = nquads.parse_nquads("".join(f"{s} {p} {o} {g} .\n" if g else f"{s} {p} {o} .\n" for s, p, o, g in quads))
    text: str = canon.URDNA2015().main(dataset, {"format": "application/n-quads"})
    return text


@pytest.mark.parametrize("graph", GRAPHS)
def test_other_names_and_another_order_give_the_same_text(graph: str) -> None:
    assert {canonize(renamed(GRAPHS[graph], seed)) for seed in range(6)} == {canonize(GRAPHS[graph])}


@pytest.mark.parametrize("graph", GRAPHS)
def test_pyld_labels_the_same(graph: str) -> None:
    assert canonize(GRAPHS[graph]) == by_pyld(GRAPHS[graph])


def test_labels_follow_the_hashes_of_what_is_said_of_each_node() -> None:
    """The algorithm by hand, for two nodes that their values tell apart."""
    quads = GRAPHS["two that are told by their values"]
    hashes = {value: hashlib.sha256(f"_:a {P} {value} .\n".encode()).hexdigest() for value in ('"1"', '"2"')}
    first, second = sorted(hashes, key=lambda value: hashes[value])

    assert canonize(quads) == "".join(sorted((f"_:c14n0 {P} {first} .\n", f"_:c14n1 {P} {second} .\n")))


def test_another_hash_gives_other_labels_where_it_sorts_otherwise() -> None:
    quads = [(f"_:{number}", P, f'"{number}"', "") for number in range(6)]

    assert canonize(quads) != canonize(quads, hashlib.sha384)
    assert sorted(line[-6:] for line in canonize(quads).splitlines()) == sorted(
        line[-6:] for line in canonize(quads, hashlib.sha384).splitlines()
    )


def test_graphs_of_another_shape_have_another_text() -> None:
    assert canonize(GRAPHS["two rings"]) != canonize(GRAPHS["a ring of six"])
    assert len({canonize(quads) for quads in GRAPHS.values()}) == len(GRAPHS)


def test_a_dataset_is_a_set() -> None:
    quads = GRAPHS["several proofs"]

    assert canonize([*quads, *quads]) == canonize(quads)


def test_a_node_that_is_linked_with_itself_counts_that_link_once() -> None:
    """PyLD counts it twice, which moves labels; the standard and the JavaScript implementations do not."""
    line = hashlib.sha256(f"_:a {P} _:a .\n".encode()).hexdigest()
    other = hashlib.sha256(f'_:a {P} "x" .\n'.encode()).hexdigest()
    itself, second = ("_:c14n0", "_:c14n1") if line < other else ("_:c14n1", "_:c14n0")

    assert f"{itself} {P} {itself} .\n" in canonize([("_:x", P, "_:x", ""), ("_:y", P, '"x"', "")])
    assert f'{second} {P} "x" .\n' in canonize([("_:x", P, "_:x", ""), ("_:y", P, '"x"', "")])


POISON: dict[str, list[Quad]] = {
    "a clique": named([(str(one), str(other)) for one in range(12) for other in range(12) if one != other]),
    "a long ring": named([(str(number), str((number + 1) % 2000)) for number in range(2000)]),
    "a hypercube": named([(str(node), str(node ^ (1 << bit))) for node in range(512) for bit in range(9)]),
    "all with all": named([(f"a{one}", f"b{other}") for one in range(12) for other in range(12)]),
}


@pytest.mark.parametrize("graph", POISON)
def test_a_poison_graph_ends_by_its_budget(graph: str) -> None:
    with pytest.raises(LinkedDataError) as caught:
        canonize(POISON[graph], budget=Budget(20_000))

    assert caught.value.code == "poison-graph"
    assert caught.value.todo


def test_a_poison_graph_ends_without_being_told_a_budget() -> None:
    with pytest.raises(LinkedDataError, match="cannot be told apart"):
        canonize(POISON["a long ring"])


def test_graphs_that_share_a_budget_end_at_once_when_one_has_used_it_up() -> None:
    budget = Budget(20_000)
    for graph in POISON.values():
        with pytest.raises(LinkedDataError, match="cannot be told apart"):
            canonize(graph, budget=budget)

    assert canonize(GRAPHS["a pair"], budget=budget)
    with pytest.raises(LinkedDataError, match="cannot be told apart"):
        canonize(GRAPHS["a clique of five"], budget=budget)


def test_a_large_record_is_no_poison_graph() -> None:
    from conformance.linked_data import expand

    assert len(canonize(expand(record(50), CONTEXTS).quads, budget=Budget(0)).splitlines()) > 3_000


def test_many_like_nodes_that_their_neighbours_tell_apart_are_no_poison_graph() -> None:
    quads = [
        quad
        for number in range(500)
        for quad in ((f"<urn:{number}>", P, f"_:a{number}", ""), (f"_:a{number}", P, f"_:b{number}", ""))
    ]

    assert len(canonize(quads, budget=Budget(0)).splitlines()) == 1_000


def test_half_a_surrogate_pair_has_no_canonical_text() -> None:
    with pytest.raises(LinkedDataError, match="surrogate") as caught:
        canonize([("_:x", P, '"\ud83d"', "")])

    assert caught.value.code == "half-surrogate"
