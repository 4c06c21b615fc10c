"""What a run with a consumer may not write down, and its exchanges as they may be written."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from conformance.exchanges import Failure, Redactor, Response, Transcript
from conformance.exchanges.learning import learn
from conformance.exchanges.served import Served
from conformance.plan.consumer import ConsumerPlan
from conformance.privacy import Persons
from conformance.standard import book_of, personal
from conformance.traffic import Sitting


def redactor_of(plan: ConsumerPlan) -> Redactor:
    """Hides the secrets of the plan and, unless it keeps personal data, what is a learner's own."""
    places = personal(book_of(plan.standard))
    redactor = Redactor(places.words, None if plan.keep_personal_data else Persons(places))
    for password in plan.learners.values():
        redactor.learn(password, "PASSWORD")
    if plan.client:
        redactor.learn(plan.client.secret, "CLIENT_SECRET")
    return redactor


def transcript_of(sittings: Iterable[Sitting], redactor: Redactor) -> Transcript:
    """The exchanges of all sittings, each at the index that is its number; the redactor learns what is secret."""
    transcript = Transcript(redactor, repeatable=False)
    for sitting in sittings:
        _learn_persons(sitting, redactor)
        for one in sitting.exchanges:
            response = as_response(one, sitting.scenario)
            learn(response, redactor)
            transcript.responses.append(response)
    return transcript


def as_response(one: Served, scenario: str) -> Response:
    """The exchange in the form that a transcript keeps."""
    return Response(
        index=one.number,
        label=f"{scenario}: {one.operation or one.place}",
        method=one.method,
        url=one.url,
        request_headers=tuple(one.request_headers),
        request_body=one.request_body,
        status=one.status,
        headers=one.headers,
        body=one.body,
        seconds=round((one.ended or one.began) - one.began, 6),
        started=one.started,
        tls=one.tls,
        failure=_failure(one),
        size=max(one.size, len(one.body)),
    )


def _failure(one: Served) -> Failure | None:
    if one.status is None:
        return Failure("no-response", "no response went out")
    return None if one.whole else Failure("broken-off", "the response broke off")


def _learn_persons(sitting: Sitting, redactor: Redactor) -> None:
    if redactor.persons is None:
        return
    for url in (sitting.base_url, sitting.elsewhere):
        redactor.persons.learn_host(urlsplit(url).netloc)
    for run in sitting.runs:
        redactor.persons.learn(run.learner)
    for text in sitting.handed:
        redactor.persons.learn_body(text.encode())
