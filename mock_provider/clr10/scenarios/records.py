"""Lists of records with which nothing is wrong, and of which nothing may be lost."""

from __future__ import annotations

from mock_provider.clr10.specimens import listed
from mock_provider.scenarios import Scenario

SCENARIOS = (
    Scenario(
        "mixed-list",
        "A hosted and a signed CLR on one page",
        how="The list of the learner has one page, with a CLR in clrs and another one in signedClrs.",
        right="It reads both.",
        lay=listed.mixed_list,
        as_plain=True,
    ),
    Scenario(
        "rich",
        "A CLR with every member of every class",
        how="The list of the learner has one CLR, in which every member that the model knows occurs.",
        right="It keeps all of it. What it keeps it reports as document in its outcome.",
        lay=listed.rich,
        as_plain=True,
    ),
    Scenario(
        "expired",
        "An assertion that has expired",
        how="The list has two CLRs with an assertion each. The last day of one of them is over.",
        right="It shows the second one as expired.",
        lay=listed.expired,
    ),
)
