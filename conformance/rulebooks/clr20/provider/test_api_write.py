"""API: ``POST /credentials``, what it takes, and what comes back of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conformance.rulebooks.clr20.provider.comparing import expect_answered, expect_listed
from conformance.rulebooks.clr20.provider.edition import LINKED
from conformance.rulebooks.clr20.provider.posts import TAKEN, Posted, Posts
from conformance.rulebooks.clr20.provider.target import Clr20Target
from conformance.suites.answer import Answer
from conformance.suites.marks import requirement
from conformance.suites.outcomes import Doubtful, broken, incomplete, not_applicable

Note = Callable[[str], None]


@pytest.fixture(scope="session")
def posts(target: Clr20Target) -> Posts:
    """Makes records and hands them in."""
    return target.posts


FORMS: dict[str, Callable[[Posts], Posted]] = {
    "JSON": lambda posts: posts.first(),
    "compact JWS": lambda posts: posts.first_token(),
}
"""A new record in each of the two forms."""


def accepted(posts: Posts, answer: Answer, what: str) -> None:
    """Demand that a right record was taken; ends the check where only the learner of it may be the reason."""
    if answer.status in (400, 403, 422) and not posts.knows_learner():
        incomplete("no record received says which learner to post about, and the target refuses others (data.learner)")
    answer.expect(*TAKEN, why=f"{what} was answered {answer.status}")


@requirement("CLR20-API-21")
@pytest.mark.parametrize("form", FORMS)
def test_both_forms_are_taken(posts: Posts, form: str) -> None:
    accepted(posts, FORMS[form](posts).answer, f"a right record as {form}")


@requirement("CLR20-API-45")
def test_linked_data_is_taken(posts: Posts) -> None:
    record = posts.first().taken()
    answer = posts.hand_in(posts.newer(record), content_type=LINKED).answer
    answer.expect(
        *TAKEN, 304, why=f"a record as {LINKED} was answered {answer.status}, as application/json it is taken"
    )


@requirement("CLR20-API-22")
@pytest.mark.parametrize("form", FORMS)
def test_new_record_is_created(posts: Posts, form: str) -> None:
    answer = FORMS[form](posts).answer.require(*TAKEN)
    answer.expect(201, why=f"a record with a new id was answered {answer.status}, not 201")


@pytest.fixture(scope="session")
def newer(posts: Posts) -> Posted:
    """The first record with a later ``validFrom``, handed in after it."""
    return posts.hand_in(posts.newer(posts.first().taken(), name="Replaced"))


@requirement("CLR20-API-22")
def test_replaced_record_is_told_as_such(posts: Posts, newer: Posted) -> None:
    answer = newer.answer.arrived()
    if answer.status not in TAKEN:
        not_applicable(f"a newer record was answered {answer.status}, so that it did not replace the one before")
    names = _names(posts, newer) if posts.may_read() else []
    if answer.status == 200:
        if names and "Replaced" not in names:
            broken(
                "a record was answered 200, as replaced, and the list still holds the one before",
                expected="Replaced",
                actual=names[0],
                exchanges=(answer.response.index,),
            )
        return
    if len(names) > 1:
        incomplete("the newer record was not taken for the same one: both are in the list (see CLR20-API-24)")
    message = "a record that took the place of an equal one was answered 201, not 200"
    if not posts.may_read():
        raise Doubtful(message, answer.evidence(message, expected="200", actual="201").findings)
    answer.broken(message, expected="200", actual="201")


def _names(posts: Posts, posted: Posted) -> list[str]:
    return [str(one.entry.credential.get("name")) for one in posts.equal_ones(posted.record)]


@requirement("CLR20-API-23")
@pytest.mark.parametrize("form", FORMS)
def test_response_is_the_record_that_was_posted(posts: Posts, note: Note, form: str) -> None:
    posted = FORMS[form](posts)
    posted.taken()
    _tell(note, expect_answered(posted.answer, posted))


@requirement("CLR20-API-23")
def test_response_to_a_replacement_is_the_new_record(newer: Posted, note: Note) -> None:
    newer.taken()
    _tell(note, expect_answered(newer.answer, newer))


@requirement("CLR20-API-29")
def test_record_in_json_is_listed_whole(posts: Posts, note: Note) -> None:
    record = posts.new_record()
    _expect_in_list(posts, posts.hand_in(record), note)


@requirement("CLR20-API-29")
def test_record_as_jws_is_listed_byte_for_byte(posts: Posts, note: Note) -> None:
    _expect_in_list(posts, posts.first_token(), note)


@requirement("CLR20-API-29", "CLR20-CRT-09")
def test_rare_members_survive(posts: Posts, note: Note) -> None:
    posts.first().taken()
    posted = posts.rich()
    if posted.answer.arrived().status in (400, 403, 422):
        incomplete(f"a record with rare members was refused ({posted.answer.status}), so that nothing can get lost")
    _expect_in_list(posts, posted, note)


def _expect_in_list(posts: Posts, posted: Posted, note: Note) -> None:
    record = posted.taken()
    found = posts.equal_ones(record)
    if not found:
        broken(
            "a record that was taken is not in the list",
            expected=str(record["id"]),
            actual="absent",
            exchanges=(posted.answer.response.index,),
        )
    _tell(note, expect_listed(found[0], posted))


def _tell(note: Note, text: str) -> None:
    if text:
        note(text)
