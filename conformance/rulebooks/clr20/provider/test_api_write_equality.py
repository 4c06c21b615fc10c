"""API: which records count as the same, and what becomes of the older and the newer one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conformance.rulebooks.clr20.provider.minting import escaped
from conformance.rulebooks.clr20.provider.posts import TAKEN, Posted, Posts
from conformance.rulebooks.clr20.provider.target import Clr20Target
from conformance.suites.marks import requirement
from conformance.suites.outcomes import incomplete

Note = Callable[[str], None]

SPELLINGS: dict[str, tuple[str, ...]] = {"escaped": (), "escaped, with a space at its end": ("%20",)}
"""Other ways to write the id of a record, each with what stands behind it."""


@pytest.fixture(scope="session")
def posts(target: Clr20Target) -> Posts:
    """Makes records and hands them in."""
    return target.posts


@requirement("CLR20-API-24")
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_ids_are_compared_unescaped_and_trimmed(posts: Posts, spelling: str) -> None:
    first = posts.first().taken()
    again = posts.newer(first, id=escaped(str(first["id"]), SPELLINGS[spelling]))
    answer = posts.hand_in(again).answer.arrived()
    if answer.status not in (*TAKEN, 304, 409):
        incomplete(f"a record with its id {spelling} was refused with {answer.status}")
    if answer.status == 201 and not posts.may_read():
        answer.broken(
            f"a record with its id {spelling} counts as a new one", expected="the record that is there", actual="201"
        )
    _expect_one(posts, posts.first())


@requirement("CLR20-API-24")
def test_a_newer_record_does_not_stand_beside_the_older(posts: Posts) -> None:
    first = posts.first()
    posts.hand_in(posts.newer(first.taken()))
    _expect_one(posts, first)


@requirement("CLR20-API-24")
def test_the_same_id_of_another_issuer_is_another_record(posts: Posts) -> None:
    first = posts.first().taken()
    other = posts.stranger.draft(posts.subject(), id=first["id"], validFrom=posts.minter.moment(-15))
    other = posts.stranger.signed(other)
    answer = posts.hand_in(other).answer.arrived()
    if answer.status not in TAKEN:
        incomplete(f"a record of another issuer under an id that is known was refused with {answer.status}")
    if answer.status == 200 and not posts.may_read():
        answer.broken(
            "a record of another issuer replaces the one that has the same id", expected="a new record", actual="200"
        )
    if not posts.may_read():
        return
    if not posts.equal_ones(other):
        incomplete("the record of the other issuer is not in the list (see CLR20-API-29)")
    if not posts.equal_ones(first):
        answer.broken(
            "a record of another issuer has taken the place of the one with the same id",
            expected="both in the list",
            actual="the one before is gone",
        )


def _expect_one(posts: Posts, first: Posted) -> None:
    """Demand that equal records stand in the list once, where it may be read."""
    if not posts.may_read():
        return
    found = posts.equal_ones(first.taken())
    if len(found) > 1:
        found[0].page.broken(
            "the list holds a record and another version of it, which is equal to it",
            expected="one of them",
            actual=f"{len(found)} equal records",
            pointer="/credential",
            after=first.answer,
        )


@requirement("CLR20-API-25")
def test_a_later_record_may_take_the_place(posts: Posts, note: Note) -> None:
    newer = posts.newer(posts.first().taken())
    answer = posts.hand_in(newer).answer.arrived()
    said = f"a record with a later validFrom was answered {answer.status}"
    if not posts.may_read():
        note(said)
        return
    shown = {str(one.entry.credential.get("validFrom")) for one in posts.equal_ones(newer)}
    became = "took the place of the one before" if newer["validFrom"] in shown else "is not the one in the list"
    note(f"{said} and {became}")


@requirement("CLR20-API-26")
def test_an_older_record_may_be_refused(posts: Posts, note: Note) -> None:
    older = posts.newer(posts.first().taken(), validFrom=posts.minter.moment(-24 * 60 + 10))
    answer = posts.hand_in(older).answer.arrived()
    again = posts.hand_in(older).answer.arrived()
    note(f"an older record was answered {answer.status}, the same one again {again.status}")
