"""An accident is never a verdict: what met a 5xx or got no answer is asked once more, and decides nothing by itself.

Every request of a run goes through ``SteadyWire``, so that the rule holds for all checks alike. See
``docs/explanation/verdicts.md``.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from conformance.exchanges import Response, Transcript
from conformance.record import CheckResult, Outcome, Problem
from conformance.wire import BudgetExhausted, Wire

T = TypeVar("T")

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_FORM = "application/x-www-form-urlencoded"
# Of the server errors these say what a server is, not how it is: they stay as they are.
_LASTING = frozenset({501, 505})
_LOST = frozenset({"reset", "refused", "unreachable"})
_SLOW = frozenset({"timeout", "too-slow"})
_LATE = frozenset({429, 503})

PAUSE_SECONDS = 0.1
MOST_PAUSES = 20
MOST_SLOW = 3
"""How many requests without an answer in time are asked again: each costs the time of a timeout."""
MOST_WAIT_SECONDS, ALL_WAITS_SECONDS = 5.0, 15.0
"""How long a Retry-After is obeyed, once and in the whole run."""
MOST_ASKED_AT_THE_END = 10


def is_accident(response: Response) -> bool:
    """True for a server error, and for a request that got no answer though the target was there."""
    if response.failure is not None:
        return response.failure.code in _LOST | _SLOW
    return response.status is not None and response.status >= 500 and response.status not in _LASTING


def repeatable(response: Response) -> bool:
    """True when the request may be sent again as it is: it spends nothing that works once, as a code does.

    A form of a page, and one with a code or a refresh token, is not: whoever sent it goes the way again.
    """
    if response.method != "POST":
        return True
    media = next((value for name, value in response.request_headers if name.lower() == "content-type"), "")
    if not media.lower().startswith(_FORM):
        return True
    form = dict(parse_qsl(response.request_body.decode("utf-8", "replace")))
    return form.get("grant_type") == "client_credentials"


@dataclass(slots=True)
class Accidents:
    """What is known of the accidents of a run, by the place of the exchange in the transcript."""

    once: set[int] = field(default_factory=set)
    """Met, and not asked again: nothing is known of them."""
    twice: set[int] = field(default_factory=set)
    """Met again when asked again: so the target answers, unless it is found to answer differently elsewhere."""
    recovered: set[int] = field(default_factory=set)
    """Answered otherwise when asked again."""
    changing: set[int] = field(default_factory=set)
    """Of those the ones that may have changed something on the target already when they met the accident, and the
    exchanges that asked again."""

    @property
    def unsteady(self) -> bool:
        """True when the target answered the same request once with an accident and once without."""
        return bool(self.recovered)

    def among(self, exchanges: Iterable[int]) -> frozenset[int]:
        """Those of the exchanges that are of consequence: accidents, and what may have been done twice."""
        return frozenset(self.once | self.twice | self.changing) & frozenset(exchanges)

    def decides_nothing(self, index: int) -> bool:
        """True for an accident that the target may not stand by."""
        return index in self.once or (self.unsteady and index in self.twice)


class SteadyWire(Wire):
    """A wire that asks once more where an accident answered, and knows of each accident what became of it."""

    def __init__(self, **how: Any) -> None:
        super().__init__(**how)
        self.accidents = Accidents()
        self._answered = False
        self._pauses = 0
        self._slow = 0
        self._waited = 0.0

    def send(self, *args: Any, **how: Any) -> Response:
        """As ``Wire.send``; an accident is asked again where that spends nothing, and the last response is returned."""
        return self._steadily(lambda: Wire.send(self, *args, **how), probe=bool(how.get("plain_probe")))

    def send_raw(self, *args: Any, **how: Any) -> Response:
        """As ``Wire.send_raw``, with the repetition of ``send``."""
        return self._steadily(lambda: Wire.send_raw(self, *args, **how))

    def again(self, step: Callable[[], T], met: Callable[[T], bool] = lambda _result: False) -> T:
        """Take a step of several requests, and take it again from its start when a request of it met an accident
        that could not be asked again by itself.

        ``met`` says of the result that it is an accident which is in no exchange (of a browser).
        """
        start = len(self.transcript)
        try:
            result = step()
        except Exception:
            if not self._open(start):
                raise
        else:
            if not (self._open(start) or met(result)):
                return result
        middle = len(self.transcript)
        try:
            return step()
        finally:
            self._compare(start, middle)

    def confirm(self) -> None:
        """Ask what was answered with a server error twice a last time: a target may have been away for a while.

        What the run has deleted since would be answered otherwise anyway.
        """
        if self.accidents.unsteady:
            return
        responses = self.transcript.responses
        deleted = {one.url for one in responses if one.method == "DELETE" and one.status in (200, 202, 204)}
        repeated = [responses[index] for index in sorted(self.accidents.twice) if responses[index].url not in deleted]
        for response in [one for one in repeated if one.method == "GET" and one.status][:MOST_ASKED_AT_THE_END]:
            try:
                now = Wire.send(self, "GET", response.url, headers=response.request_headers, label=response.label)
            except BudgetExhausted:
                return
            # A token may have ended since.
            if not is_accident(now) and now.status not in (None, 401):
                self.accidents.recovered.add(response.index)
                return

    def problem(self, undecided: int) -> Problem | None:
        """What has to be reported when answers differ; ``undecided`` are the requirements that were left so by it.

        A target that asks to come again (503) and then keeps its word gives nothing to tell, nor does a kept
        connection that was closed (RFC 9112, section 9.3.1), or a slow answer.
        """
        responses = self.transcript.responses
        shown = [index for index in self.accidents.recovered if responses[index].status not in {None, *_LATE}]
        if not self.accidents.unsteady or not (shown or undecided):
            return None
        kinds = Counter(_kind(response) for response in responses if is_accident(response))
        counts = ", ".join(f"{count} {'was' if count == 1 else 'were'} {kind}" for kind, count in kinds.most_common())
        return Problem(
            "answers-differ",
            "The same request is sometimes answered rightly and sometimes with an error: "
            f"of {len(responses)} answers {counts}.",
            "a target under load, one that is being deployed, or a proxy that loses its servers",
            "Look at the target's log for these errors, and run again when it is steady.",
        )

    def _steadily(self, send: Callable[[], Response], *, probe: bool = False) -> Response:
        response = send()
        if probe or not (is_accident(response) or self._asks_to_wait(response)):
            self._answered = True
            return response
        met = [response]
        while self._may_ask_again(response, len(met)):
            self._pause(response)
            response = send()
            if not is_accident(response):
                self._settled(met, response)
                return response
            met.append(response)
        known = self.accidents.twice if len(met) > 1 else self.accidents.once
        known.update(one.index for one in met if is_accident(one))
        return response

    def _may_ask_again(self, response: Response, tries: int) -> bool:
        if not repeatable(response) or tries > (2 if self.accidents.unsteady else 1):
            return False
        if response.status in _LATE and "retry-after" in response.headers and self._wait(response) is None:
            return False  # it asks for more patience than the run has
        code = response.failure.code if response.failure else ""
        if code in _LOST:
            return self._answered  # else nothing was ever there
        self._slow += code in _SLOW
        return self._slow <= MOST_SLOW

    def _settled(self, met: list[Response], response: Response) -> None:
        self._answered = True
        accidents = [one.index for one in met if is_accident(one)]
        self.accidents.recovered.update(accidents)
        if response.method not in _SAFE and accidents:
            self.accidents.changing.update((*accidents, response.index))

    def _asks_to_wait(self, response: Response) -> bool:
        return response.failure is None and response.status in _LATE and self._wait(response) is not None

    def _wait(self, response: Response) -> float | None:
        """Seconds that a Retry-After asks for; ``None`` without one, and when the run has less patience left."""
        text = (response.headers.get("retry-after") or "").strip()
        if not (text.isascii() and text.isdigit() and len(text) < 6):
            return None
        return float(text) if float(text) <= min(MOST_WAIT_SECONDS, ALL_WAITS_SECONDS - self._waited) else None

    def _pause(self, response: Response) -> None:
        delay = (self._wait(response) if response.status in _LATE else None) or 0.0
        self._waited += delay
        self._pauses += 1
        if delay or (not self._in_process and self._pauses <= MOST_PAUSES):
            time.sleep(max(delay, PAUSE_SECONDS))

    def _open(self, start: int) -> list[int]:
        return [index for index in self.accidents.once if index >= start]

    def _compare(self, start: int, middle: int) -> None:
        """Sort the accidents of a step by what came of the step when it was taken again, if it was."""
        if len(self.transcript) == middle:
            return  # a limit of the run came first
        first, second = (self._open(start), self._open(middle))
        before = [index for index in first if index < middle]
        self.accidents.once.difference_update(first)
        (self.accidents.twice if second else self.accidents.recovered).update((*before, *second))
        if not second:
            self.accidents.changing.update(before)


def settled(results: Iterable[CheckResult], wire: SteadyWire) -> list[CheckResult]:
    """The results of checks, undecided where they stand on an accident that decides nothing."""
    return [_settled(result, wire) for result in results]


def left_open(results: Iterable[CheckResult], wire: SteadyWire) -> bool:
    """True when a check of these results met an accident and came to no end."""
    accidents = wire.accidents
    return any(result.outcome is Outcome.INCOMPLETE and bool(accidents.among(result.exchanges)) for result in results)


def _settled(result: CheckResult, wire: SteadyWire) -> CheckResult:
    if result.outcome not in (Outcome.PASS, Outcome.FAIL, Outcome.WARN):
        return result
    seen = {*result.exchanges, *(index for finding in result.findings for index in finding.exchanges)}
    met = sorted(index for index in seen if wire.accidents.decides_nothing(index))
    if not met and result.outcome is not Outcome.PASS:
        met = sorted(index for index in seen if index in wire.accidents.changing)
    if not met:
        return result
    responses = wire.transcript.responses
    return replace(result, outcome=Outcome.INCOMPLETE, findings=(), reason=_why(responses[met[0]]))


def _why(response: Response) -> str:
    what = "got no answer" if response.failure else f"was answered {response.status}"
    if not is_accident(response):
        what = "was answered with an error of the server before, and may have been done then"
    return f"{response.label or response.method} {what}: an accident decides nothing"


def _kind(response: Response) -> str:
    return str(response.status) if response.failure is None else f"no answer ({response.failure.code})"


def accidents_since(transcript: Transcript, start: int) -> int:
    """How many of the exchanges from ``start`` on met an accident."""
    return sum(map(is_accident, transcript.responses[start:]))
