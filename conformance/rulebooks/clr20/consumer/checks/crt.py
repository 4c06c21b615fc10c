"""The steps that the certification looks for, in the plain sittings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conformance.rulebooks.clr20.consumer.posted import LIST, POST
from conformance.rulebooks.clr20.consumer.register import REGISTRY, observed
from conformance.rulebooks.oauth.consumer.flows import registered_by_hand, without_login
from conformance.traffic import Sitting, Traffic, breach, met, undecided
from conformance.traffic.registry import Observed
from conformance.traffic.seen import Seen

_LOGIN = ("getServiceDescription", "register", "authorize", "token")


@observed("CLR20-CRT-10", scenarios=("plain",), needs=("read",))
def a_reader_takes_every_step(traffic: Traffic) -> Iterator[Seen]:
    """Discovery, registration, authorization, token, getCredentials and getProfile are all called where one reads."""
    yield from _taken(traffic, "read", (LIST, "getProfile"))


@observed("CLR20-CRT-11", scenarios=("plain",), needs=("write",))
def a_writer_takes_every_step(traffic: Traffic) -> Iterator[Seen]:
    """Discovery, registration, authorization, token and upsertCredential are all called where one writes."""
    yield from _taken(traffic, "write", (POST,))


REGISTRY.add(
    Observed(
        "consumer.crt.a_writer_takes_every_step", "CLR20-CRT-03", ("plain",), ("write",), a_writer_takes_every_step
    )
)


def _taken(traffic: Traffic, task: str, operations: Sequence[str]) -> Iterator[Seen]:
    """Who was registered by hand needs neither discovery nor registration, who acts for itself no login, and none of
    these who was given a token."""
    spared = {*_LOGIN[:2]} if registered_by_hand(traffic) else set()
    spared |= {"authorize"} if without_login(traffic) else set()
    steps = [step for step in (*_LOGIN, *operations) if step not in spared]
    for sitting in traffic.plain:
        if sitting.task == task and sitting.exchanges:
            yield from _in_one(
                sitting, [step for step in steps if step not in _LOGIN or not _was_given_a_token(sitting)]
            )


def _was_given_a_token(sitting: Sitting) -> bool:
    return not sitting.requests("token") and any(one.ok and one.bearer for one in sitting.exchanges)


def _in_one(sitting: Sitting, steps: Sequence[str]) -> Iterator[Seen]:
    missing = [step for step in steps if not sitting.requests(step)]
    if not missing:
        yield met(sitting, *(sitting.requests(step)[0] for step in steps))
    elif not sitting.through:
        yield undecided(f"{sitting.end}: nothing follows from what it left out", sitting)
    else:
        yield breach(
            f"It never calls {', '.join(missing)}",
            sitting.exchanges[-1],
            expected=", ".join(steps),
            actual=f"none of {', '.join(missing)}: {sitting.end}",
        )
