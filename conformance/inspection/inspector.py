"""Inspects one input as a whole: its bytes, its findings with their level and place, whether it can be trusted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, Final

from conformance.document import DocumentError, Opened, judge
from conformance.document.origin import Origin
from conformance.inspection.accidents import failed, unreadable
from conformance.inspection.conforming import conformed
from conformance.inspection.contexts import provide
from conformance.inspection.editions import Edition, editions, open_input
from conformance.inspection.grading import graded, reported, undecided
from conformance.inspection.lookups import with_files
from conformance.inspection.mixing import words_of_a_later_edition
from conformance.inspection.options import Network, Options
from conformance.inspection.outcome import Grade, Judged, Reported
from conformance.inspection.personal import Withholder
from conformance.inspection.positions import locate
from conformance.inspection.source import Source, read
from conformance.trust import VerificationReport, verify
from conformance.trust.known import is_offline
from conformance.trust.session import ACCEPT

if TYPE_CHECKING:
    from conformance.wire.fetcher import Fetcher

MOST_LOCATED: Final = 30_000_000
"""Length of a text beyond which its findings are reported without line numbers."""

MOST_WORDS: Final = 50
"""Words of a later edition that are listed of one document."""

MOST_PLACES: Final = 100
"""Pointers that are kept of one finding; a text shows a few of them."""


class Inspector:
    """Inspects input after input with the same options; what one document fetched the next knows.

    Raises OSError or ssl.SSLError when the file of the private authority is unusable.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._network = _fetcher(options.network) if options.network is not None else None
        self._fetcher = with_files(options.known, self._network)
        self._withholders: dict[str, Withholder] = {}

    def source(self, source: Source) -> Judged:
        """Reads and inspects one input; never raises for what it holds."""
        begun = perf_counter()
        try:
            data = self._fetched(source.name) if source.is_url else read(source, self._options.limits.size)
            judged = self.document(source.shown, data)
        except DocumentError as error:
            return unreadable(source.shown, error)
        except Exception as fault:
            return failed(source.shown, fault)
        return replace(judged, seconds=perf_counter() - begun)

    def document(self, path: str, data: bytes) -> Judged:
        """Inspects one document; never raises for what it holds."""
        options = self._options
        asked = ("fetch-contexts",) if options.fetch_contexts else ()
        origin = Origin(path, policies=options.policies.union(asked))
        edition, opened = open_input(
            data, as_class=options.as_class, now=options.now, limits=options.limits, origin=origin
        )
        text = data if opened.source is None else opened.source
        with opened:
            if options.fetch_contexts and self._fetcher is not None:
                provide(opened, self._fetcher)
            judged = self._inspected(path, edition, opened, text)
        return self._spared(judged, text)

    def close(self) -> None:
        """Close all connections."""
        if self._network is not None:
            self._network.close()

    def _inspected(self, path: str, edition: Edition, opened: Opened, data: bytes) -> Judged:
        options = self._options
        judgement = judge(opened, places=MOST_PLACES)
        recognised = judgement.recognised
        if judgement.error is not None or recognised is None:
            error = judgement.error or DocumentError("not-recognised", "Nobody can tell what this is")
            return replace(unreadable(path, error), book=edition.book)
        report = self._verified(edition, opened)
        located = _located(reported(judgement, report, edition, options), data)
        if edition.trust is not None:
            report = conformed(report, located, edition.standard, edition.trust.apart)
        judged = Judged(
            path,
            Grade.PASS,
            edition.book,
            recognised=recognised.what,
            how=recognised.how,
            findings=tuple(sorted(located, key=_rank)),
            verification=report,
            exercised=(judgement.exercised | report.decided) - report.skipped,
            undecided=tuple(undecided(report, edition, options)),
            mixed=words_of_a_later_edition(edition, opened)[:MOST_WORDS],
        )
        return graded(judged, report, edition, options)

    def _verified(self, edition: Edition, opened: Opened) -> VerificationReport:
        if self._network is not None:
            self._network.renew()
        if edition.trust is None:
            return VerificationReport(offline=is_offline(self._fetcher))
        recipient = dict(self._options.recipient)
        return verify(opened, edition.trust, fetcher=self._fetcher, recipient=recipient, limits=self._options.limits)

    def _spared(self, judged: Judged, data: bytes) -> Judged:
        """The outcome without what is a learner's own, unless that is to be kept."""
        key = self._options.stand_ins
        if key is None:
            return judged
        book = judged.book or editions()[0].book
        if book not in self._withholders:
            self._withholders[book] = Withholder(book, key, tuple(value for _, value in self._options.recipient))
        return self._withholders[book].spared(judged, data)

    def _fetched(self, url: str) -> bytes:
        if self._network is None:
            raise DocumentError("offline", "A URL cannot be read offline", todo="Leave --offline out, or name a file")
        self._network.renew()
        fetched = self._network.get(url, accept=ACCEPT)
        if fetched.failure is None and fetched.status == 200:
            return fetched.body
        failure = fetched.failure
        what = f"{failure.message} [{failure.code}]" if failure else f"the answer is {fetched.status}"
        raise DocumentError(
            "not-fetched",
            f"The URL cannot be read: {what}",
            failure.likely if failure else "It needs a token, or nothing is there",
            "Fetch it yourself and name the file, or allow its host with --allow-host",
        )


def _rank(finding: Reported) -> tuple[bool, int, int]:
    """Errors first, and each in the order of the text."""
    place = finding.place
    return (not finding.fails, *((place.line, place.column) if place else (0, 0)))


def _fetcher(network: Network) -> Fetcher:
    from conformance.wire.fetcher import FETCH_LIMITS, Fetcher

    limits = replace(
        FETCH_LIMITS, exchange=network.timeout, run=network.total, body=network.size, exchanges=network.fetches
    )
    return Fetcher(limits=limits, ca=network.ca, allow=network.allow)


def _located(findings: Iterable[Reported], data: bytes) -> list[Reported]:
    """The findings with their places in the text."""
    found = list(findings)
    if not found or len(data) > MOST_LOCATED:
        return found
    places = locate(data.decode("utf-8", "replace"), (finding.pointer for finding in found))
    return [replace(finding, place=places[finding.pointer]) for finding in found]
