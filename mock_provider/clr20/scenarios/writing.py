"""Posts that go well or are refused, in the ways that the contract has for it."""

from __future__ import annotations

from mock_provider.scenarios import Scenario

_AT_MOST_TWICE = "It does not post the same again unchanged; who repeats it more than twice gets a note."
_NO_ROW = "No requirement tells a consumer what to do then: this decides none."

SCENARIOS = (
    Scenario(
        "post-replaced",
        "A post is answered 200",
        how="The mock says of each record that is posted that it was there, in another version.",
        right="It takes that as done, does not repeat it, and ends as in the plain sitting.",
        tasks=("write",),
        behaviours=("odd-upsert-200",),
        as_plain=True,
    ),
    Scenario(
        "post-refused",
        "A post is answered 400",
        how="Each record that is posted is answered 400 with a status object, and is not stored.",
        right=f"It says that the provider does not take the record. {_AT_MOST_TWICE} {_NO_ROW}",
        tasks=("write",),
        behaviours=("odd-upsert-400",),
    ),
    Scenario(
        "post-not-allowed",
        "A post is answered 405",
        how="Each post is answered 405 with Allow: GET, though the service description offers the scope for it.",
        right=f"It says that the provider takes no records. {_AT_MOST_TWICE} {_NO_ROW}",
        tasks=("write",),
        behaviours=("odd-upsert-405",),
    ),
    Scenario(
        "pass-on",
        "A token is read and passed on",
        how="All records of the learner, with a proof and as tokens, are on one page. The mock takes what is posted.",
        right="If it passes a token on, it posts the very string that it has received; of a record with a proof, all "
        "members. It ends as in the plain sitting.",
        tasks=("pass-on",),
        instead=("write",),
        settings={"max_page": 100},
        as_plain=True,
    ),
)
