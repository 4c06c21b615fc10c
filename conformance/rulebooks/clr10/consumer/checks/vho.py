"""How a verifier fetches what is hosted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conformance.exchanges.served import Served
from conformance.rulebooks.clr10.consumer.copies import judged_by_copy
from conformance.rulebooks.clr10.consumer.register import observed
from conformance.traffic import Sitting, Traffic, breach, met, note
from conformance.traffic.accepting import lists
from conformance.traffic.seen import Seen
from conformance.traffic.specimens import asked_for, each_of, not_taken, state_of, unasked

_PUBLIC = ("getAssertion", "getEndorsement")
_HOSTED = (*_PUBLIC, "getClr")
_NEEDS = ("verify_hosted",)
_WITHOUT = "hosted-without-token"


@observed("CLR10-VHO-001", needs=_NEEDS, in_hand=True)
def hosted_items_are_fetched(traffic: Traffic) -> Iterator[Seen]:
    """Each hosted item is fetched by its id, over https, with application/ld+json in Accept.

    Who calls one verified and has not asked for it breaks this, whatever else it gets right.
    """
    for sitting in traffic.sittings:
        yield from _unasked(sitting)
    for sitting in traffic.plain:
        fetched = sitting.requests(*_HOSTED)
        for request in fetched:
            yield met(sitting, request)
            accept = request.request_headers.get("accept") or "no Accept header"
            if not lists(accept, "application/ld+json"):
                expected = "application/ld+json"
                yield breach("A hosted item is fetched as another type", request, expected=expected, actual=accept)
        if not fetched and sitting.task == "read" and "verify" not in traffic.claims:
            yield from _trusted(sitting)


def _unasked(sitting: Sitting) -> Iterator[Seen]:
    for specimen in sitting.specimens:
        believed = specimen.id in specimen.fetches and state_of(sitting, specimen) == "verified"
        if believed and not asked_for(sitting, specimen.id):
            yield unasked(sitting, specimen, "the copy at its id", specimen.id)


def _trusted(sitting: Sitting) -> Iterator[Seen]:
    """A consumer that verifies what it reads, got a hosted item, and went through without a fetch.

    Who verifies files may read without that, and who calls nothing verified trusts nothing.
    """
    told = {record.state for run in sitting.runs if run.outcome for record in run.outcome.records}
    if told and "verified" not in told:
        return
    for page in sitting.requests("getClrs", ok=True):
        if _holds_hosted(page.answer) and sitting.through:
            yield breach(
                "It takes a hosted item as it came, and does not fetch it",
                page,
                expected="a request for the id of each hosted item",
                actual="none",
            )
            return


def _holds_hosted(page: Any) -> bool:
    clrs = page.get("clrs") if isinstance(page, dict) else None
    return any(
        _is_hosted(item)
        for clr in (clrs if isinstance(clrs, list) else [])
        if isinstance(clr, dict)
        for item in (clr, *(clr.get("assertions") or ()))
    )


def _is_hosted(item: Any) -> bool:
    if not isinstance(item, Mapping) or item.get("revoked") is True:
        return False
    verification = item.get("verification")
    return isinstance(verification, Mapping) and verification.get("type") == "Hosted"


@observed("CLR10-VHO-002", needs=_NEEDS)
def a_hosted_clr_is_fetched_with_a_token(traffic: Traffic) -> Iterator[Seen]:
    """A fetch of a CLR carries a token, at the latest when it is refused without one."""
    for sitting in traffic.plain:
        asked = sitting.requests("getClr")
        for request in asked:
            # What is answered was asked for with a token, wherever that stood.
            if request.ok or (request.bearer and request.status not in (401, 403)):
                yield met(sitting, request)
            elif _made_good(request, asked):
                yield note("it fetches a CLR without a token first, and again with one when that is refused")
            else:
                actual = request.reason or f"{request.status}"
                expected = "Authorization: Bearer, with the scope readonly"
                yield breach(
                    "A hosted CLR is fetched without a token that may read it",
                    request,
                    expected=expected,
                    actual=actual,
                )


def _made_good(request: Served, asked: tuple[Served, ...]) -> bool:
    later = (one for one in asked if one.number > request.number and one.path == request.path)
    return request.status == 401 and any(one.ok and one.bearer for one in later)


@observed("CLR10-VHO-003", scenarios=(_WITHOUT,), needs=_NEEDS, in_hand=True)
def public_items_are_fetched_without_a_token(traffic: Traffic) -> Iterator[Seen]:
    """An assertion or endorsement is fetched without a token where one with a token is refused."""
    for sitting in traffic.named(_WITHOUT):
        fetched = sitting.requests(*_PUBLIC)
        without = [one for one in fetched if not one.request_headers.get("authorization")]
        for request in fetched:
            if request.struck and not any(one.path == request.path for one in without):
                yield breach(
                    "It does not fetch a hosted item without a token",
                    request,
                    expected="a request without Authorization header",
                    actual=f"a token, which was refused: {request.status}",
                )
        if without:
            yield met(sitting, *without)


@observed("CLR10-VHO-004", scenarios=("copy-differs",), needs=_NEEDS, in_hand=True)
def the_hosted_copy_is_the_truth(traffic: Traffic) -> Iterator[Seen]:
    """An item that differs from the copy at its id is not taken as verified, unless the copy is what is kept."""
    yield from each_of(traffic, ("copy-differs",), judged_by_copy)


@observed("CLR10-VHO-005", scenarios=("hosted-gone", "hosted-revoked"), needs=_NEEDS, in_hand=True)
def revoked_items_are_taken_as_revoked(traffic: Traffic) -> Iterator[Seen]:
    """What is answered 410, or with revoked true, is taken as revoked."""
    yield from not_taken(traffic, "hosted-gone", "hosted-revoked")


@observed("CLR10-VHO-006", scenarios=("hosted-missing", "hosted-500", "hosted-broken-off"), needs=_NEEDS, in_hand=True)
def without_a_copy_nothing_is_verified(traffic: Traffic) -> Iterator[Seen]:
    """What is answered 404, 500 or with half a body is not verified."""
    yield from not_taken(traffic, "hosted-missing", "hosted-500", "hosted-broken-off")


@observed("CLR10-VHO-007", scenarios=("hosted-other-id",), needs=_NEEDS, in_hand=True)
def the_copy_has_the_id_that_was_asked_for(traffic: Traffic) -> Iterator[Seen]:
    """What is answered with another item, or leads to one, is not verified."""
    yield from not_taken(traffic, "hosted-other-id")


@observed("CLR10-VHO-008", scenarios=("hosted-out-of-scope",), needs=_NEEDS, in_hand=True)
def the_id_is_where_its_issuers_items_are(traffic: Traffic) -> Iterator[Seen]:
    """What is hosted outside startsWith, allowedOrigins or the host of the issuer's profile is not verified."""
    yield from not_taken(traffic, "hosted-out-of-scope")


@observed("CLR10-VHO-009", scenarios=("hosted-urn",), needs=_NEEDS, in_hand=True)
def what_has_no_url_is_not_verified(traffic: Traffic) -> Iterator[Seen]:
    """What says that it is hosted and has a urn as its id is not verified."""
    yield from not_taken(traffic, "hosted-urn")


@observed("CLR10-VHO-010", scenarios=("hosted-expired",), needs=_NEEDS, in_hand=True)
def the_expiry_date_is_looked_at(traffic: Traffic) -> Iterator[Seen]:
    """What has expired is not verified."""
    yield from not_taken(traffic, "hosted-expired")
