"""Lists: odd arrays, both arrays, and a list that grows."""

from __future__ import annotations

from mock_provider.clr20.scenarios.between import add_a_record
from mock_provider.scenarios import FIRST_LEARNER, Scenario

SCENARIOS = (
    Scenario(
        "pages-odd-sets",
        "Pages without one or both arrays of records",
        how="The list has six pages of two records: the second has no credential, the third no compactJwsString, the "
        "fourth neither, the fifth two empty arrays. The first and the last are plain.",
        right="It takes an array that is missing for an empty one, and reads on to the last page as in the plain "
        "sitting.",
        settings={"max_page": 2},
        behaviours=("odd-credential-arrays",),
        as_plain=True,
    ),
    Scenario(
        "list-again",
        "The list is read a second time, with one new record",
        how="The consumer is started twice for the same learner. In between a record is added.",
        right="The second time it reads the new record, by since or by the whole list. since has a time zone.",
        learners=(FIRST_LEARNER, FIRST_LEARNER),
        between=add_a_record,
        as_plain=True,
    ),
    Scenario(
        "mixed-list",
        "Records with a proof and tokens on one page",
        how="The list of the learner has one page, with records in credential and others in compactJwsString.",
        right="It reads both.",
        settings={"max_page": 100},
        as_plain=True,
    ),
)
