"""One way in which a credential is secured, tried for itself: any one that holds is enough, and all are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from conformance.rulebooks.clr20.trust import ids
from conformance.trust.items import Item
from conformance.trust.report import Answer, Question, Reason, Trust, UsedKey, Value

_RANK = (Trust.VERIFIED, Trust.UNDECIDED, Trust.NOT_VERIFIED)
_ABOUT = (Question.INTACT, Question.ISSUER)


@dataclass(slots=True)
class Attempt:
    """What came of one way (``name``): why it does not hold or may not, and the answers that it gives."""

    name: str
    refuted: list[Reason] = field(default_factory=list)
    doubted: list[Reason] = field(default_factory=list)
    answers: dict[Question, Answer] = field(default_factory=dict)
    key: UsedKey | None = None
    algorithm: str = ""

    @property
    def outcome(self) -> Trust:
        """How it ended."""
        return Trust.NOT_VERIFIED if self.refuted else Trust.UNDECIDED if self.doubted else Trust.VERIFIED


def taken(item: Item, name: str) -> Attempt:
    """Takes what the item holds so far out of it: what came of the way that was tried before."""
    about = {question: item.answers.pop(question) for question in _ABOUT if question in item.answers}
    found = Attempt(name, item.refuted[:], item.doubted[:], about, item.key, item.algorithm)
    item.refuted.clear()
    item.doubted.clear()
    item.key, item.algorithm = None, ""
    if not found.refuted and not found.doubted:
        _reasoned(found)
    return found


def _reasoned(attempt: Attempt) -> None:
    """Reasons for the answers of a way that left none of its own, since another one may hold."""
    intact, issuer = (attempt.answers.get(question) for question in _ABOUT)
    for given, code, requirement in ((intact, "proof", ids.PROOF_FITS), (issuer, "issuer", ids.KEY_IS_ISSUERS)):
        if given is None or given.value is Value.GOOD:
            continue
        if given.value is Value.OPEN:
            attempt.doubted.append(Reason(f"{code}-not-shown", given.text, requirement, open=True))
        else:
            attempt.refuted.append(Reason(f"{code}-bad", given.text, requirement))


def settle(item: Item, attempts: Sequence[Attempt]) -> None:
    """Leaves the best of the attempts with the item, and tells the others; of equal ones the first is taken."""
    best = min(attempts, key=lambda each: _RANK.index(each.outcome))
    for each in attempts:
        if each is best:
            continue
        for reason in (*each.refuted, *each.doubted):
            item.open.append(f"{each.name} does not count, another way holds: {reason.text}")
        if each.outcome is Trust.VERIFIED:
            item.step(f"{each.name} holds as well")
    item.refuted.extend(best.refuted)
    item.doubted.extend(best.doubted)
    item.answers.update(best.answers)
    item.key, item.algorithm = best.key, best.algorithm
