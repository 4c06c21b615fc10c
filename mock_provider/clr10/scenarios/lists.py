"""Lists: odd sets, lists that change, and items that are kept elsewhere."""

from __future__ import annotations

from mock_provider.clr10.scenarios.between import add_a_clr
from mock_provider.scenarios import FIRST_LEARNER, Scenario

SCENARIOS = (
    Scenario(
        "pages-odd-sets",
        "Pages without one or both arrays of CLRs",
        how="The list has six pages of two CLRs: the second has no clrs, the third no signedClrs, the fourth neither, "
        "the fifth two empty arrays. The first and the last are plain.",
        right="It takes an array that is missing for an empty one, and reads on to the last page as in the plain "
        "sitting.",
        settings={"max_page": 2},
        behaviours=("odd-sets",),
        as_plain=True,
    ),
    Scenario(
        "list-again",
        "The list is read a second time, with one new CLR",
        how="The consumer is started twice for the same learner. In between a CLR is added.",
        right="The second time it reads the new CLR, by since or by the whole list. since has a time zone.",
        learners=(FIRST_LEARNER, FIRST_LEARNER),
        between=add_a_clr,
        as_plain=True,
    ),
    Scenario(
        "items-elsewhere",
        "Records name items on another host",
        how="The ids of hosted assertions, endorsements, keys and revocation lists are those of another host.",
        right="It fetches them without its token, or not at all.",
        behaviours=("odd-items-elsewhere",),
        listener="other-host",
    ),
)
