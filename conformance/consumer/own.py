"""The consumers of ours, in this process or as ``python -m conformance.consumer.own``."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from conformance.access import ClientSpec
from conformance.consumer.invitation import Invitation
from conformance.oauth import OAuthProblem
from conformance.plan.consumer import Exits
from conformance.plan.edition import usual_edition
from conformance.rulebooks import find
from conformance.standard import book_of
from conformance.traffic.assignment import Assignment, OwnConsumer, RefusedError, UnableError
from conformance.wire import BudgetExhausted

if TYPE_CHECKING:  # a process that is a consumer needs no mock
    from conformance.consumer.starting import Consumer

_EXITS = Exits()


def called(kind: type[OwnConsumer]) -> Consumer:
    """A consumer of ours as a function of an invitation, which gives the exit code; a crash stays an exception."""

    def call(invitation: Invitation) -> int:
        registered = ClientSpec(invitation.client_id, invitation.client_secret) if invitation.client_id else None
        consumer = kind(
            Assignment(
                url=invitation.url,
                task=invitation.task,
                username=invitation.username,
                password=invitation.password,
                ca=invitation.ca,
                state=invitation.state,
                client=registered,
                client_credentials=invitation.client_credentials,
                document=invitation.document,
                outcome=invitation.outcome_file,
                outcome_url=invitation.outcome_url,
                app=invitation.app,
            )
        )
        try:
            consumer.run()
        except UnableError:
            return _EXITS.unable
        except (RefusedError, OAuthProblem, BudgetExhausted) as why:
            print(f"refused: {why}", file=sys.stderr)
            return _EXITS.refused
        finally:
            consumer.close()
        return _EXITS.through

    return call


def main() -> int:
    """Be the reference consumer of an edition, as any other consumer is started; the exit code."""
    book = book_of(os.environ.get("CLR_STANDARD") or usual_edition())
    rules = find(book).consumer
    if rules is None:
        return _EXITS.unable
    told = os.environ
    return (
        called(rules.reference_consumer)(
            Invitation(
                url=told["CLR_URL"],
                origin=told.get("CLR_ORIGIN", ""),
                ca=Path(told["CLR_CA"]),
                username=told["CLR_USERNAME"],
                password=told["CLR_PASSWORD"],
                task=told["CLR_TASK"],
                state=Path(told["CLR_STATE_DIR"]),
                client_id=told.get("CLR_CLIENT_ID", ""),
                client_secret=told.get("CLR_CLIENT_SECRET", ""),
                client_credentials="CLR_CLIENT_CREDENTIALS" in told,
                document=Path(told["CLR_DOCUMENT"]) if "CLR_DOCUMENT" in told else None,
                outcome_file=Path(told["CLR_OUTCOME_FILE"]) if "CLR_OUTCOME_FILE" in told else None,
                outcome_url=told.get("CLR_OUTCOME_URL", ""),
            )
        )
        or _EXITS.through
    )


if __name__ == "__main__":
    sys.exit(main())
