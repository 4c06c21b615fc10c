"""Whether a signed item was revoked: the list of its signing profile."""

from __future__ import annotations

from typing import Any

from conformance.document import judge_schema
from conformance.document.findings import shown
from conformance.rulebooks.clr10.document import RULES
from conformance.trust.items import Item, is_https
from conformance.trust.session import Answer, State


def check_revocation(item: Item) -> None:
    """Looks the item up in the revocation list of its profile, and looks at the list itself.

    A list that cannot be had leaves the item undecided; one of another issuer counts as none.
    """
    url = next((value for value in item.of_profile("revocationList") if isinstance(value, str)), None)
    if url is None:
        item.open.append("its issuer names no revocation list, so nobody can tell whether it was revoked")
        return
    answer = item.session.look(url) if _askable(item, url) else Answer(State.OTHER, "it is no https URL")
    if answer.state is not State.FOUND:
        _without_list(item, url, answer)
        return
    item.session.decided |= {"CLR10-RVL-004", "CLR10-RVL-005"}
    _judge_list(item, url, answer.value)
    if answer.value.get("issuer") != item.profile_id:
        _tell(
            item,
            "CLR10-RVL-004",
            "The revocation list is that of another issuer",
            item.profile_id,
            f"{url}: {shown(answer.value.get('issuer'))}",
        )
        item.doubt("list-of-another", f"the revocation list {url} is not its issuer's", "CLR10-VSG-011")
        return
    _look_up(item, url, _ids(answer.value))


def _askable(item: Item, url: str) -> bool:
    """True for https, and for plain http where the user allows it; no rule of this check is about the scheme."""
    fetcher = item.session.fetcher
    return is_https(url) or (fetcher is not None and fetcher.takes_plain(url))


def _look_up(item: Item, url: str, revoked: set[str]) -> None:
    told = item.node.value.get("revoked") is True
    if item.id in revoked:
        item.refute("revoked", f"the revocation list {url} names it", "CLR10-VSG-009", told=told)
        if not told:
            item.find(
                "CLR10-VSG-009",
                f"A signed {item.kind} was revoked by its issuer",
                "id",
                expected="an id that is not on the revocation list",
            )
    elif told:
        item.session.decided.add("CLR10-RVL-003")
        item.find(
            "CLR10-RVL-003",
            f"A signed {item.kind} says that it is revoked, but the list of its issuer does not name it",
            "id",
            expected=f"the id on {url}",
        )


def _without_list(item: Item, url: str, answer: Answer) -> None:
    why = item.session.leave_open("CLR10-RVL-004", answer, f"the revocation list {url}")
    item.doubt("list-unreachable", why, "CLR10-VSG-010")
    if not answer.silent:
        item.find(
            "CLR10-VSG-010",
            "The revocation list cannot be had, so nobody can tell what was revoked",
            *(*item.profile_place, "revocationList"),
            expected="the URL of a revocation list",
            actual=f"{url}: {answer.text}",
        )


def _judge_list(item: Item, url: str, value: dict[str, Any]) -> None:
    if value.get("id") != url:
        _tell(item, "CLR10-RVL-005", "The id of the revocation list is not its URL", url, shown(value.get("id")))
    if f"{url} judged" in item.session.seen:
        return
    item.session.seen.add(f"{url} judged")
    judgement = judge_schema(
        value, "RevocationList", RULES, base=item.node.pointer(*item.profile_place, "revocationList")
    )
    item.session.findings.extend(judgement.findings)
    item.session.notes.extend(judgement.notes)


def _tell(item: Item, requirement: str, message: str, expected: str, actual: str) -> None:
    item.find(
        requirement,
        message,
        *(*item.profile_place, "revocationList"),
        expected=expected,
        actual=actual,
    )


def _ids(value: dict[str, Any]) -> set[str]:
    entries = value.get("revokedAssertions")
    found = entries if isinstance(entries, list) else []
    ids = (entry.get("id") if isinstance(entry, dict) else entry for entry in found)  # Open Badges 2.0 has objects
    return {identifier for identifier in ids if isinstance(identifier, str)}
