"""Signed items of which one is not what it has to be."""

from __future__ import annotations

from mock_provider.clr10.specimens import endorsements, keys, lists, signed, tokens
from mock_provider.clr10.specimens.pairs import Lay
from mock_provider.scenarios import Scenario

_RIGHT = "It takes the first as verified, and not the second."


def _scenario(
    name: str, lay: Lay, *, title: str, how: str, right: str = _RIGHT, claims: tuple[str, ...] = ("verify_signed",)
) -> Scenario:
    return Scenario(name, title, how=how, right=right, tasks=("verify",), instead=("read",), claims=claims, lay=lay)


SCENARIOS = (
    _scenario(
        "token-broken",
        tokens.token_broken,
        title="Signed assertions whose token cannot be read",
        how="A right signed assertion is handed out, and three whose token has two parts, a payload that is not JSON, "
        "and a header that is not JSON.",
        right="It takes the first as verified. It says of each of the others that it is not, and goes on.",
    ),
    _scenario(
        "payload-invalid",
        signed.payload_invalid,
        title="A signed assertion in which a required member is missing",
        how="Two signed assertions are handed out. The signature of the second is good, but its result has no "
        "resultDescription.",
    ),
    _scenario(
        "payload-changed",
        tokens.payload_changed,
        title="A signed assertion that was changed after it was signed",
        how="Two signed assertions are handed out. The grade in the second was changed after it was signed.",
    ),
    _scenario(
        "other-signer",
        tokens.other_signer,
        title="A signed assertion that somebody else has signed",
        how="Two signed assertions are handed out. The second names the key of its issuer, but another key has signed "
        "it.",
    ),
    _scenario(
        "creator-or-key",
        keys.creator_or_key,
        title="Signed assertions with creator and without",
        how="Three signed assertions are handed out, and two are right. The first names its key in "
        "verification.creator, for the second only publicKey of its issuer does. The third is signed with neither.",
        right="It takes the first two as verified, and not the third.",
    ),
    _scenario(
        "creator-foreign",
        keys.creator_foreign,
        title="A signed assertion whose creator is a key that its issuer does not know",
        how="Two signed assertions are handed out. The signature of the second fits the key in its creator. That key "
        "calls the issuer its owner, but it is not the publicKey of the issuer.",
    ),
    _scenario(
        "key-owner",
        keys.key_owner,
        title="A signed assertion whose key belongs to another profile",
        how="Two signed assertions are handed out. The issuer of the second names a key whose owner is another "
        "profile.",
    ),
    _scenario(
        "key-moved",
        keys.key_moved,
        title="A signed assertion that brings along another key than the one that is published",
        how="Two signed assertions are handed out. The signature of the second fits the key that it brings along; at "
        "the id of that key there is another one.",
        right="It fetches the key from its id. It takes the first as verified, and not the second.",
    ),
    _scenario(
        "alg-none",
        tokens.alg_none,
        title="Signed assertions whose header names the algorithm none",
        how="Three signed assertions are handed out. The second and the third have the algorithm none: one has no "
        "signature, the other a few bytes in its place.",
        right="It takes the first as verified, and none of the others.",
    ),
    _scenario(
        "alg-hs256",
        tokens.alg_hs256,
        title="A signed assertion whose secret is the public key of its issuer",
        how="Two signed assertions are handed out. The header of the second names HS256, and it is signed with the "
        "public key as the secret.",
    ),
    _scenario(
        "header-key",
        tokens.header_key,
        title="Signed assertions that bring along the key that they fit, in their header",
        how="A right signed assertion is handed out, and four whose headers offer a key of somebody else: in jwk, "
        "x5c, jku and x5u. Their signatures fit that key.",
        right="It takes the first as verified, and none of the others.",
    ),
    _scenario(
        "listed",
        lists.listed,
        title="A signed assertion that is on the revocation list of its issuer",
        how="Two signed assertions are handed out. The revocation list of their issuer names the second.",
        right="It fetches the list. It takes the first as verified, and the second as revoked.",
    ),
    _scenario(
        "list-500",
        lists.list_500,
        title="A signed assertion whose revocation list cannot be had",
        how="Two signed assertions are handed out. The revocation list of the issuer of the second is answered 500.",
        right="It takes the first as verified. It does not take the second so, and says why.",
    ),
    _scenario(
        "list-foreign",
        lists.list_foreign,
        title="Signed assertions whose issuer names the revocation list of another issuer",
        how="Three signed assertions are handed out. The profile that has issued the second and the third names the "
        "revocation list of another issuer; the second is on it.",
        right="It takes the first as verified. The others are neither verified nor revoked by that list.",
    ),
    _scenario(
        "signed-expired",
        signed.signed_expired,
        title="A signed assertion that has expired",
        how="Two signed assertions are handed out. expires of the second is in the past.",
    ),
    _scenario(
        "recipient-other",
        signed.recipient_other,
        title="A signed assertion that was awarded to another learner",
        how="Two signed assertions are handed out. The recipient of the second is not the learner of the CLR.",
    ),
    _scenario(
        "clr-good-assertion-bad",
        signed.clr_good_assertion_bad,
        title="A right signed CLR with a signed assertion that was changed",
        how="Two signed CLRs are handed out, and both are right. The assertion in the second was changed after its "
        "issuer had signed it.",
        right="It takes both CLRs as verified, and the assertion in the first. It does not take the other one so.",
    ),
    _scenario(
        "signed-unsigned",
        signed.signed_unsigned,
        title="An assertion that says it is signed, and is not",
        how="Two assertions are handed out that say they are signed. The second is not a token: it stands among the "
        "plain ones.",
    ),
    _scenario(
        "endorsements-hosted",
        endorsements.endorsements_hosted,
        title="A hosted endorsement that the endorser does not host",
        how="Two CLRs are handed out, each with a hosted endorsement. At the id of the second there is nothing.",
        claims=("verify_hosted",),
    ),
    _scenario(
        "endorsements-signed",
        endorsements.endorsements_signed,
        title="A signed endorsement that somebody else has signed",
        how="Two CLRs are handed out, each with a signed endorsement. The second names the key of the endorser, but "
        "another key has signed it.",
    ),
)
