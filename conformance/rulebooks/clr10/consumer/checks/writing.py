"""What a consumer posts and deletes, and whether it takes each success for one."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.exchanges.links import goes_to
from conformance.exchanges.served import Served
from conformance.rulebooks.clr10.consumer.register import observed
from conformance.traffic import Sitting, Traffic, breach, met, note, undecided
from conformance.traffic.seen import Seen
from conformance.traffic.telling import claims_success, how_it_went

_POSTED = ("post-replaced", "post-unchanged")
_REFUSED = ("post-refused", "post-not-allowed")
_DELETED = ("delete-200", "delete-202")
_FORMS = ("clr", "signedClr")
_MOST_REPEATS = 2


@observed("CLR10-PST-005", needs=("write",))
def a_post_holds_one_form(traffic: Traffic) -> Iterator[Seen]:
    """The body is a JSON object with @context and exactly one of clr and signedClr."""
    for sitting in traffic.sittings:
        for request in sitting.requests("postClr"):
            yield met(sitting, request)
            sent = request.sent
            if not isinstance(sent, dict):
                yield breach("The body of a post is not a JSON object", request, expected="a JSON object")
                continue
            forms = [name for name in _FORMS if sent.get(name) is not None]
            if len(forms) != 1:
                actual = " and ".join(forms) or f"members {', '.join(sorted(sent)[:5])}"
                expected = "exactly one of clr and signedClr"
                yield breach("A post does not hold one CLR", request, expected=expected, actual=actual)
            if not sent.get("@context"):
                yield breach("The body of a post has no @context", request, expected="@context", pointer="/@context")


@observed("CLR10-PST-018", scenarios=("plain", *_POSTED), needs=("write",))
def each_success_of_a_post_is_one(traffic: Traffic) -> Iterator[Seen]:
    """After 200, 201 and 304 the same CLR is not posted again, and the consumer ends as it does after 201."""
    plain = _plain(traffic, "write")
    for sitting in traffic.named("plain", *_POSTED):
        posted = [one for one in sitting.requests("postClr") if one.status in (200, 201, 304)]
        if sitting.task == "write" and posted:
            yield from _taken(sitting, posted, plain, "post")
    yield from _posted_in_vain(traffic)


def _posted_in_vain(traffic: Traffic) -> Iterator[Seen]:
    """A note of who posts again and again what is refused: no requirement forbids it."""
    for sitting in traffic.named(*_REFUSED):
        repeats = max((len(_repeats(sitting, one)) for one in sitting.requests("postClr")), default=0)
        if repeats > _MOST_REPEATS:
            yield note(f"{sitting.scenario}: it repeats a post that is refused, {repeats} times")


@observed("CLR10-DEL-009", scenarios=("plain", *_DELETED), needs=("delete",))
def each_success_of_a_delete_is_one(traffic: Traffic) -> Iterator[Seen]:
    """After 200, 202 and 204 the same CLR is not deleted again, and the consumer ends as it does after 204."""
    plain = _plain(traffic, "delete")
    for sitting in traffic.named("plain", *_DELETED):
        deleted = sitting.requests("deleteClr", ok=True)
        if sitting.task == "delete" and deleted:
            yield from _taken(sitting, [*deleted], plain, "delete")


def _plain(traffic: Traffic, task: str) -> Sitting | None:
    """The sitting to compare with: the last one, since of a departure that was mended it shows the rest."""
    return next((one for one in reversed(traffic.plain) if one.task == task), None)


def _taken(sitting: Sitting, done: list[Served], plain: Sitting | None, what: str) -> Iterator[Seen]:
    again = next(((one, other) for one in done for other in _repeats(sitting, one)), None)
    if again:
        first, repeated = again
        yield breach(
            f"It takes {first.status} of a {what} for a failure and repeats it",
            repeated,
            first,
            expected="no repeat",
            actual=f"the same {what} again",
        )
    elif not sitting.by_itself or plain is None or not claims_success(plain):
        yield undecided("there is no end to compare with that of the plain sitting", sitting)
    elif not claims_success(sitting):
        yield breach(
            f"It takes {done[-1].status} of a {what} for a failure",
            done[-1],
            expected="the end of the plain sitting",
            actual=how_it_went(sitting),
        )
    else:
        yield met(sitting, *done)


def _repeats(sitting: Sitting, done: Served) -> tuple[Served, ...]:
    """The same request in the same start of the consumer, made after it was done."""
    later = sitting.requests(done.operation, run=done.run, after=done)
    return tuple(one for one in later if goes_to(one.url, done.url) and one.sent == done.sent)
