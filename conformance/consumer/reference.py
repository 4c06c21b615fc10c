"""Runs the reference consumer of an edition as a process: ``python -m conformance.consumer.reference``.

It is told what to do by the variables of an ``Invitation``, so that it is a consumer like any other. ``CLR_STANDARD``
names the edition where there are several.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from conformance.access import ClientSpec
from conformance.consumer.invitation import Invitation
from conformance.consumer.starting import Consumer
from conformance.plan.consumer import Exits
from conformance.rulebooks import find
from conformance.standard import book_of, editions
from conformance.traffic.assignment import Assignment, OwnConsumer, RefusedError, UnableError


def as_function(consumer: type[OwnConsumer], exits: Exits | None = None) -> Consumer:
    """A consumer of the rule books, a class, as a function of an invitation that gives its exit code."""
    codes = exits or Exits()

    def run(invitation: Invitation) -> int:
        return _ended(consumer, assignment_of(invitation), codes)

    return run


def assignment_of(invitation: Invitation) -> Assignment:
    """What a consumer of the rule books is told of a sitting."""
    told = invitation
    return Assignment(
        url=told.url,
        task=told.task,
        username=told.username,
        password=told.password,
        ca=told.ca,
        state=told.state,
        client=ClientSpec(told.client_id, told.client_secret) if told.client_id else None,
        client_credentials=told.client_credentials,
        app=told.app,
    )


def main(environment: Mapping[str, str] = os.environ) -> int:
    """Run it once; gives the exit code."""
    named = environment.get("CLR_STANDARD")
    book = book_of(named) if named else editions()[0]
    client = environment.get("CLR_CLIENT_ID")
    told = Assignment(
        url=environment["CLR_URL"],
        task=environment["CLR_TASK"],
        username=environment["CLR_USERNAME"],
        password=environment["CLR_PASSWORD"],
        ca=Path(environment["CLR_CA"]),
        state=Path(environment["CLR_STATE_DIR"]),
        client=ClientSpec(client, environment["CLR_CLIENT_SECRET"]) if client else None,
        client_credentials="CLR_CLIENT_CREDENTIALS" in environment,
    )
    rules = find(book).consumer
    if rules is None:
        raise LookupError(f"{book} has no reference consumer")
    return _ended(rules.reference_consumer, told, Exits())


def _ended(consumer: type[OwnConsumer], told: Assignment, codes: Exits) -> int:
    made = consumer(told)
    try:
        made.run()
    except RefusedError as refusal:
        print(f"refused: {refusal}", file=sys.stderr)
        return codes.refused
    except UnableError as inability:
        print(f"unable: {inability}", file=sys.stderr)
        return codes.unable
    finally:
        made.close()
    return codes.through


if __name__ == "__main__":
    sys.exit(main())
