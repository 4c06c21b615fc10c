"""Circles among relations are found once, by the edge that closes them, in linear time."""

from __future__ import annotations

from conformance.document.cycles import cycles


def graph(*edges: str) -> dict[str, list[tuple[str, str]]]:
    """A graph whose edges, such as ``ab``, stand for themselves."""
    found: dict[str, list[tuple[str, str]]] = {}
    for edge in edges:
        found.setdefault(edge[0], []).append((edge[1], edge))
    return found


def test_an_order_has_no_circle() -> None:
    assert list(cycles(graph("ab", "ac", "bd", "cd"))) == []


def test_a_circle_is_told_by_the_edge_that_closes_it() -> None:
    assert list(cycles(graph("ab", "bc", "ca"))) == ["ca"]


def test_a_thing_above_itself_is_a_circle() -> None:
    assert list(cycles(graph("aa"))) == ["aa"]


def test_each_circle_is_told() -> None:
    assert sorted(cycles(graph("ab", "ba", "cd", "dc"))) == ["ba", "dc"]


def test_a_long_chain_needs_no_recursion() -> None:
    chain = {str(number): [(str(number + 1), number)] for number in range(50_000)}
    chain["50000"] = [("0", -1)]
    assert list(cycles(chain)) == [-1]
