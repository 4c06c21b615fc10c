"""What reports say of the documents of a run: each with its verdict, and whether it can be trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from heapq import nsmallest

from conformance.record import DocumentResult, RunRecord, Verdict

_RANK = ("unreadable", "fail", "incomplete", "warn", "pass", "not-applicable")
_TRUST_RANK = ("not-verified", "undecided", "", "verified")

WORDS: Mapping[str, str] = {
    "unreadable": "not judged",
    "fail": "broken",
    "incomplete": "not fully decided",
    "warn": "warnings only",
    "pass": "no rule broken",
    "not-applicable": "nothing judged",
}
TRUST_WORDS: Mapping[str, str] = {
    "verified": "verified",
    "not-verified": "not verified",
    "undecided": "trust undecided",
    "": "",
}
LIKE: Mapping[str, Verdict] = {
    "unreadable": Verdict.FAIL,
    "fail": Verdict.FAIL,
    "incomplete": Verdict.INCOMPLETE,
    "warn": Verdict.WARN,
    "pass": Verdict.PASS,
    "not-applicable": Verdict.NOT_APPLICABLE,
}
"""The verdict of a requirement that looks like that of a document."""


def ordered(record: RunRecord) -> Iterator[DocumentResult]:
    """The documents, the worst first, and in the order of the run within a verdict; read anew for each of these."""
    for rank in sorted({_rank(each) for each in record.documents}):
        yield from (each for each in record.documents if _rank(each) == rank)


def worst(record: RunRecord, most: int) -> list[DocumentResult]:
    """The first of the same order, without holding more than so many of them."""
    return nsmallest(most, record.documents, key=_rank)


def _rank(document: DocumentResult) -> tuple[int, int]:
    return _RANK.index(document.verdict), _TRUST_RANK.index(document.trust)


def trust_line(record: RunRecord) -> str:
    """How many documents are not verified, or could be neither; empty when there is nothing to say."""
    counts = Counter(each.trust for each in record.documents)
    total = len(record.documents)
    parts = [
        f"{counts[trust]} of {total} documents {'is' if counts[trust] == 1 else 'are'} {words}"
        for trust, words in (("not-verified", "not verified"), ("undecided", "neither verified nor refuted"))
        if counts[trust]
    ]
    if total == 1 and parts:
        return parts[0].replace("1 of 1 documents is", "the document is")
    return "; ".join(parts)


def summary(document: DocumentResult) -> str:
    """One document in a few words: how it ended, whether it can be trusted, how much was found."""
    counts = [
        f"{number} {noun}{'s' if number != 1 else ''}"
        for number, noun in ((document.broken, "fault"), (document.warnings, "warning"))
        if number
    ]
    words = (WORDS[document.verdict], TRUST_WORDS[document.trust], *counts)
    return ", ".join(word for word in words if word)
