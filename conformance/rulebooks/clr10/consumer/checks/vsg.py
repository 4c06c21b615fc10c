"""What a verifier makes of signed items."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.rulebooks.clr10.consumer.register import observed
from conformance.rulebooks.clr10.consumer.unreadable import broken_tokens
from conformance.traffic import Traffic
from conformance.traffic.seen import NotApplicable, Seen
from conformance.traffic.specimens import asked_for, laid, not_taken, state_of, taken, told_apart, unasked, wrong_state

_NEEDS = ("verify_signed",)
_METHODS = {"verify_hosted": "endorsements-hosted", "verify_signed": "endorsements-signed"}

_UNTRUSTED = ("foreign-certificate", "wrong-name", "old-tls")
"""Scenarios in which no right consumer fetches anything."""


@observed("CLR10-VSG-001", scenarios=("token-broken",), needs=_NEEDS, in_hand=True)
def a_broken_token_is_told(traffic: Traffic) -> Iterator[Seen]:
    """Of a token that cannot be read it says that it is not verified, and goes on."""
    yield from broken_tokens(traffic, "token-broken")


@observed("CLR10-VSG-002", scenarios=("payload-invalid",), needs=_NEEDS, in_hand=True)
def an_invalid_payload_is_not_verified(traffic: Traffic) -> Iterator[Seen]:
    """A good signature does not make up for required members that are missing."""
    yield from not_taken(traffic, "payload-invalid")


@observed("CLR10-VSG-003", scenarios=("creator-or-key",), needs=_NEEDS, in_hand=True)
def the_key_is_found_with_creator_and_without(traffic: Traffic) -> Iterator[Seen]:
    """What names its key in creator is verified, and so is what leaves that to the profile of its issuer."""
    yield from taken(traffic, "creator-or-key")


@observed("CLR10-VSG-004", scenarios=("creator-foreign",), needs=_NEEDS, in_hand=True)
def the_issuer_knows_the_creator(traffic: Traffic) -> Iterator[Seen]:
    """A key that calls the issuer its owner is not used when the issuer does not name it."""
    yield from not_taken(traffic, "creator-foreign")


@observed("CLR10-VSG-005", scenarios=("key-owner",), needs=_NEEDS, in_hand=True)
def the_signer_owns_the_key(traffic: Traffic) -> Iterator[Seen]:
    """A key is not used when it belongs to another profile, be it that the issuer names it."""
    yield from not_taken(traffic, "key-owner")


@observed("CLR10-VSG-006", scenarios=("key-moved",), needs=_NEEDS, in_hand=True)
def the_key_comes_from_its_id(traffic: Traffic) -> Iterator[Seen]:
    """The key is fetched, and the copy that an item brings along does not count beside it."""
    yield from not_taken(traffic, "key-moved")
    yield from _unasked(traffic, "the key at its id", "key-moved")


@observed("CLR10-VSG-007", scenarios=("payload-changed", "other-signer"), needs=_NEEDS, in_hand=True)
def a_bad_signature_is_not_verified(traffic: Traffic) -> Iterator[Seen]:
    """What was changed after it was signed, or was signed by somebody else, is not taken as verified."""
    yield from not_taken(traffic, "payload-changed", "other-signer")


@observed("CLR10-VSG-008", scenarios=("alg-none", "alg-hs256"), needs=_NEEDS, in_hand=True)
def the_header_does_not_choose_the_algorithm(traffic: Traffic) -> Iterator[Seen]:
    """What is signed with nothing, or with a secret that everybody knows, is not taken as verified."""
    yield from not_taken(traffic, "alg-none", "alg-hs256")


@observed("CLR10-VSG-009", scenarios=("listed",), needs=_NEEDS, in_hand=True)
def the_revocation_list_is_looked_at(traffic: Traffic) -> Iterator[Seen]:
    """The list of the issuer is fetched, and what it names is taken as revoked."""
    yield from not_taken(traffic, "listed")
    yield from _unasked(traffic, "the revocation list of its issuer", "listed")


@observed("CLR10-VSG-010", scenarios=("list-500",), needs=_NEEDS, in_hand=True)
def a_list_that_cannot_be_had_is_told(traffic: Traffic) -> Iterator[Seen]:
    """Where the list of the issuer cannot be had, nothing is taken as verified: not without any request either."""
    yield from not_taken(traffic, "list-500")
    for sitting, specimen in laid(traffic, *_UNTRUSTED):
        signed = specimen.place.startswith("/signed")
        if signed and state_of(sitting, specimen) == "verified" and not sitting.requests(run=specimen.start):
            yield wrong_state(sitting, specimen, "verified")


@observed("CLR10-VSG-011", scenarios=("list-foreign",), needs=_NEEDS, in_hand=True)
def a_list_of_another_issuer_says_nothing(traffic: Traffic) -> Iterator[Seen]:
    """The list of another issuer revokes nothing, and clears nothing."""
    yield from not_taken(traffic, "list-foreign")


@observed("CLR10-VSG-012", scenarios=("signed-expired",), needs=_NEEDS, in_hand=True)
def an_expired_assertion_is_not_verified(traffic: Traffic) -> Iterator[Seen]:
    """A signed assertion whose last day is over is not taken as verified."""
    yield from not_taken(traffic, "signed-expired")


@observed("CLR10-VSG-013", scenarios=("recipient-other",), needs=_NEEDS, in_hand=True)
def an_assertion_about_another_learner_is_not_verified(traffic: Traffic) -> Iterator[Seen]:
    """A signed assertion whose recipient is not the learner of the record is not taken as verified."""
    yield from not_taken(traffic, "recipient-other")


@observed("CLR10-VSG-014", scenarios=("clr-good-assertion-bad",), needs=_NEEDS, in_hand=True)
def a_right_record_does_not_make_its_assertions_right(traffic: Traffic) -> Iterator[Seen]:
    """An assertion with a bad signature is not taken as verified because the CLR around it is."""
    yield from not_taken(traffic, "clr-good-assertion-bad")


@observed("CLR10-VSG-015", scenarios=tuple(_METHODS.values()), in_hand=True)
def endorsements_are_verified_by_themselves(traffic: Traffic) -> Iterator[Seen]:
    """Right endorsements are taken as verified, and invented ones are not, by each method that is claimed."""
    for claim, scenario in _METHODS.items():
        if claim in traffic.claims:
            yield from told_apart(traffic, scenario)
        else:
            yield NotApplicable(f"applies when the consumer claims: {claim}", scenario)


@observed("CLR10-VSG-016", scenarios=("signed-unsigned",), needs=_NEEDS, in_hand=True)
def the_word_signed_is_not_a_signature(traffic: Traffic) -> Iterator[Seen]:
    """What says that it is signed, and came without a signature, is not taken as verified."""
    yield from not_taken(traffic, "signed-unsigned")


@observed("CLR10-VSG-018", scenarios=("header-key",), needs=_NEEDS, in_hand=True)
def the_header_brings_no_key(traffic: Traffic) -> Iterator[Seen]:
    """What fits only the key that its own header offers is not taken as verified."""
    yield from not_taken(traffic, "header-key")


def _unasked(traffic: Traffic, what: str, scenario: str) -> Iterator[Seen]:
    """Who calls a right item verified, and has not asked for what it rests on."""
    for sitting, specimen in laid(traffic, scenario):
        if specimen.right and state_of(sitting, specimen) == "verified":
            missing = (url for url in specimen.fetches if not asked_for(sitting, url))
            yield from (unasked(sitting, specimen, what, url) for url in missing)
