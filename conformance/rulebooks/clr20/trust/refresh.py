"""The newer version of a credential: asked for once, and only when the one in hand is good."""

from __future__ import annotations

from typing import Final

from conformance.document.instants import instant
from conformance.document.nodes import Key
from conformance.rulebooks.clr20.document.claims import begins
from conformance.rulebooks.clr20.document.reading import identifier, many, types
from conformance.rulebooks.clr20.trust import ids, proofs, tokens
from conformance.rulebooks.clr20.trust.apart import ACCEPT, Apart, verify_apart
from conformance.rulebooks.clr20.trust.dates import current, is_old
from conformance.rulebooks.clr20.trust.register import check
from conformance.trust.items import Item
from conformance.trust.report import Question, Trust, Value
from conformance.trust.session import State
from conformance.trust.urls import is_https

SERVICE: Final = "1EdTechCredentialRefresh"

MOST_READ: Final = 10_000_000
"""Bytes of newer versions that are judged for one document: a thousand badges may all name the same large one."""


def look(item: Item) -> None:
    """Asks for the newer version; where that is no good, the one in hand stands (Open Badges 3.0, verification 3)."""
    if item.session.chain:
        return  # it is itself a list or a newer version
    services = [each for each in many(item.node.value.get("refreshService")) if isinstance(each, dict)]
    known = [each for each in services if SERVICE in types(each)]
    if not known:
        text = "its refresh service is of a type that is not known" if services else "it names no refresh service"
        item.answer(Question.REFRESH, Value.OPEN if services else Value.NONE, text)
        return
    if the_proof_comes_first(item):
        url = known[0].get("id")
        the_newer_version_is_fetched_once(item, url if isinstance(url, str) else "")


@check(ids.REFRESH_AFTER_PROOF)
def the_proof_comes_first(item: Item) -> bool:
    """Nothing is asked for in the name of a credential whose proof did not hold."""
    item.session.decided.add(ids.REFRESH_AFTER_PROOF)
    intact = item.answers.get(Question.INTACT)
    if not item.refuted and not item.doubted and intact is not None and intact.value is Value.GOOD:
        return True
    item.answer(Question.REFRESH, Value.OPEN, "no newer version is asked for, since its own proof is not good")
    return False


@check(ids.REFRESH_ONCE)
def the_newer_version_is_fetched_once(item: Item, url: str) -> None:
    """One look-up, and one newer version at most; a failure leaves the credential in hand as it is."""
    session = item.session
    if not (is_https(url) or (session.fetcher is not None and session.fetcher.takes_plain(url))):
        _stays(item, f"its refresh service {url!r} is not an https URL")
        return
    answer = session.raw(url, ACCEPT)
    if answer.state is not State.FOUND:
        # The standard says what to do then, so nothing stays undecided.
        (session.skipped if answer.state is State.OFFLINE else session.decided).add(ids.REFRESH_ONCE)
        _stays(item, f"no newer version came of {url}: {answer.text}")
        return
    session.memo["newer"] = session.memo.get("newer", 0) + len(answer.body)
    if session.memo["newer"] > MOST_READ:
        why = f"the newer versions of one document have more than {MOST_READ} bytes, so that at {url} was not read"
        session.undecided.setdefault(ids.REFRESHED_IS_CHECKED, why)
        _stays(item, why)
        return
    session.decided |= {ids.REFRESH_ONCE, ids.REFRESHED_IS_CHECKED}
    found = verify_apart(session, answer.body, url, (proofs.look, tokens.look))
    why = the_newer_version_is_checked(item, found)
    if why:
        _stays(item, f"the newer version at {url} is not taken: {why}")
        return
    item.fresh = found.value
    item.step(f"the newer version at {url} takes its place: it conforms, and its proof is good")
    item.answer(Question.REFRESH, Value.GOOD, f"the newer version at {url} is good, and takes its place")


@check(ids.REFRESHED_IS_CHECKED)
def the_newer_version_is_checked(item: Item, found: Apart) -> str:
    """The newer version conforms and its proof is good; returns why it is not taken, empty when it is."""
    why = _why_not(item, found)
    if why:
        place: Key = ("refreshService",)
        message = f"The newer version of this {item.kind} is no good, so this one stands"
        expected = "the same credential, newer, with a proof that holds"
        item.find(ids.REFRESHED_IS_CHECKED, message, at=place, expected=expected, actual=why, note=True)
    return why


def _why_not(item: Item, found: Apart) -> str:
    if found.problem:
        return found.problem
    own, newer = current(item), found.value
    if found.kind != item.kind:
        return f"it is of the class {found.kind}"
    for name, member in (("id", "id"), ("issuer", "issuer")):
        one, other = (identifier(each if member == "id" else each.get(member)) for each in (own, newer))
        if one != other:
            return f"its {name} is another one"
    if _before(item, found):
        return "it is older than the one in hand"
    if found.breach is not None:
        return f"it does not conform: {found.breach.message} ({found.breach.requirement})"
    if found.report is None or found.report.verdict is not Trust.VERIFIED:
        reasons = found.report.reasons if found.report is not None else ()
        return f"its proof is not good: {reasons[0].text if reasons else 'it has none'}"
    return ""


def _before(item: Item, found: Apart) -> bool:
    texts = [each.get(begins(is_old(each))) for each in (current(item), found.value)]
    own, newer = (instant(text) for text in texts)
    return own is not None and newer is not None and newer < own


def _stays(item: Item, why: str) -> None:
    item.step(why)
    item.open.append(why)
    item.answer(Question.REFRESH, Value.OPEN, why)
