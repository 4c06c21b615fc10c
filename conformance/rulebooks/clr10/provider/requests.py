"""Right requests for each operation, to be repeated with one thing changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from conformance.rulebooks.clr10.provider.data import ClrData
from conformance.rulebooks.clr10.provider.edition import CLAIMS, COLLECTIONS, DISCOVERY, MEDIA_TYPE
from conformance.rulebooks.clr10.provider.readable import readable
from conformance.suites.answer import Answer
from conformance.suites.once import Once
from conformance.suites.outcomes import not_applicable

Request = Callable[[str | None], Answer]
"""A request that is right but for the Accept header it is given."""


def need(target: ClrData, operation: str) -> None:
    """End the check when the target does not claim the operation."""
    claim = CLAIMS[operation]
    if claim not in target.plan.claims:
        not_applicable(f"the target does not claim {claim}")


class RightRequests:
    """The request for an operation, shown to be right once; ends the check when there is nothing to ask for."""

    def __init__(self, target: ClrData) -> None:
        self._known = {operation: Once(partial(_shown, target, operation)) for operation in CLAIMS}

    def __call__(self, operation: str) -> Request:
        """The request for that operation."""
        return self._known[operation]()


def _shown(target: ClrData, operation: str) -> Request:
    need(target, operation)
    makers: Mapping[str, Callable[[ClrData], Request]] = {
        DISCOVERY: lambda target: lambda accept: target.api.get_discovery(accept=accept),
        "getClrs": lambda target: lambda accept: target.api.get_clrs(accept=accept, limit=1),
        "getClr": _get_clr,
        "postClr": _post_clr,
        "deleteClr": _delete_clr,
    }
    request = _get_item(target, operation) if operation in COLLECTIONS else makers[operation](target)
    request(MEDIA_TYPE).require(200, 201, 202, 204, 304)
    return request


def _get_clr(target: ClrData) -> Request:
    clr_id = readable(target).id
    return lambda accept: target.api.get_clr(clr_id, accept=accept)


def _post_clr(target: ClrData) -> Request:
    clr = target.posts.new_clr()
    return lambda accept: target.posts.post(clr, accept=accept)


def _delete_clr(target: ClrData) -> Request:
    if "write" not in target.plan.claims:
        not_applicable("the target does not claim write, so that the run has no CLR of its own to delete")

    def delete(accept: str | None) -> Answer:
        clr = target.posts.kept()
        answer = target.api.delete_clr(str(clr["id"]), accept=accept)
        if answer.status in (200, 202, 204):
            target.cleanup.gone(str(clr["id"]))
        return answer

    return delete


def _get_item(target: ClrData, operation: str) -> Request:
    collection = COLLECTIONS[operation]
    urls: tuple[str, ...] = getattr(target.links(), collection)
    url = next((url for url in urls if url.startswith(f"{target.base}/{collection}/")), None)
    if url is None:
        not_applicable(f"no CLR received names one of {collection} below the base URL")
    return lambda accept: target.api.read(operation, url, accept=accept)
