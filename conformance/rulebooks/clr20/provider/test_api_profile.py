"""API: ``GET /profile`` and ``PUT /profile``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conformance.document import DocumentError
from conformance.rulebooks.clr20.provider.edition import GET_PROFILE, PUT_PROFILE, STATUS_CLASS
from conformance.rulebooks.clr20.provider.profiles import DONE, OwnProfile
from conformance.rulebooks.clr20.provider.target import Clr20Target
from conformance.suites.answer import Answer
from conformance.suites.likeness import differences
from conformance.suites.marks import requirement
from conformance.suites.outcomes import incomplete, not_applicable
from conformance.suites.owners import need_another_owner

Note = Callable[[str], None]
Changed = tuple[Answer, Answer | None]
NEW_NAME = "Changed by a self-check"


@pytest.fixture(scope="session")
def profile(target: Clr20Target) -> OwnProfile:
    """The profile of the first resource owner."""
    return target.profile


@requirement("CLR20-API-30")
def test_profile_is_given(target: Clr20Target, profile: OwnProfile) -> None:
    answer = profile.first()
    if answer.status == 404:
        incomplete("the first resource owner has no profile (404), so that none can be judged")
    answer.expect(200)
    if answer.media_type != "application/json":
        answer.broken("the profile is not sent as application/json", actual=answer.media_type or "no Content-Type")
    answer.expect_document(target.facts.operations[GET_PROFILE].class_name or "")


@requirement("CLR20-API-30")
def test_profile_is_that_of_the_user(target: Clr20Target, profile: OwnProfile) -> None:
    own = profile.before()
    if own is None:
        incomplete("the first resource owner has no profile (404)")
    if not (target.plan.login.second_owner or target.plan.login.second_tokens):
        not_applicable("the plan names no second user, whose profile could be compared")
    target.tokens.need_another("second", target.facts.operations[GET_PROFILE].scope)
    answer = target.api_of("second").get_profile()
    if answer.status == 404:
        not_applicable("the second resource owner has no profile (404)")
    other = answer.require(200).object()
    if other.get("id") is not None and other.get("id") == own.get("id"):
        answer.broken(
            "two users get one and the same profile",
            expected="a profile of the second user",
            actual=str(other.get("id")),
            pointer="/id",
            after=profile.first(),
        )


@requirement("CLR20-API-31")
def test_no_profile_is_not_found(target: Clr20Target, profile: OwnProfile) -> None:
    profile.first().require(200, 404)
    need_another_owner(target, "empty", target.facts.operations[GET_PROFILE].scope)
    answer = target.api_of("empty").get_profile().arrived()
    if answer.status == 200 and _is_a_profile(target, answer):
        not_applicable("the user without records has a profile all the same")
    answer.expect(404, why=f"getProfile of a user without a profile was answered {answer.status}, not 404")


def _is_a_profile(target: Clr20Target, answer: Answer) -> bool:
    try:
        value = answer.value()
    except DocumentError:
        return False
    return isinstance(value, dict) and bool(value.get("id"))


@pytest.fixture(scope="session")
def put(profile: OwnProfile) -> tuple[dict[str, Any], Answer]:
    """The profile that was read (or one of the run's own), and the answer to putting it."""
    whole = profile.to_put()
    return whole, profile.put(whole)


@requirement("CLR20-API-32")
def test_a_whole_profile_can_be_put(target: Clr20Target, put: tuple[dict[str, Any], Answer]) -> None:
    _, answer = put
    answer.expect(*DONE, why=f"putProfile of the profile that was read was answered {answer.status}")
    if answer.status != 304:
        returned = target.facts.operations[PUT_PROFILE].returns[answer.status or 200]
        answer.expect_document(returned or STATUS_CLASS)


@requirement("CLR20-API-32")
def test_what_was_put_is_read_again(target: Clr20Target, put: tuple[dict[str, Any], Answer]) -> None:
    whole, answer = put
    answer.require(*DONE)
    if answer.status == 202 or "profile" not in target.plan.claims:
        not_applicable("the profile is changed later (202)" if answer.status == 202 else "the plan claims no profile")
    now = target.api.get_profile()
    seen = now.require(200).object()
    changed = differences(whole, seen)
    if changed:
        first = changed[0]
        now.broken(
            f"the profile that was put is not the one that is read: {first.pointer} differs",
            expected=first.expected,
            actual=first.actual,
            pointer=first.pointer,
            after=answer,
        )


@pytest.fixture(scope="session")
def changed(target: Clr20Target, profile: OwnProfile, put: tuple[dict[str, Any], Answer]) -> Changed:
    """The answer to putting another name, and what is read after it; the profile is put back."""
    whole, answer = put
    answer.require(*DONE)
    answer = profile.put({**whole, "name": NEW_NAME}).arrived()
    reads = answer.status == 200 and "profile" in target.plan.claims
    seen = target.api.get_profile().arrived() if reads else None
    profile.put(whole)
    return answer, seen


@requirement("CLR20-API-33")
def test_a_changed_value_may_be_refused(changed: Changed, note: Note) -> None:
    answer, _ = changed
    if answer.status != 200:
        note(f"a changed name was answered {answer.status}")
        return
    kept = answer.object().get("name") == NEW_NAME
    note(f"a changed name was answered 200 and {'taken' if kept else 'left as it was'}")


@requirement("CLR20-API-32")
def test_a_changed_value_that_was_taken_is_read_again(changed: Changed) -> None:
    answer, seen = changed
    if seen is None or answer.object().get("name") != NEW_NAME:
        not_applicable("the target has not taken another name, which it may leave as it is")
    name = seen.require(200).object().get("name")
    if name != NEW_NAME:
        seen.broken(
            "putProfile answered with a new name, and the profile that is read has the old one",
            expected=NEW_NAME,
            actual=str(name),
            pointer="/name",
            after=answer,
        )
