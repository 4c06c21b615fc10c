"""RDFC-1.0: quads become canonical N-Quads, with the same labels for blank nodes whoever canonicalises them.

The names of the steps are those of https://www.w3.org/TR/rdf-canon/. Telling like nodes apart can take time that
grows with the factorial of their number, so the work is bounded by a count of steps.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterable
from itertools import permutations
from typing import Any, Final

from conformance.linked_data.budget import Budget
from conformance.linked_data.problems import half_surrogate
from conformance.linked_data.result import Quad

STEPS_OF_A_NODE: Final = 20
"""Steps that each blank node brings along, so that a large document is not taken for a poison graph."""
MOST_OF_NODES: Final = 1_000_000
"""And how many they may bring together: a large poison graph ends about as soon as a small one."""

_Hashes = Callable[[bytes], Any]
_Issued = dict[str, str]
_Hashed = tuple[str, _Issued]
_Run = Generator["_Run", _Hashed, _Hashed]


def canonize(quads: Iterable[Quad], hashes: _Hashes = hashlib.sha256, budget: Budget | None = None) -> str:
    """The canonical N-Quads of these quads; one that is there twice counts once.

    ``hashes`` is a constructor of ``hashlib``, ``budget`` what several graphs may take together, beyond what their
    size brings along. Raises ``LinkedDataError``: ``poison-graph`` when it is used up, ``half-surrogate`` for text
    that has no UTF-8.
    """
    unique = list(dict.fromkeys(quads))
    try:
        labels = _Labelling(unique, hashes, budget or Budget()).labels()
    except UnicodeEncodeError as error:
        raise half_surrogate() from error
    return "".join(sorted(_lines(unique, labels)))


def _lines(quads: Iterable[Quad], labels: _Issued) -> Iterable[str]:
    for subject, predicate, thing, graph in quads:
        first = labels[subject] if subject[0] == "_" else subject
        last = labels[thing] if thing[0] == "_" else thing
        if graph:
            yield f"{first} {predicate} {last} {labels[graph] if graph[0] == '_' else graph} .\n"
        else:
            yield f"{first} {predicate} {last} .\n"


class _Labelling:
    """The canonicalization state of one graph."""

    __slots__ = ("_budget", "_first", "_hashes", "_issued", "_left", "_mentions")

    def __init__(self, quads: Iterable[Quad], hashes: _Hashes, budget: Budget) -> None:
        self._hashes = hashes
        self._mentions = _mentions(quads)
        self._first: dict[str, str] = {}
        self._issued: _Issued = {}
        self._left = min(STEPS_OF_A_NODE * len(self._mentions), MOST_OF_NODES)
        self._budget = budget

    def labels(self) -> _Issued:
        """The canonical label of each blank node."""
        alike: dict[str, list[str]] = {}
        for node in self._mentions:
            alike.setdefault(self._first_degree(node), []).append(node)
        in_order = [alike[each] for each in sorted(alike)]
        for nodes in in_order:
            if len(nodes) == 1:
                self._issue(nodes[0])
        for nodes in in_order:
            if len(nodes) > 1:
                self._tell_apart(nodes)
        return self._issued

    def _issue(self, node: str) -> None:
        if node not in self._issued:
            self._issued[node] = f"_:c14n{len(self._issued)}"

    def _tell_apart(self, nodes: Iterable[str]) -> None:
        """Label nodes that nothing tells apart but the nodes that they are linked with."""
        paths = [self._run(node, {node: "_:b0"}) for node in nodes if node not in self._issued]
        for _, issued in sorted(paths, key=lambda path: path[0]):
            for node in issued:
                self._issue(node)

    def _hash(self, data: str) -> str:
        found: str = self._hashes(data.encode()).hexdigest()
        return found

    def _spend(self, steps: int) -> None:
        self._left -= steps
        if self._left < 0:
            self._budget.spend(-self._left)
            self._left = 0

    def _first_degree(self, node: str) -> str:
        """Hash First Degree Quads: what is said of the node, whatever it is called."""
        lines = []
        for subject, predicate, thing, graph in self._mentions[node]:
            first = subject if subject[0] != "_" else "_:a" if subject == node else "_:z"
            last = thing if thing[0] != "_" else "_:a" if thing == node else "_:z"
            if graph:
                where = graph if graph[0] != "_" else "_:a" if graph == node else "_:z"
                lines.append(f"{first} {predicate} {last} {where} .\n")
            else:
                lines.append(f"{first} {predicate} {last} .\n")
        lines.sort()
        found = self._first[node] = self._hash("".join(lines))
        return found

    def _run(self, node: str, issued: _Issued) -> _Hashed:
        """Hash N-Degree Quads, without the stack of the interpreter: chains of nodes may be long."""
        runs: list[_Run] = [self._n_degree(node, issued)]
        answer: Any = None
        while True:
            try:
                deeper = runs[-1].send(answer)
            except StopIteration as end:
                runs.pop()
                answer = end.value
                if not runs:
                    found: _Hashed = answer
                    return found
            else:
                runs.append(deeper)
                answer = None

    def _n_degree(self, node: str, issued: _Issued) -> _Run:
        related = self._related(node, issued)
        said = []
        for each in sorted(related):
            chosen_path, chosen = "", issued
            for order in permutations(related[each]):
                self._spend(1 + len(order) + len(issued) // 16)
                copy = issued.copy()
                path = yield from self._path(order, copy, chosen_path)
                if path is not None and (not chosen_path or path[0] < chosen_path):
                    chosen_path, chosen = path
            said += [each, chosen_path]
            issued = chosen
        return self._hash("".join(said)), issued

    def _related(self, node: str, issued: _Issued) -> dict[str, list[str]]:
        """The blank nodes beside this one, by Hash Related Blank Node."""
        related: dict[str, list[str]] = {}
        mentions = self._mentions[node]
        self._spend(1 + len(mentions))
        for subject, predicate, thing, graph in mentions:
            for position, other in (("s", subject), ("o", thing), ("g", graph)):
                if other[:1] == "_" and other != node:
                    name = self._issued.get(other) or issued.get(other) or self._first[other]
                    said = f"{position}{'' if position == 'g' else predicate}{name}"
                    related.setdefault(self._hash(said), []).append(other)
        return related

    def _path(
        self, order: tuple[str, ...], issued: _Issued, chosen: str
    ) -> Generator[_Run, _Hashed, tuple[str, _Issued] | None]:
        """The path of one order of like nodes; ``None`` as soon as it is behind the chosen one."""
        path, deeper = "", []
        for node in order:
            if node in self._issued:
                path += self._issued[node]
            else:
                if node not in issued:
                    deeper.append(node)
                    issued[node] = f"_:b{len(issued)}"
                path += issued[node]
            if _behind(path, chosen):
                return None
        for node in deeper:
            said, issued_deeper = yield self._n_degree(node, issued)
            path += f"{issued[node]}<{said}>"
            issued = issued_deeper
            if _behind(path, chosen):
                return None
        return path, issued


def _behind(path: str, chosen: str) -> bool:
    return bool(chosen) and len(path) >= len(chosen) and path > chosen


def _mentions(quads: Iterable[Quad]) -> dict[str, list[Quad]]:
    """The quads in which each blank node is, each quad once."""
    found: dict[str, list[Quad]] = {}
    for quad in quads:
        subject, _, thing, graph = quad
        if subject[0] == "_":
            found.setdefault(subject, []).append(quad)
        if thing[0] == "_" and thing != subject:
            found.setdefault(thing, []).append(quad)
        if graph and graph[0] == "_" and graph not in (subject, thing):
            found.setdefault(graph, []).append(quad)
    return found
