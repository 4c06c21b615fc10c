"""Why a consumer did not get through the scenario in which nothing is wrong: one problem with a cause and a way on."""

from __future__ import annotations

from conformance.consumer.laying import VERIFY
from conformance.exchanges.visible import beginning
from conformance.record import Problem
from conformance.traffic import Sitting

_LINE = 200


def cause(sitting: Sitting, not_reached: str) -> Problem:
    """The problem of a plain sitting that did not get as far as the rest needs; ``not_reached`` says where it ended."""
    if sitting.end.how == "stopped":
        return Problem("run-stopped", "The run was stopped before the consumer got through the first sitting.")
    if sitting.task == VERIFY and sitting.end.how in ("through", "refused") and not _broken_off(sitting):
        return _right_record_refused(sitting, not_reached)
    if not sitting.exchanges:
        return _without_request(sitting)
    if sitting.dropped:
        return Problem(
            "consumer-floods",
            f"The consumer sent {sitting.dropped} requests more than the {len(sitting.exchanges)} that are kept.",
            _refusal(sitting) or "it repeats a request without end",
            "The last requests are in the report; `clr-conformance mock` shows them as they come.",
        )
    if sitting.end.how == "timed-out":
        return Problem(
            "consumer-not-ending",
            f"The consumer sent {len(sitting.exchanges)} requests, and did not end in time; it was ended with all its "
            "children.",
            _last_line(sitting) or _refusal(sitting) or "it waits for a person, or runs on when it has finished",
            "Let the command end when its task is done; limits.start in the plan gives it more time.",
        )
    return Problem(
        "consumer-not-through",
        f"Nothing was wrong, and the consumer did not get through: {not_reached}; it {_ended(sitting)}.",
        _refusal(sitting) or _last_line(sitting) or "the consumer fell over a response",
        "Each request is in the report with the reason of its refusal; `clr-conformance mock` shows them as they come.",
    )


def _right_record_refused(sitting: Sitting, not_reached: str) -> Problem:
    """A verifier may well end before it asks for anything: what it says of the record is what counts."""
    return Problem(
        "right-record-refused",
        f"Nothing is wrong with the record, and the consumer does not take it: {not_reached}; it {_ended(sitting)}.",
        _refusal(sitting) or _last_line(sitting) or "it refuses every record, or did not read the file",
        "Give it the file: {document} in an argument, or CLR_DOCUMENT in its environment; and the authority {ca}, so "
        "that it can fetch what the record names, from this machine too. Nothing follows by what is refused by a "
        "verifier that takes no right record.",
    )


def _broken_off(sitting: Sitting) -> int:
    return sum(not one.finished for one in sitting.handshakes)


def _without_request(sitting: Sitting) -> Problem:
    unfinished = _broken_off(sitting)
    if unfinished:
        return Problem(
            "authority-not-trusted",
            f"The consumer began {unfinished} TLS handshakes and finished none of them.",
            "it does not trust the certificate authority of the mock",
            "Give it the file {ca} (CLR_CA); SSL_CERT_FILE, REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE and NODE_EXTRA_CA_CERTS "
            "name it too, unless the plan says ca_environment: false.",
        )
    how = sitting.end.how
    if how == "timed-out":
        return Problem(
            "consumer-hangs",
            "The consumer sent no request, and did not end in time; it was ended with all its children.",
            _last_line(sitting) or "it waits for input, for a person, or for a service that is not there",
            "Run the command by hand against `clr-conformance mock`; limits.start in the plan gives it more time.",
        )
    if how == "unable":
        return Problem(
            "task-not-done",
            f"The consumer says that it does not do the task {sitting.task}, which the plan claims.",
            _last_line(sitting),
            f"claims.{sitting.task}: false in the plan, or another exit code (exits.unable).",
        )
    if how == "crashed":
        return Problem(
            "consumer-died",
            f"The consumer {_ended(sitting)} before it sent a request.",
            _last_line(sitting) or "it did not understand its arguments",
            "Run the command by hand; what it printed is in run.json.",
        )
    return Problem(
        "consumer-silent",
        f"The consumer {_ended(sitting)} and sent no request to the mock.",
        _last_line(sitting) or "it talks to another address",
        "Give it the address: {url} in an argument, or CLR_URL in its environment. A command that starts another "
        "process has to wait for it, since what it leaves behind is ended with it.",
    )


def _refusal(sitting: Sitting) -> str:
    refused = [one for one in sitting.exchanges if one.reason and not one.ok]
    return f"the last request that was refused: {refused[-1].reason}" if refused else ""


def _ended(sitting: Sitting) -> str:
    if sitting.end.how == "timed-out":
        return "did not end in time"
    code = sitting.end.code
    if code is None:
        return str(sitting.end).removeprefix("it ")
    if code < 0:
        return f"was ended by signal {-code}"
    return f"ended with exit code {code}"


def _last_line(sitting: Sitting) -> str:
    lines = [line.strip() for line in sitting.runs[-1].output.splitlines() if line.strip()]
    return f"it printed: {beginning(lines[-1], _LINE)}" if lines else ""
