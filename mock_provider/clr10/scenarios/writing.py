"""Posts and deletions that go well or are refused, in the ways that the contract has for it."""

from __future__ import annotations

from mock_provider.scenarios import Scenario

_AT_MOST_TWICE = "It does not post the same again unchanged; who repeats it more than twice gets a note."
_NO_ROW = "No requirement tells a consumer what to do then: this decides none."
_DONE = "It takes that as done, does not repeat it, and ends as in the plain sitting."

SCENARIOS = (
    Scenario(
        "post-replaced",
        "A post is answered 200",
        how="The mock says of each CLR that is posted that it was there, in another version.",
        right=_DONE,
        tasks=("write",),
        behaviours=("odd-post-200",),
        as_plain=True,
    ),
    Scenario(
        "post-unchanged",
        "A post is answered 304",
        how="The mock says of each CLR that is posted that it was there unchanged. The response has no body.",
        right=_DONE,
        tasks=("write",),
        behaviours=("odd-post-304",),
        as_plain=True,
    ),
    Scenario(
        "post-refused",
        "A post is answered 400",
        how="Each CLR that is posted is answered 400 with a status object, and is not stored.",
        right=f"It says that the provider does not take the CLR. {_AT_MOST_TWICE} {_NO_ROW}",
        tasks=("write",),
        behaviours=("odd-post-400",),
    ),
    Scenario(
        "post-not-allowed",
        "A post is answered 405",
        how="Each post is answered 405 with Allow: GET, though the discovery document offers the scope for it.",
        right=f"It says that the provider takes no CLRs. {_AT_MOST_TWICE} {_NO_ROW}",
        tasks=("write",),
        behaviours=("odd-post-405",),
    ),
    Scenario(
        "pass-on",
        "A signed CLR is read and passed on",
        how="All CLRs of the learner, plain and signed, are on one page, and the mock takes what is posted.",
        right="If it passes a signed CLR on, it posts the very string that it has received; of a plain one, all "
        "members. It ends as in the plain sitting.",
        tasks=("pass-on",),
        instead=("write",),
        settings={"max_page": 100},
        as_plain=True,
    ),
    Scenario(
        "delete-200",
        "A deletion is answered 200",
        how="The response to a deletion is a status object that says success.",
        right=_DONE,
        tasks=("delete",),
        settings={"delete_status": 200},
        as_plain=True,
    ),
    Scenario(
        "delete-202",
        "A deletion is answered 202",
        how="The response to a deletion says that it follows.",
        right=_DONE,
        tasks=("delete",),
        settings={"delete_status": 202},
        as_plain=True,
    ),
)
