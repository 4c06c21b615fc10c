"""Which other editions and envelopes a target speaks: asked before anything is judged, so that a plan for the wrong one
is told in a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.document import DocumentError
from conformance.exchanges import Response
from conformance.oauth.endpoints import at
from conformance.record import Diagnosis, Problem
from conformance.standard import Facts, spoken
from conformance.suites.answer import parsed_once
from conformance.suites.session import Session

_NOBODY = "/ims/no-such-standard/v0p0/items"
_LABEL = "which editions"
_REFUSED = (401, 403)


def other_apis(session: Session) -> tuple[Facts, ...]:
    """The APIs that stand beside that of the plan on the same host and path, of other editions and envelopes."""
    root = session.base.removesuffix(session.facts.base_path)
    return tuple(_found(session, root))


def diagnosis(session: Session, others: tuple[Facts, ...], *, itself: bool) -> Diagnosis:
    """What the target speaks; ``itself`` says that the API of the plan is there."""
    names = [*([session.facts.name] if itself else []), *(each.name for each in others)]
    if not names:
        return Diagnosis("editions", "warning", "no API of an edition that is known here was found")
    return Diagnosis("editions", "ok" if itself else "warning", f"the target speaks {_list(names)}")


def instead(session: Session, problem: Problem, others: tuple[Facts, ...]) -> Problem:
    """The problem of a target without the API of the plan, which says what it speaks in its place."""
    if not others:
        return problem
    spoken_there = _list([each.name for each in others])
    return Problem(
        "other-edition",
        f"The target speaks {spoken_there}, and no {session.facts.name} at {session.base}.",
        "the plan is for another edition than the target",
        f"Judge it {_how(others[0])}.",
    )


def _how(other: Facts) -> str:
    if other.envelope:
        return f"under its own names: --envelope {other.envelope} with a plan of standard: {other.id}"
    return f"by a plan of standard: {other.id}"


def _found(session: Session, root: str) -> Iterator[Facts]:
    refuses_all: bool | None = None
    for each in spoken():
        if each.base_path == session.facts.base_path or each.description is None:
            continue
        if _describes_itself(_get(session, each, root + each.base_path + each.description.path), each, session):
            yield each
        elif _get(session, each, root + each.base_path + _list_of(each)).status in _REFUSED:
            if refuses_all is None:  # a gate in front may refuse every path
                refuses_all = _get(session, each, root + _NOBODY).status in _REFUSED
            if not refuses_all:
                yield each


def _get(session: Session, facts: Facts, url: str) -> Response:
    return session.wire.send("GET", url, headers={"Accept": ", ".join(facts.media_types)}, label=_LABEL)


def _list_of(facts: Facts) -> str:
    """The path of a read that needs a token."""
    return next(each.path for each in facts.operations.values() if each.scope and each.method == "GET")


def _describes_itself(response: Response, facts: Facts, session: Session) -> bool:
    if response.status != 200 or response.failure is not None:
        return False
    try:
        document = parsed_once(response.body, session.parse_limits).value
    except DocumentError:
        return False
    return isinstance(at(document, facts.discovery["token"]), str)


def _list(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
