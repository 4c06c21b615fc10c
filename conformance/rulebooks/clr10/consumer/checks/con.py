"""What a consumer supplies, keeps and uses, over the whole of its run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from conformance.exchanges.served import Served
from conformance.rulebooks.clr10.consumer.posted import FORMS, passed_on, posts
from conformance.rulebooks.clr10.consumer.register import observed
from conformance.standard.classes import Member, models
from conformance.traffic import Traffic, breach, met, not_applicable, note
from conformance.traffic.seen import Seen

_BOOK = "clr10"
_LET_IN = frozenset({("Assertion", "badge")})
"""Members that no class knows, but the standard means to let in: an Open Badge in the place of an assertion."""
_MOST_NAMED = 12


@observed("CLR10-CON-002", needs=("write",))
def it_supplies_every_member(traffic: Traffic) -> Iterator[Seen]:
    """Each class that is posted has its required members in some post; those that no post has are named in a note.

    Whether the consumer could supply an optional member that it never sends is not seen.
    """
    sent: dict[str, set[str]] = defaultdict(set)
    first: dict[str, Served] = {}
    for sitting, request, posted in posts(traffic):
        if request.ok or request.status == 304:
            yield met(sitting, request)
        # A post that lacks what is required is refused: it shows what is missing all the same.
        for kind, names in posted.members.items():
            sent[kind] |= names
            first.setdefault(kind, request)
    missing = [member for kind in _kinds() if kind in sent for member in _lacking(kind, sent[kind])]
    for kind, member in missing:
        if member.required:
            expected = f"{kind} with {member.name}"
            yield breach(f"No posted {kind} has {member.name}, which is required", first[kind], expected=expected)
    never = [f"{kind}.{member.name}" for kind, member in missing] + [kind for kind in _kinds() if kind not in sent]
    if sent and never:
        more = f", and {len(never) - _MOST_NAMED} more" if len(never) > _MOST_NAMED else ""
        yield note(f"it never sends {', '.join(never[:_MOST_NAMED])}{more}: whether it can is not seen")


def _kinds() -> list[str]:
    """The classes that a CLR can hold, itself first."""
    known, found = models(_BOOK), ["Clr"]
    for kind in found:  # grows while it is read
        types = {member.type for member in known[kind].members.values()}
        found.extend(sorted(name for name in types if name in known and name not in found))
    return found


def _lacking(kind: str, sent: set[str]) -> Iterator[tuple[str, Member]]:
    return ((kind, member) for member in models(_BOOK)[kind].members.values() if member.name not in sent)


@observed("CLR10-CON-003", needs=("write",))
def it_sends_no_extensions(traffic: Traffic) -> Iterator[Seen]:
    """No member that the model does not know, in any post."""
    for sitting, request, posted in posts(traffic):
        yield met(sitting, request)
        for (kind, name), pointer in posted.judgement.unknown.items():
            if (kind, name) not in _LET_IN:
                yield breach(
                    f"A posted {kind} has the extension member {name}",
                    request,
                    expected="no such member",
                    actual=name,
                    pointer=pointer,
                )


@observed("CLR10-CON-005", needs=("read",))
def it_may_choose_its_pages(traffic: Traffic) -> Iterator[Seen]:
    """A note of whether limit and offset are used; to use neither is right as well."""
    lists = [(sitting, sitting.requests("getClrs")) for sitting in traffic.plain]
    for sitting, asked in lists:
        used = [one for one in asked if {"limit", "offset"} & one.query.keys()]
        if used:
            yield met(sitting, *used)
            yield note("it uses limit or offset")
            return
    if any(asked for _, asked in lists):
        yield not_applicable("it uses neither limit nor offset")


@observed("CLR10-CON-006", scenarios=("pass-on",), needs=("write",))
def what_it_passes_on_is_unchanged(traffic: Traffic) -> Iterator[Seen]:
    """A CLR that was received and is posted is the same string when it is signed, and the same members when not."""
    for sitting in traffic.sittings:
        posted = sitting.requests("postClr")
        seen = [(one, received) for one in posted if (received := passed_on(sitting, one)) is not None]
        for request, received in seen:
            yield met(sitting, request)
            yield from _changed(request, received)
        if posted and not seen:
            yield not_applicable("it passes no CLR on: it posts none that it has received", sitting)


def _changed(request: Served, received: Any) -> Iterator[Seen]:
    posted = next((request.sent[form] for form in FORMS if request.sent.get(form) is not None), None)
    if isinstance(received, str):
        if posted != received:
            actual = "another string" if isinstance(posted, str) else "a CLR without signature"
            yield breach("A signed CLR is passed on changed", request, expected="the string received", actual=actual)
    elif _without_context(posted) != _without_context(received):
        expected = "the members received"
        yield breach("A CLR is passed on changed", request, expected=expected, actual="other members")


def _without_context(clr: Any) -> Any:
    """A CLR stands with its context by itself, and without one in a list or a post."""
    return {name: value for name, value in clr.items() if name != "@context"} if isinstance(clr, dict) else clr
