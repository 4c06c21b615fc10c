"""What a run may not write down: the redactor of a plan, with the standard's word on what is a learner's own."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.exchanges import Redactor
from conformance.plan import Plan
from conformance.privacy import Persons
from conformance.record import Diagnosis
from conformance.standard import book_of, personal
from conformance.suites.urls import origin

SAFE = 8  # characters from which on a password is looked for inside of any text


def weak_passwords(plan: Plan, redactor: Redactor) -> Iterator[Diagnosis]:
    """A warning of passwords that look like common words: those are hidden in their place only."""
    login = plan.login
    for name, person in (
        ("owner", login.owner),
        ("second_owner", login.second_owner),
        ("empty_owner", login.empty_owner),
    ):
        if person is None or not person.password:
            continue
        short, common = len(person.password) < SAFE, redactor.is_common(person.password)
        if short or common:
            yield Diagnosis(
                "password",
                "warning",
                f"the password of login.{name} is {'a common word' if common else f'shorter than {SAFE} characters'}",
                "It is hidden where it is sent, but not where a page repeats it: give the test user a longer one.",
            )


def redactor_of(plan: Plan) -> Redactor:
    """Hides the secrets of the plan and, unless it keeps personal data, what is a learner's own."""
    places = personal(book_of(plan.standard))
    login = plan.login
    people = [person for person in (login.owner, login.second_owner, login.empty_owner) if person]
    persons = None
    if not plan.keep_personal_data:
        persons = Persons(places)
        persons.learn_host(origin(plan.target.url)[1])
        for person in people:
            persons.learn(person.username)
    redactor = Redactor(places.words, persons)
    for person in people:
        redactor.learn(person.password)
    for token in (*login.tokens, *login.second_tokens):
        redactor.learn(token.access_token)
        redactor.learn(token.refresh_token or "")
    if plan.client:
        redactor.learn(plan.client.secret)
    return redactor
