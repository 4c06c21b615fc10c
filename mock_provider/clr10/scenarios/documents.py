"""Records that few publishers write, on the second of three pages."""

from __future__ import annotations

from mock_provider.scenarios import Scenario

_ON = "It reads them, asks for the third page, and ends as in the plain sitting."

SCENARIOS = (
    Scenario(
        "nulls",
        "Records with null members and empty arrays",
        how="Optional members of the records on the second page are null, or arrays without entries.",
        right=f"{_ON} It takes null as absent.",
        behaviours=("odd-nulls",),
    ),
    Scenario(
        "extensions",
        "Records with extension members and extended vocabularies",
        how="Records on the second page have members of another vocabulary, of every JSON type, and values that "
        "begin with ext:.",
        right=f"{_ON} It ignores what it does not know.",
        behaviours=("odd-extensions",),
        as_plain=True,
    ),
    Scenario(
        "hosted-without-token",
        "Hosted items that are refused to those who send a token",
        how="Assertions and endorsements are public. A request for one that carries a token is answered 401.",
        right="It fetches them without a token, at the latest when it is refused with one.",
        tasks=("read", "verify"),
        behaviours=("odd-items-without-token",),
        claims=("verify_hosted",),
    ),
    Scenario(
        "unicode",
        "Names in many scripts",
        how="Names on the second page hold letters beyond the BMP, of both directions, combining and joining ones.",
        right=_ON,
        behaviours=("odd-unicode",),
        as_plain=True,
    ),
    Scenario(
        "long-values",
        "Texts of 28 000 characters",
        how="Criteria and comments on the second page are as long as a thesis.",
        right=_ON,
        behaviours=("odd-long-values",),
        as_plain=True,
    ),
    Scenario(
        "huge",
        "A page of 4 MiB",
        how="A record on the second page holds thousands of achievements, so that the page has 4 MiB.",
        right=f"{_ON} Its bounds leave room for the records of a long life.",
        behaviours=("odd-huge",),
        as_plain=True,
    ),
)
