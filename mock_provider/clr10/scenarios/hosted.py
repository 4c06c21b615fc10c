"""Hosted items of which one is not what it has to be."""

from __future__ import annotations

from typing import Any, Final

from mock_provider.clr10.specimens import hosted, recipients
from mock_provider.scenarios import FIRST_LEARNER, Scenario

_ALIKE: Final[dict[str, Any]] = {"tasks": ("verify",), "instead": ("read",), "claims": ("verify_hosted",)}
_NOT_SO: Final = "It takes the first as verified, and not the other."

SCENARIOS = (
    Scenario(
        "copy-differs",
        "A hosted assertion whose copy in hand has another grade",
        how="Two hosted assertions are handed out. The grade of one is better than in the copy at its id.",
        right="It takes the first as verified. It does not take the second so, or goes on with the fetched copy.",
        lay=hosted.copy_differs,
        **_ALIKE,
    ),
    Scenario(
        "hosted-gone",
        "A hosted assertion whose id is answered 410",
        how="Two hosted assertions are handed out. The id of one is answered 410.",
        right="It takes the first as verified, and the other as revoked.",
        lay=hosted.hosted_gone,
        **_ALIKE,
    ),
    Scenario(
        "hosted-revoked",
        "A hosted assertion that was revoked",
        how="Two hosted assertions are handed out. The copy at the id of one has revoked true.",
        right="It takes the first as verified, and the other as revoked.",
        lay=hosted.hosted_revoked,
        **_ALIKE,
    ),
    Scenario(
        "hosted-missing",
        "A hosted assertion whose id is answered 404",
        how="Two hosted assertions are handed out. The id of one is answered 404.",
        right=_NOT_SO,
        lay=hosted.hosted_missing,
        **_ALIKE,
    ),
    Scenario(
        "hosted-500",
        "A hosted assertion whose id is answered 500",
        how="Two hosted assertions are handed out. The id of one is answered 500, with a page in HTML.",
        right=_NOT_SO,
        lay=hosted.hosted_500,
        **_ALIKE,
    ),
    Scenario(
        "hosted-broken-off",
        "A hosted assertion whose copy breaks off",
        how="Two hosted assertions are handed out. The connection is closed in the middle of the copy of one.",
        right=_NOT_SO,
        lay=hosted.hosted_broken_off,
        **_ALIKE,
    ),
    Scenario(
        "hosted-other-id",
        "Hosted assertions at whose id there is another",
        how="Three hosted assertions are handed out. At the id of the second there is another genuine one, with an id "
        "of its own; the id of the third leads to such a one.",
        right="It takes the first as verified, and not the others.",
        lay=hosted.hosted_other_id,
        **_ALIKE,
    ),
    Scenario(
        "hosted-out-of-scope",
        "Hosted assertions that are not where those of their issuer are",
        how="Three issuers have two hosted assertions each. The second ones can be fetched, but their ids do not begin "
        "with startsWith of the issuer, are on a host that allowedOrigins does not name, or are on another host than "
        "the issuer's profile, which names none.",
        right="It takes the first one of each issuer as verified, and not the second.",
        lay=hosted.hosted_out_of_scope,
        listener="other-host",
        **_ALIKE,
    ),
    Scenario(
        "hosted-urn",
        "A hosted assertion whose id is not a URL",
        how="Two assertions are handed out that say that they are hosted. The id of one is a urn:uuid.",
        right=_NOT_SO,
        lay=hosted.hosted_urn,
        **_ALIKE,
    ),
    Scenario(
        "hosted-expired",
        "A hosted assertion that has expired",
        how="Two hosted assertions are handed out. The last day of one is over.",
        right="It takes the first as verified, and the other as expired or not verified.",
        lay=hosted.hosted_expired,
        **_ALIKE,
    ),
    Scenario(
        "recipient-hash",
        "Hosted assertions whose recipient is hashed",
        how="Four hosted assertions are handed out. Their recipients are hashes of the learner's address with salt and "
        "without, of a number with letters beyond ASCII, and of somebody else's address.",
        right="It takes the first three as verified, and not the last.",
        lay=recipients.recipient_hash,
        **_ALIKE,
    ),
    Scenario(
        "revoked-meanwhile",
        "A hosted assertion that is revoked between two starts",
        how="The consumer is started twice with the same record. In between the issuer revokes the assertion in it.",
        right="It takes it as verified the first time. The second time it fetches it again, and takes it as revoked or "
        "has it no more.",
        tasks=("verify", "read"),
        learners=(FIRST_LEARNER, FIRST_LEARNER),
        between=hosted.revoke,
        claims=("verify_hosted", "keeps_state"),
        lay=hosted.revoked_meanwhile,
    ),
)
