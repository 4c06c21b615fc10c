"""PST: records that are answered, or kept, otherwise than they were posted: one member deep inside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import Change
from mock_provider.oauth.faults._requests import RequestChange

library = Library()
POSTS = ("postClr",)
Clr = dict[str, Any]


def _answering(change: Callable[[Clr], object]) -> Change:
    """Answer another CLR than the one that was posted and is kept."""

    def changed(response: Response) -> None:
        body = response.json
        if response.status in (200, 201) and isinstance(body, dict) and isinstance(body.get("clr"), dict):
            change(body["clr"])
            response.json = body

    return changed


def _keeping(change: Callable[[Clr], object]) -> RequestChange:
    """Keep another CLR than the one that was posted; ``_as_posted`` answers what was."""

    def changed(request: Request) -> None:
        body = request.json
        if isinstance(body, dict) and isinstance(body.get("clr"), dict):
            request.scratch["posted"] = request.json["clr"]
            change(body["clr"])
            request.json = body

    return changed


def _as_posted(response: Response) -> None:
    body = response.json
    if response.status in (200, 201) and isinstance(body, dict) and "posted" in response.scratch:
        response.json = {**body, "clr": response.scratch["posted"]}


def _achievement_renamed(clr: Clr) -> None:
    assertions = clr.get("assertions")
    for assertion in assertions if isinstance(assertions, list) else ():
        if isinstance(assertion, dict) and isinstance(assertion.get("achievement"), dict):
            assertion["achievement"]["name"] = "Untitled"


library.add(
    Fault(
        id="pst-answer-achievement-renamed",
        title="The answer to a post holds an achievement under another name",
        how="Achievements are looked up in the provider's own catalogue.\nWhat is not in there is called Untitled.",
        breaks=("CLR10-PST-016",),
        operations=POSTS,
        on_response=_answering(_achievement_renamed),
    )
)

library.add(
    Fault(
        id="pst-kept-achievement-renamed",
        title="A posted CLR is kept and listed with an achievement under another name",
        how="Achievements are matched with the provider's own catalogue at night.\n"
        "What is not in there is called Untitled.",
        breaks=("CLR10-PST-012",),
        operations=POSTS,
        on_request=_keeping(_achievement_renamed),
        on_response=_as_posted,
    )
)


def _learner_renamed(clr: Clr) -> None:
    if isinstance(clr.get("learner"), dict):
        clr["learner"]["name"] = "Somebody Else"


library.add(
    Fault(
        id="pst-answer-learner-renamed",
        title="The answer to a post holds the learner under another name",
        how="The learner's profile is replaced by the account that the token belongs to.\n"
        "Names there are as people typed them.",
        breaks=("CLR10-PST-016",),
        operations=POSTS,
        on_response=_answering(_learner_renamed),
    )
)

library.add(
    Fault(
        id="pst-kept-learner-renamed",
        title="A posted CLR is kept and listed with the learner under another name",
        how="CLRs are kept without the learner, who is joined from the accounts.\n"
        "Names there are as people typed them.",
        breaks=("CLR10-PST-012",),
        operations=POSTS,
        on_request=_keeping(_learner_renamed),
        on_response=_as_posted,
    )
)


FAULTS = library.faults
