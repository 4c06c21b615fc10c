"""What a consumer supplies, keeps and uses, over the whole of its run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from conformance.exchanges.served import Served
from conformance.exchanges.specimens import Specimen
from conformance.rulebooks.clr10.consumer.kept_members import kept_copy, lost_members
from conformance.rulebooks.clr10.consumer.pages import clrs_of
from conformance.rulebooks.clr10.consumer.posted import FORMS, passed_on, posts
from conformance.rulebooks.clr10.consumer.register import observed
from conformance.standard.classes import Member, models
from conformance.traffic import Sitting, Traffic, breach, met, not_applicable, note, undecided
from conformance.traffic.seen import Seen
from conformance.traffic.specimens import asked_for, laid, left_open, met_with, report_of, state_of, wrong_state

_BOOK = "clr10"
_LET_IN = frozenset({("Assertion", "badge")})
"""Members that no class knows, but the standard means to let in: an Open Badge in the place of an assertion."""
_MOST_NAMED = 12
_KEEPS_WHAT = (
    "it does not tell what it keeps of the record: let its outcome (CLR_OUTCOME_FILE) have the record as it is stored "
    "as `document`"
)


@observed("CLR10-CON-001", scenarios=("rich",), needs=("read",))
def it_keeps_every_member(traffic: Traffic) -> Iterator[Seen]:
    """What it says that it keeps of a record with every member has them all; those that are lost are named."""
    for sitting, specimen in laid(traffic, "rich"):
        page, served = _read(sitting, specimen.id)
        reported = report_of(sitting, specimen)
        kept = kept_copy(reported.document, specimen.id) if reported is not None else None
        if page is None:
            yield undecided("it did not read the record", sitting)
        elif kept is None:
            yield undecided(_KEEPS_WHAT, sitting)
        else:
            yield met(sitting, page)
            yield from _missed(page, [*lost_members(served, kept)])


def _read(sitting: Sitting, record_id: str) -> tuple[Served | None, dict[str, Any]]:
    """The page on which a CLR was served, and that CLR."""
    for page in sitting.requests("getClrs", ok=True):
        for clr in clrs_of(page, "clrs"):
            if clr.get("id") == record_id:
                return page, clr
    return None, {}


def _missed(page: Served, lost: list[tuple[str, str]]) -> Iterator[Seen]:
    if lost:
        names = [*dict.fromkeys(name for name, _ in lost)]
        more = f", and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        yield breach(
            "Members of a record are lost",
            page,
            expected="every member that was served",
            actual=f"without {', '.join(names[:_MOST_NAMED])}{more}",
            pointer=lost[0][1],
        )


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


@observed("CLR10-CON-008", scenarios=("revoked-meanwhile",), needs=("keeps_state", "verify_hosted"), in_hand=True)
def what_is_revoked_meanwhile_is_noticed(traffic: Traffic) -> Iterator[Seen]:
    """What was verified at the first start and is revoked before the second is not verified any more then."""
    for sitting, specimen in laid(traffic, "revoked-meanwhile"):
        if not specimen.right:
            yield _second_look(sitting, specimen)


def _second_look(sitting: Sitting, specimen: Specimen) -> Seen:
    first = replace(specimen, start=1)
    before, now = state_of(sitting, first), state_of(sitting, specimen)
    if now == "verified":
        return wrong_state(sitting, specimen, now)
    if before is None:
        return left_open(sitting, first)
    if before != "verified":
        return undecided(f"it took the record as {before} when nothing was wrong yet", sitting)
    reports = any(run.outcome is not None for run in sitting.runs if run.number == specimen.start)
    if now is None and not (reports and asked_for(sitting, specimen.id, specimen.start)):
        return left_open(sitting, specimen)
    return met_with(sitting, specimen)
