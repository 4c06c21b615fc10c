"""Whether a document can be trusted, in the words of every format: one rule, so that none of them leaves it out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from conformance.inspection.outcome import Judged
from conformance.standard import facts
from conformance.trust import ItemReport, Trust

MOST_REASONS: Final = 20
"""Groups of like items that are listed of one document where room is short."""

MOST_GROUPS: Final = 100
"""Groups of like items that are listed of one document anywhere but in JSON."""

WORDS: Final = {
    Trust.VERIFIED: "verified",
    Trust.NOT_VERIFIED: "not verified",
    Trust.UNDECIDED: "trust undecided",
}


def verdict(judged: Judged) -> Trust | None:
    """Whether the document as a whole can be trusted; ``None`` when there is nothing in it that could be."""
    report = judged.verification
    return report.verdict if report is not None and report.items else None


def doubtful(judged: Judged) -> Iterator[tuple[list[ItemReport], str]]:
    """The items that are not verified, those alike together, each group with the sentence that says so."""
    report = judged.verification
    groups = alike_items(report.items if report is not None else ())
    for alike in islice((each for each in groups if each[0].verdict is not Trust.VERIFIED), MOST_GROUPS):
        yield alike, _sentence(alike)


def reasons(judged: Judged) -> tuple[str, ...]:
    """The same sentences alone, ``MOST_REASONS`` at most and how many more there are."""
    sentences = [sentence for _, sentence in doubtful(judged)]
    more = len(sentences) - MOST_REASONS
    return (*sentences[:MOST_REASONS], *([f"and {more} more like these"] if more > 0 else []))


def answered(judged: Judged) -> Iterator[str]:
    """What was answered of the items, those alike in one line, ``MOST_GROUPS`` at most."""
    report = judged.verification
    groups = alike_items([item for item in report.items if item.answers] if report is not None else ())
    for alike in islice(groups, MOST_GROUPS):
        said = "; ".join(f"{each.question.value} {each.value.value} ({each.text})" for each in alike[0].answers)
        yield f"{_named(alike)}: {said}"


def mixture(judged: Judged) -> Iterator[str]:
    """The words of a later edition that a document mixes in, each with what its own edition has in that place."""
    for word in judged.mixed:
        other = f"; {facts(judged.book).name} has {word.other}" if word.other else ""
        yield f"{word.pointer or '/'}: the {word.kind} {word.word} is of {word.edition}{other}"


def alike_items(items: Sequence[ItemReport]) -> Iterator[list[ItemReport]]:
    """Items that are of one kind and ended in the same way for the same reasons, together."""
    groups: dict[object, list[ItemReport]] = {}
    for item in items:
        codes = tuple(reason.code for reason in item.reasons)
        key_id = item.key.id if item.key else ""
        answers = tuple((answer.question, answer.value) for answer in item.answers)
        groups.setdefault((item.verdict, item.kind, item.method, codes, key_id, bool(item.open), answers), []).append(
            item
        )
    yield from groups.values()


def _sentence(alike: list[ItemReport]) -> str:
    first = alike[0]
    why = "; ".join(f"{reason.text} [{reason.code}]" for reason in islice(first.reasons, 4))
    return f"{WORDS[first.verdict]}: {_named(alike)}: {why}"


def _named(alike: list[ItemReport]) -> str:
    first = alike[0]
    more = f" and {len(alike) - 1} more" if len(alike) > 1 else ""
    name = f"{first.kind} {first.id}".strip()
    return f"{name} at {first.pointer or '/'}{more}"
