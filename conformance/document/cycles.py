"""Circles among relations that put one thing above or before another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

Label = TypeVar("Label")


def cycles(graph: Mapping[str, Sequence[tuple[str, Label]]]) -> Iterator[Label]:
    """The edges that close a circle, by a depth-first search without recursion, in linear time.

    ``graph`` maps an id to its edges: the id where each leads, and what stands for the edge.
    """
    done: set[str] = set()
    for start in graph:
        if start in done:
            continue
        path = {start}
        stack: list[tuple[str, Iterator[tuple[str, Label]]]] = [(start, iter(graph[start]))]
        while stack:
            name, edges = stack[-1]
            edge = next(edges, None)
            if edge is None:
                stack.pop()
                path.discard(name)
                done.add(name)
            elif edge[0] in path:
                yield edge[1]
            elif edge[0] not in done:
                path.add(edge[0])
                stack.append((edge[0], iter(graph.get(edge[0], ()))))
