"""The records of each learner: one of every kind, and many that only differ in what they hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mock_provider.clr20.content import pictures, transcript
from mock_provider.clr20.content.achievements import course
from mock_provider.clr20.content.credentials import DATA_INTEGRITY, ED25519_2020, badge, of_1_1, record, schema_of
from mock_provider.clr20.content.drafts import inner, token
from mock_provider.clr20.content.makers import LATE, Makers
from mock_provider.clr20.content.site import Node, moment

BULK: Final = {"full": 100, "small": 0}
"""How many further records a learner of the kind of ``mira`` has, by how much content is asked for."""

_EVERY: Final = 5
"""One of so many of the further records has a proof inside, and is not a token."""

_YEARS: Final = 20 * 365
_SUITES: Final = (
    ("eddsa-jcs-2022", "university"),
    ("ecdsa-rdfc-2019", "university-p256"),
    ("ecdsa-rdfc-2019", "university-p384"),
    ("ecdsa-jcs-2019", "university-p256"),
)
"""Suites that are right, though no certification guide names them, with a key of their kind."""


def records(make: Makers, *, bulk: int) -> Iterator[Node]:
    """The drafts of a learner's records."""
    if make.learner.kind == "mira":
        yield from _every_kind(make)
        yield from _many(make, bulk)
        return
    yield make.sealed("transcript", make.who.university, week=2, credentialStatus=make.lists.good(make.place))
    yield make.who.college.token(make.plain("term-report", make.who.college, week=1))
    yield make.sealed("certificate", make.who.academy, week=0)
    if make.learner.kind == "nils":
        yield from _by_suites(make)
    if make.learner.kind == "amal":
        yield make.sealed("withdrawn", make.who.university, week=3, credentialStatus=make.lists.revoked(make.place))


def _every_kind(make: Makers) -> Iterator[Node]:
    who, lists = make.who, make.lists
    yield transcript.transcript(make)
    yield who.college.token(make.plain("term-report", who.college, week=1, validUntil=moment(_YEARS)))
    yield who.university.token(make.plain("semester", who.university, week=2))
    yield who.academy.token(make.plain("evening-courses", who.academy, week=3), jwk=True)
    yield _selective(make)
    yield make.sealed("withdrawn", who.university, week=9, credentialStatus=lists.revoked(make.place))
    yield who.college.token(make.plain("paused", who.college, week=10, credentialStatus=lists.suspended(make.place)))
    yield _refreshable(make)
    yield _of_1_1(make)
    yield token(inner(_of_1_1(make, "old-term")), who.college.tokens[0], kid=who.college.tokens[1])
    yield _both_forms(make)
    yield make.sealed("trial-course", who.academy, week=15, validUntil=moment(LATE + 8 * 15))
    yield pictures.pictured(make)


def _by_suites(make: Makers) -> Iterator[Node]:
    """A record of each other suite; not of the first learner, since every record of hers is fit for certification."""
    university = make.who.university
    for week, (suite, key) in enumerate(_SUITES, 4):
        proof = university.seal(moment(LATE + 7 * week), suite=suite, key=key)
        yield make.sealed(f"by-{suite}-and-{key}", university, week=week, proof=proof)
    proof = make.who.college.seal(moment(LATE + 56), suite="Ed25519Signature2020")
    yield make.sealed("archive", make.who.college, week=8, proof=proof, contexts=[ED25519_2020])


def _selective(make: Makers) -> Node:
    """A record with a badge of which a part is shown; a record itself cannot be, since its badges have proofs."""
    who, since = make.who.studio, moment(LATE + 20)
    shown = ["/issuer", "/validFrom", "/credentialSubject/id", "/credentialSubject/achievement"]
    proof = who.seal(since, suite="ecdsa-sd-2023", mandatory=shown, derive=["/name", "/credentialSubject/role"])
    about = {"narrative": "A part that is not shown", "role": "Assistant"}
    held = badge(
        make.learner,
        make.urn("part"),
        course(make.site, 4),
        who,
        since=since,
        subject=about,
        proof=proof,
    )
    return make.sealed("shown-part", make.who.university, week=4, badges=[held])


def _refreshable(make: Makers) -> Node:
    """A record for which its issuer has a newer version at another address."""
    who, path = make.who.college, f"/refresh/{make.place + 1}"
    service = {"id": make.site.url(path), "type": "1EdTechCredentialRefresh"}
    older = make.sealed("progress", who, week=11, refreshService=service)
    later = moment(LATE + 7 * 12)
    held = [*older["credentialSubject"]["verifiableCredential"], make.badge(12, make.who.academy, days=LATE + 80)]
    subject = {**older["credentialSubject"], "verifiableCredential": held}
    newer = {**older, "validFrom": later, "credentialSubject": subject, "proof": [who.seal(later)]}
    make.site.publish_signed(path, newer)
    return older


def _of_1_1(make: Makers, slug: str = "older-transcript") -> Node:
    """A record by VCDM 1.1, with an entry in a list of the form before status lists, which does not name it."""
    since, issuer = moment(400), make.who.college
    held = of_1_1(make.badge(4, issuer, days=390), DATA_INTEGRITY)
    status = {"id": make.lists.old, "type": "1EdTechRevocationList"}
    made = record(
        make.learner,
        make.urn(slug),
        f"Older transcript of {make.learner.name}",
        issuer,
        since=since,
        badges=[held],
        credentialStatus=status,
    )
    return {**of_1_1(made, DATA_INTEGRITY), "proof": [issuer.seal(since)]}


def _both_forms(make: Makers) -> Node:
    """A record with two proofs, and all of it in a token."""
    since, university = moment(LATE + 7 * 14), make.who.university
    proofs = [university.seal(since), university.seal(moment(LATE + 7 * 14, 60))]
    made = make.plain("diploma", university, week=14, credentialSchema=schema_of("record"))
    return university.token({**made, "proof": proofs})


def _many(make: Makers, count: int) -> Iterator[Node]:
    """Records of one course each, most of them in tokens; their badges are the same few."""
    academy, college = make.who.academy, make.who.college
    badges = [make.badge(number, academy, days=100 + number) for number in range(12)]
    for number in range(count):
        since = moment(200 + 7 * number, number)
        name, held = f"Term report {number + 1} of {make.learner.name}", [badges[number % len(badges)]]
        issuer = college if number % _EVERY else academy
        made = record(make.learner, make.urn("many", number), name, issuer, since=since, badges=held)
        yield {**made, "proof": [academy.seal(since)]} if issuer is academy else college.token(made)
