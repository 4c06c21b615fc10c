"""Whether a signed item was revoked: the list of its signing profile."""

from __future__ import annotations

from typing import Any

from conformance.document import judge_schema
from conformance.document.findings import shown
from conformance.rulebooks.clr10.document import RULES
from conformance.rulebooks.clr10.trust import ids
from conformance.rulebooks.clr10.trust.register import check
from conformance.trust.items import Item
from conformance.trust.session import LookupResult, State
from conformance.trust.urls import is_https


def check_revocation(item: Item) -> None:
    """Looks the item up in the revocation list of its profile, and looks at the list itself.

    A list that cannot be had leaves the item undecided; one of another issuer counts as none.
    """
    url = next((value for value in item.of_profile("revocationList") if isinstance(value, str)), None)
    if url is None:
        item.open.append("its issuer names no revocation list, so nobody can tell whether it was revoked")
        return
    answer = item.session.look(url) if _askable(item, url) else LookupResult(State.OTHER, "it is not an https URL")
    if answer.state is not State.FOUND:
        _without_list(item, url, answer)
        return
    the_list_is_at_its_id(item, url, answer.value)
    _judge_list(item, url, answer.value)
    if the_list_is_the_issuers(item, url, answer.value):
        _look_up(item, url, _ids(answer.value))


@check(ids.LIST_OF_ISSUER)
def the_list_is_the_issuers(item: Item, url: str, value: dict[str, Any]) -> bool:
    """The issuer of the revocation list is the profile that signs; returns whether it is."""
    item.session.decided.add(ids.LIST_OF_ISSUER)
    if value.get("issuer") == item.profile_id:
        return True
    message = "The revocation list is that of another issuer"
    _find(item, ids.LIST_OF_ISSUER, message, item.profile_id, f"{url}: {shown(value.get('issuer'))}")
    item.doubt("list-of-another", f"the revocation list {url} is not its issuer's", ids.LIST_IS_USABLE)
    return False


@check(ids.LIST_AT_ITS_ID)
def the_list_is_at_its_id(item: Item, url: str, value: dict[str, Any]) -> None:
    """The id of the revocation list is the URL at which it was found."""
    item.session.decided.add(ids.LIST_AT_ITS_ID)
    if value.get("id") != url:
        _find(item, ids.LIST_AT_ITS_ID, "The id of the revocation list is not its URL", url, shown(value.get("id")))


def _askable(item: Item, url: str) -> bool:
    """True for https, and for plain http where the user allows it; no rule of this check is about the scheme."""
    fetcher = item.session.fetcher
    return is_https(url) or (fetcher is not None and fetcher.takes_plain(url))


def _look_up(item: Item, url: str, revoked: set[str]) -> None:
    declared = item.node.value.get("revoked") is True
    if item.id in revoked:
        item.refute("revoked", f"the revocation list {url} names it", ids.SIGNED_NOT_REVOKED, declared=declared)
        if not declared:
            item.find(
                ids.SIGNED_NOT_REVOKED,
                f"A signed {item.kind} was revoked by its issuer",
                at="id",
                expected="an id that is not on the revocation list",
            )
    elif declared:
        revoked_items_are_listed(item, url)


@check(ids.REVOKED_IS_LISTED)
def revoked_items_are_listed(item: Item, url: str) -> None:
    """A signed item that says it is revoked is on the list: this one is not."""
    item.session.decided.add(ids.REVOKED_IS_LISTED)
    item.find(
        ids.REVOKED_IS_LISTED,
        f"A signed {item.kind} says that it is revoked, but the list of its issuer does not name it",
        at="id",
        expected=f"the id on {url}",
    )


def _without_list(item: Item, url: str, answer: LookupResult) -> None:
    why = item.session.leave_open(ids.LIST_OF_ISSUER, answer, f"the revocation list {url}")
    item.doubt("list-unreachable", why, ids.LIST_CAN_BE_HAD)
    if not answer.silent:
        item.find(
            ids.LIST_CAN_BE_HAD,
            "The revocation list cannot be had, so nobody can tell what was revoked",
            at=(*item.profile_place, "revocationList"),
            expected="the URL of a revocation list",
            actual=f"{url}: {answer.text}",
        )


def _judge_list(item: Item, url: str, value: dict[str, Any]) -> None:
    if f"{url} judged" in item.session.seen:
        return
    item.session.seen.add(f"{url} judged")
    judgement = judge_schema(
        value, "RevocationList", RULES, base=item.node.pointer(*item.profile_place, "revocationList")
    )
    item.session.findings.extend(judgement.findings)
    item.session.notes.extend(judgement.notes)


def _find(item: Item, requirement: str, message: str, expected: str, actual: str) -> None:
    item.find(
        requirement,
        message,
        at=(*item.profile_place, "revocationList"),
        expected=expected,
        actual=actual,
    )


def _ids(value: dict[str, Any]) -> set[str]:
    entries = value.get("revokedAssertions")
    found = entries if isinstance(entries, list) else []
    ids = (entry.get("id") if isinstance(entry, dict) else entry for entry in found)  # Open Badges 2.0 has objects
    return {identifier for identifier in ids if isinstance(identifier, str)}
