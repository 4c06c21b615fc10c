"""API: bodies that are no record of the class, and how they are refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conformance.rulebooks.clr20.provider.posts import TAKEN, Posted, Posts
from conformance.rulebooks.clr20.provider.statuses import minors_of
from conformance.rulebooks.clr20.provider.target import Clr20Target
from conformance.suites.answer import Answer
from conformance.suites.marks import requirement
from conformance.suites.outcomes import Incomplete

Note = Callable[[str], None]
UNPROCESSABLE = 422
"""What some frameworks answer where the standard has 400; a refusal all the same."""


@pytest.fixture(scope="session")
def posts(target: Clr20Target) -> Posts:
    """Makes records and hands them in; a right one is taken before a wrong one is tried."""
    target.posts.first().taken()
    return target.posts


def broken_record(**changes: Any) -> Callable[[Posts], Posted]:
    """Hands in a signed record with one member wrong."""

    def hand_in(posts: Posts) -> Posted:
        return posts.hand_in(posts.new_record(**changes))

    return hand_in


def bytes_alone(content: bytes) -> Callable[[Posts], Posted]:
    """Hands in bytes that are no record at all."""
    return lambda posts: posts.hand_in_bytes(content)


WRONG: dict[str, Callable[[Posts], Posted]] = {
    "a record without issuer": broken_record(issuer=None),
    "a record without credentialSubject": broken_record(credentialSubject=None),
    "a record whose validFrom is a number": broken_record(validFrom=20260101),
    "a credential of another class": lambda posts: posts.hand_in(posts.minter.another_kind(posts.subject())),
    "an empty object": bytes_alone(b"{}"),
    "an array": bytes_alone(b"[]"),
    "JSON that is cut off": bytes_alone(b'{"@context":'),
}
"""Bodies that are not a record of the class that the operation takes."""


@pytest.fixture(scope="session")
def answers(posts: Posts) -> Callable[[str], Answer]:
    """The answer to a wrong body by its name; each is sent once."""
    known: dict[str, Answer] = {}

    def answer(name: str) -> Answer:
        if name not in known:
            known[name] = WRONG[name](posts).answer
        return known[name].arrived()

    return answer


@requirement("CLR20-API-27")
@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_no_record_is_refused(answers: Callable[[str], Answer], wrong: str) -> None:
    answer = answers(wrong)
    if (answer.status or 0) >= 500:
        raise Incomplete(f"{wrong} was answered {answer.status}, which decides nothing (see CLR20-API-38)")
    answer.expect(400, UNPROCESSABLE, why=f"{wrong} was answered {answer.status}, not 400")


@requirement("CLR20-API-27")
def test_refusals_are_400_with_invalid_data(answers: Callable[[str], Answer]) -> None:
    refusals = [answer for answer in map(answers, WRONG) if answer.status in (400, UNPROCESSABLE)]
    if not refusals:
        raise Incomplete("no wrong body was refused")
    for answer in refusals:
        if answer.status == UNPROCESSABLE:
            answer.broken("a body that cannot be taken is answered 422, not 400", expected="400", actual="422")
        minors = minors_of(answer.status_body or {})  # how they are spelled is told by CLR20-API-35
        if answer.status_body is not None and "invalid_data" not in minors:  # else CLR20-API-34 speaks of it
            answer.broken(
                "the body of the refusal lacks the code minor invalid_data",
                expected="invalid_data",
                actual=", ".join(minors) or "none",
            )


@requirement("CLR20-API-27")
def test_an_unsigned_record_is_taken_or_refused(posts: Posts, note: Note) -> None:
    bare = {name: value for name, value in posts.new_record().items() if name != "proof"}
    answer = posts.hand_in(bare).answer.arrived()
    if answer.status in TAKEN:
        note(f"an unsigned record is taken ({answer.status})")
        return
    reason = (answer.status_body or {}).get("imsx_description")
    note(f"an unsigned record is refused ({answer.status}): {reason or 'without a reason'}")


@requirement("CLR20-API-28")
@pytest.mark.parametrize("media_type", ["application/xml", "application/x-www-form-urlencoded"])
def test_another_media_type_is_refused(posts: Posts, media_type: str) -> None:
    record = posts.first().taken()
    answer = posts.hand_in(record, content_type=media_type).answer.arrived()
    answer.expect(400, 415, why=f"a record as {media_type} was answered {answer.status}, not 400 or 415")
    answer.expect_status_body()
