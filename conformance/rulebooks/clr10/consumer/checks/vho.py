"""How a verifier fetches what is hosted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conformance.exchanges.served import Served
from conformance.rulebooks.clr10.consumer.checks.api import lists
from conformance.rulebooks.clr10.consumer.register import observed
from conformance.traffic import Sitting, Traffic, breach, met, note
from conformance.traffic.seen import Seen
from conformance.traffic.specimens import not_taken

_PUBLIC = ("getAssertion", "getEndorsement")
_HOSTED = (*_PUBLIC, "getClr")
_NEEDS = ("verify_hosted",)
_TASKS = ("read", "verify")
_WITHOUT = "hosted-without-token"


@observed("CLR10-VHO-001", needs=_NEEDS, in_hand=True)
def hosted_items_are_fetched(traffic: Traffic) -> Iterator[Seen]:
    """Each hosted item is fetched by its id, over https, with application/ld+json in Accept."""
    for sitting in traffic.plain:
        fetched = sitting.requests(*_HOSTED)
        for request in fetched:
            yield met(sitting, request)
            accept = request.request_headers.get("accept") or "no Accept header"
            if not lists(accept, "application/ld+json"):
                expected = "application/ld+json"
                yield breach("A hosted item is fetched as another type", request, expected=expected, actual=accept)
        if not fetched and sitting.task in _TASKS:
            yield from _trusted(sitting)


def _trusted(sitting: Sitting) -> Iterator[Seen]:
    """A consumer that claims to verify, got a hosted item, and went through without a fetch."""
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
    yield from not_taken(traffic, "copy-differs")
