"""Ids that are URLs: whether they lead to the profile, achievement or assertion that has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from conformance.document.nodes import Node
from conformance.document.walk import Document
from conformance.record import Finding
from conformance.rulebooks.clr10.document.checks.common import PROFILES, is_url
from conformance.rulebooks.clr10.trust import ids
from conformance.rulebooks.clr10.trust.register import check
from conformance.trust.session import LookupResult, State, VerificationSession
from conformance.trust.signature import same_key
from conformance.trust.urls import is_https

_RULES: Final = (
    (ids.PROFILE_RESOLVES, PROFILES, "profile"),
    (ids.ACHIEVEMENT_RESOLVES, ("Achievement",), "achievement"),
)


def look_around(session: VerificationSession) -> None:
    """Looks at what belongs to no item: keys, ids and frameworks that have to be where they say."""
    the_id_returns_the_key(session)
    _check_ids(session)
    case_nodes_are_returned(session)


def _check_ids(session: VerificationSession) -> None:
    """Asks every URL id of a profile or an achievement, and every one of an assertion that is not hosted."""
    for requirement, kinds, what in _RULES:
        for node in _with_urls(session.document, *kinds):
            the_id_resolves(session, node, requirement, what)
    for node in _with_urls(session.document, "Assertion"):
        if node.token is not None or node.object("verification").get("type") != "Hosted":
            the_id_resolves(session, node, ids.ASSERTION_RESOLVES, "assertion")


@check(ids.KEY_RESOLVES)
def the_id_returns_the_key(session: VerificationSession) -> None:
    """Asks the id of every key: it should be an https URL that returns the key. Offline its form is judged."""
    for node in session.document.having("CryptographicKey", "id"):
        session.decided.add(ids.KEY_RESOLVES)
        url = str(node.text("id"))
        answer = session.look(url) if is_https(url) else LookupResult(State.OTHER, "it is not an https URL")
        problem = _key_problem(node, answer)
        if answer.silent:
            session.leave_open(ids.KEY_RESOLVES, answer, f"the key document {url}")
        elif problem:
            session.findings.append(
                node.finding(
                    "The id of a key does not return the key",
                    at="id",
                    requirement=ids.KEY_RESOLVES,
                    expected="the https URL of a key document with the same id and publicKeyPem",
                    actual=f"{url}: {problem}",
                )
            )


def _key_problem(node: Node, answer: LookupResult) -> str:
    if answer.state is not State.FOUND:
        return answer.text
    if answer.value.get("id") != node.text("id"):
        return "the answer has another id"
    return "" if same_key(str(answer.value.get("publicKeyPem")), str(node.text("publicKeyPem"))) else "another key"


@check(ids.FRAMEWORK_RESOLVES)
def case_nodes_are_returned(session: VerificationSession) -> None:
    """Asks the targetUrl of every alignment with a CASE node (CFItem and its kin)."""
    for node in session.document.having("Alignment", "targetType"):
        url = node.text("targetUrl")
        if url is None or not (node.text("targetType") or "").startswith("CF"):
            continue
        answer = session.look(url)
        session.decided.add(ids.FRAMEWORK_RESOLVES)
        if answer.silent:
            session.leave_open(ids.FRAMEWORK_RESOLVES, answer, f"the CASE node {url}")
        elif answer.state is not State.FOUND:
            session.findings.append(
                node.finding(
                    "The targetUrl of a CASE node does not return the node",
                    at="targetUrl",
                    requirement=ids.FRAMEWORK_RESOLVES,
                    expected="the uri of the node, or the CASE endpoint that returns it as JSON",
                    actual=f"{url}: {answer.text}",
                )
            )


def _with_urls(document: Document, *kinds: str) -> Iterator[Node]:
    seen: set[str] = set()
    for kind in kinds:
        for node in document.having(kind, "id"):
            identifier = node.text("id")
            if identifier is not None and is_url(identifier) and identifier not in seen:
                seen.add(identifier)
                yield node


@check(ids.PROFILE_RESOLVES)
@check(ids.ACHIEVEMENT_RESOLVES)
@check(ids.ASSERTION_RESOLVES)
def the_id_resolves(session: VerificationSession, node: Node, requirement: str, what: str) -> None:
    """An id that is a URL leads to the profile, achievement or assertion that has it."""
    url = str(node.text("id"))
    answer = session.look(url)
    session.decided.add(requirement)
    if answer.silent:
        session.leave_open(requirement, answer, f"the {what} {url}")
    elif answer.state is State.OTHER:
        # A page for people at the id of an organisation is usual, and as an id it does lead to it.
        session.notes.append(_finding(node, requirement, what, f"a document, but {answer.text}"))
    elif answer.state is State.MISSING or (answer.state is State.GONE and what != "assertion"):
        session.findings.append(_finding(node, requirement, what, answer.text))
    elif answer.state is State.FOUND and answer.value.get("id") != url:
        session.findings.append(_finding(node, requirement, what, "the answer has another id"))


def _finding(node: Node, requirement: str, what: str, actual: str) -> Finding:
    article = "an" if what[0] == "a" else "a"
    return node.finding(
        f"The id of {article} {what} is a URL, but does not lead to the {what}",
        at="id",
        requirement=requirement,
        expected=f"the URL of the {what} as JSON, or an id that is not a URL such as urn:uuid",
        actual=f"{node.text('id')}: {actual}",
    )
