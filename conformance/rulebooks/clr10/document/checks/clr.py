"""CLRs: ids, what they hold, and that what they say twice is the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from conformance.document.findings import Note
from conformance.document.nodes import Node
from conformance.document.registry import WHOLE
from conformance.document.walk import Document
from conformance.record import Finding
from conformance.rulebooks.clr10.document.checks.common import ITEMS, is_url, verification_type, when
from conformance.rulebooks.clr10.document.model import BOOK
from conformance.rulebooks.clr10.document.register import check
from conformance.standard import facts

_CLRS: Final = f"{facts(BOOK).base_path}/clrs/"
_GET_CLR: Final = re.compile(rf".*{_CLRS}[^/]+", re.DOTALL)
_SLACK: Final = timedelta(minutes=5)


@check("CLR10-CLR-002", "Clr", when="assertions")
def recipients_are_one_person(clr: Node) -> Iterator[Note]:
    """Plain recipients that the learner's profile cannot confirm agree with each other.

    A note: one person may have several student numbers.
    """
    learner = clr.object("learner")
    first: dict[str, Any] = {}
    for index, assertion in enumerate(clr.entries("assertions")):
        recipient = assertion.get("recipient") if isinstance(assertion, dict) else None
        if not isinstance(recipient, dict) or recipient.get("hashed") is not False:
            continue
        kind, identity = recipient.get("type"), recipient.get("identity")
        if isinstance(kind, str) and kind not in learner and first.setdefault(kind, identity) != identity:
            yield clr.note(
                "Two assertions of one CLR name different recipients",
                at=("assertions", index, "recipient", "identity"),
                expected=f"the {kind} of one learner",
            )


@check("CLR10-CLR-004", "Clr")
def a_clr_holds_an_assertion(clr: Node) -> Iterator[Finding]:
    """A CLR that is not revoked holds at least one assertion."""
    if clr.value.get("revoked") is True or clr.value.get("assertions") or clr.value.get("signedAssertions"):
        return
    yield clr.finding(
        "The CLR holds no assertion",
        expected="an entry in assertions or signedAssertions",
        actual="none",
    )


@check("CLR10-CLR-005", "Clr", when="id")
def a_url_id_has_the_form_of_get_clr(clr: Node) -> Iterator[Finding]:
    """An id that is a URL is that of getClr."""
    identifier = clr.text("id")
    if identifier is not None and is_url(identifier) and not _is_get_clr(identifier):
        yield clr.finding(
            "The id of the CLR is a URL, but not that of getClr",
            at="id",
            expected=f"...{_CLRS} and the id, or an id that is not a URL such as urn:uuid",
        )


def _is_get_clr(url: str) -> bool:
    try:
        return _GET_CLR.fullmatch(urlsplit(url).path) is not None
    except ValueError:
        return False


@check("CLR10-CLR-006", "Clr", when="verification")
def a_hosted_clr_has_a_url(clr: Node) -> Iterator[Finding]:
    """With hosted verification the id is a URL."""
    identifier = clr.text("id")
    if verification_type(clr) == "Hosted" and identifier is not None and not is_url(identifier):
        yield clr.finding(
            "A CLR with hosted verification has no URL as its id",
            at="id",
            expected="the https URL of this CLR",
        )


@check("CLR10-CLR-007", WHOLE, met=lambda document: "achievements" in document.members.get("Clr", ()))
def copies_of_an_achievement_are_equal(document: Document) -> Iterator[Finding]:
    """An achievement in ``achievements`` equals its copy inside an assertion."""
    for clr in document.having("Clr", "achievements"):
        listed = {entry["id"]: entry for entry in clr.objects("achievements") if isinstance(entry.get("id"), str)}
        for identifier, entry in listed.items():
            for node in clr.scope.ids.get(identifier, ()):
                if node.kind == "Achievement" and node.key[0] == "achievement" and node.value != entry:
                    yield node.finding(
                        "An achievement of an assertion differs from the one with its id in achievements",
                        expected="the same members with the same values",
                        actual=f"differs in {', '.join(_differing(entry, node.value)[:5])}",
                    )


def _differing(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    names = dict.fromkeys([*one, *other])
    return [name for name in names if (name in one, one.get(name)) != (name in other, other.get(name))]


@check("CLR10-CLR-010", *ITEMS, when="revocationReason")
def a_reason_comes_with_a_revocation(item: Node) -> Iterator[Finding]:
    """``revocationReason`` comes only with ``revoked`` true."""
    if item.value.get("revoked") is not True:
        yield item.finding(
            f"This {item.kind} has a revocationReason but is not revoked",
            at="revocationReason",
            expected="revoked: true beside it, or no reason",
        )


@check("CLR10-CLR-011", WHOLE, met=lambda document: any("issuedOn" in document.members.get(kind, ()) for kind in ITEMS))
def nothing_is_issued_in_the_future(document: Document) -> Iterator[Finding]:
    """``issuedOn`` is not after now, with five minutes of slack."""
    latest = document.now + _SLACK
    for kind in ITEMS:
        for item in document.having(kind, "issuedOn"):
            issued = when(item, "issuedOn")
            if issued is not None and issued > latest:
                yield item.finding(
                    f"This {kind} is issued in the future",
                    at="issuedOn",
                    expected=f"not after {document.now:%Y-%m-%dT%H:%M:%SZ}",
                )


@check("CLR10-CLR-012", "Clr", when="signedAssertions")
def no_assertion_is_there_signed_and_unsigned(clr: Node) -> Iterator[Finding]:
    """An assertion is in ``assertions`` or in ``signedAssertions``, not in both."""
    for nodes in clr.scope.ids.values():
        here = [node for node in nodes if node.kind == "Assertion" and node.parent is clr]
        if len(here) > 1 and any(node.token for node in here):
            yield from (
                node.finding("The same assertion is also there as a signed one", at="id", expected="one of both")
                for node in here
                if not node.token
            )


@check("CLR10-CLR-013", "Clr", when="achievements")
def listed_achievements_are_reachable(clr: Node) -> Iterator[Finding]:
    """Each entry of ``achievements`` is linked by associations to an asserted achievement."""
    links: defaultdict[str, set[str]] = defaultdict(set)
    asserted: list[str] = []
    for identifier, nodes in clr.scope.ids.items():
        for node in nodes:
            if node.kind != "Achievement":
                continue
            if node.key[0] == "achievement":
                asserted.append(identifier)
            for association in node.objects("associations"):
                target = association.get("targetId")
                if isinstance(target, str):
                    links[identifier].add(target)
                    links[target].add(identifier)
    reached = _reached(asserted, links)
    for index, entry in enumerate(clr.entries("achievements")):
        listed = entry.get("id") if isinstance(entry, dict) else None
        if isinstance(listed, str) and listed not in reached:
            yield clr.finding(
                "An entry of achievements is not linked to any asserted achievement",
                at=("achievements", index, "id"),
                expected="a chain of associations to the achievement of an assertion",
            )


def _reached(start: list[str], links: dict[str, set[str]]) -> set[str]:
    reached = set(start)
    waiting = list(reached)
    while waiting:
        for other in links.get(waiting.pop(), ()):
            if other not in reached:
                reached.add(other)
                waiting.append(other)
    return reached
