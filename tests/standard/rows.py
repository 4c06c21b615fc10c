"""One test for all rows of a catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from conformance.standard import Requirement

Judge = Callable[[Requirement], None]


def each_of(requirements: Iterable[Requirement]) -> Callable[[Judge], Callable[[], None]]:
    """A decorator: one test that judges every requirement and names all that fail, instead of hundreds of tests."""
    rows = tuple(requirements)

    def decorated(judge: Judge) -> Callable[[], None]:
        def test() -> None:
            faults = []
            for requirement in rows:
                try:
                    judge(requirement)
                except AssertionError as fault:
                    faults.append(f"{requirement.id}: {fault}")
            assert not faults, "\n".join(faults)

        return test

    return decorated
