"""Another record than the one that was posted: in the response to the post, or in lists afterwards."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import Change
from mock_provider.clr10.faults.pst._common import POSTS, posted_clr

library = Library()

Clr = dict[str, Any]


def _renamed(clr: Clr) -> Clr:
    return {**clr, "name": f"{clr.get('name', 'Record')} (imported)"}


def _answered_as(change: Callable[[Clr], Clr]) -> Change:
    """Respond with another record than the one that was posted and is kept."""

    def changed(response: Response) -> None:
        body = response.json
        if response.status in (200, 201) and isinstance(body, dict) and isinstance(body.get("clr"), dict):
            response.json = {**body, "clr": change(body["clr"])}

    return changed


library.add(
    Fault(
        id="pst-answer-renamed",
        title="The answer to a post holds another name than was posted",
        how="Imported records are marked in their names.\nThe publisher reads of a record that it never sent.",
        breaks=("CLR10-PST-016",),
        operations=POSTS,
        on_response=_answered_as(_renamed),
    )
)


def _without_assertions(clr: Clr) -> Clr:
    kept = not isinstance(clr.get("assertions"), list)
    return {name: value for name, value in clr.items() if kept or name != "assertions"}


library.add(
    Fault(
        id="pst-answer-without-assertions",
        title="The answer to a post holds no assertions",
        how="The list of assertions is loaded only when somebody asks for it.\n"
        "Nobody asked before the answer was written.",
        breaks=("CLR10-PST-016",),
        operations=POSTS,
        on_response=_answered_as(_without_assertions),
    )
)


def _kept_as(change: Callable[[Clr], Clr]) -> Callable[[Request], object]:
    """Keep another record than the one that was posted; ``_as_posted`` shows what was posted."""

    def changed(request: Request) -> None:
        clr = posted_clr(request)
        if clr:
            request.scratch["posted"] = clr
            request.json = {**request.json, "clr": change(clr)}

    return changed


def _as_posted(response: Response) -> None:
    body = response.json
    if response.status in (200, 201) and isinstance(body, dict) and "posted" in response.scratch:
        response.json = {**body, "clr": response.scratch["posted"]}


library.add(
    Fault(
        id="pst-kept-renamed",
        title="A posted CLR is kept and listed under another name",
        how="Imported records are marked in their names.\nThe answer is made of the request, not of what was kept.",
        breaks=("CLR10-PST-012",),
        consequences={"CLR10-GCL-006": "the CLR that is fetched has the other name too"},
        operations=POSTS,
        on_request=_kept_as(_renamed),
        on_response=_as_posted,
    )
)

library.add(
    Fault(
        id="pst-kept-without-assertions",
        title="A posted CLR is kept and listed without its assertions",
        how="Assertions go into a table of their own, in a second step.\nThat step fails, and nobody notices.",
        breaks=("CLR10-PST-012",),
        consequences={"CLR10-EXT-008": "an extension member of an assertion goes with it"},
        operations=POSTS,
        on_request=_kept_as(_without_assertions),
        on_response=_as_posted,
    )
)


def _columns_only(clr: Clr) -> Clr:
    """The assertions with the members alone that a table has columns for."""
    kept = ("id", "type", "achievement", "verification")
    assertions = clr.get("assertions")
    if not isinstance(assertions, list):
        return clr
    rows = [
        {name: value for name, value in entry.items() if name in kept} if isinstance(entry, dict) else entry
        for entry in assertions
    ]
    return {**clr, "assertions": rows}


library.add(
    Fault(
        id="pst-kept-in-columns",
        title="A posted CLR is kept and listed with the achievements of its assertions, and nothing else of them",
        how="The table of assertions has columns for the members that the portal shows.\nEverything else is dropped.",
        breaks=("CLR10-PST-012",),
        consequences={
            "CLR10-EXT-008": "there is no column for extension members",
            "CLR10-HST-007": "the hosted assertion has the columns alone too",
        },
        operations=POSTS,
        on_request=_kept_as(_columns_only),
        on_response=_as_posted,
    )
)


def _with_achievements_renamed(clr: Clr) -> Clr:
    renamed = deepcopy(clr)
    assertions = renamed.get("assertions")
    for assertion in assertions if isinstance(assertions, list) else ():
        if isinstance(assertion, dict) and isinstance(assertion.get("achievement"), dict):
            assertion["achievement"]["name"] = "Untitled"
    return renamed


library.add(
    Fault(
        id="pst-answer-achievement-renamed",
        title="The answer to a post holds an achievement under another name",
        how="Achievements are looked up in the provider's own catalogue.\nWhat is not in there is called Untitled.",
        breaks=("CLR10-PST-016",),
        operations=POSTS,
        on_response=_answered_as(_with_achievements_renamed),
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
        on_request=_kept_as(_with_achievements_renamed),
        on_response=_as_posted,
    )
)


def _with_learner_renamed(clr: Clr) -> Clr:
    learner = clr.get("learner")
    return {**clr, "learner": {**learner, "name": "Somebody Else"}} if isinstance(learner, dict) else clr


library.add(
    Fault(
        id="pst-answer-learner-renamed",
        title="The answer to a post holds the learner under another name",
        how="The learner's profile is replaced by the account that the token belongs to.\n"
        "Names there are as people typed them.",
        breaks=("CLR10-PST-016",),
        operations=POSTS,
        on_response=_answered_as(_with_learner_renamed),
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
        on_request=_kept_as(_with_learner_renamed),
        on_response=_as_posted,
    )
)

FAULTS = library.faults
