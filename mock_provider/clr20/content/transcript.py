"""The record that holds nearly all that a record can hold."""

from __future__ import annotations

from typing import Final

from mock_provider.clr20.content.achievements import course, graded, programme
from mock_provider.clr20.content.credentials import V2, badge, endorsement, record, schema_of
from mock_provider.clr20.content.makers import Makers
from mock_provider.clr20.content.site import Node, data_uri, moment, picture

_SINCE: Final = moment(1_440)
_BADGES: Final = moment(1_430)
_UNTIL: Final = moment(20 * 365)


def transcript(make: Makers) -> Node:
    """Badges of all issuers, achievements and the links between them, endorsements in both forms, results, evidence."""
    site, university = make.site, make.who.university
    identifier, whole = make.urn("transcript"), programme(site, site.url("/about/agronomy"))
    badges = [_graded(make), _practice(make), _by_college(make)]
    parts = [held["credentialSubject"]["achievement"]["id"] for held in badges]
    links = [_association("isPartOf", part, whole["id"]) for part in parts]
    links.append(_association("precedes", parts[0], parts[1]))
    council = make.who.council
    embedded = endorsement(make.urn("word"), identifier, "We vouch for this", council, since=_SINCE)
    in_token = endorsement(make.urn("word", "token"), identifier, "We know her well", council, since=_SINCE)
    seal = {"image": {"id": data_uri("image/svg+xml", picture("L", "#26547c").encode()), "type": "Image"}}
    made = record(
        make.learner,
        identifier,
        f"Transcript of {make.learner.name}",
        university,
        since=_SINCE,
        badges=[*badges, _membership(make)],
        description="All that was done at Lakeside University",
        validUntil=_UNTIL,
        awardedDate=moment(1_439),
        partial=False,
        **seal,
        endorsement=[{**embedded, "proof": [council.seal(_SINCE)]}],
        endorsementJwt=[council.token(in_token)],
        credentialSchema=schema_of("record"),
        credentialStatus=make.lists.good(make.place),
        termsOfUse=[{"id": site.url("/about/terms"), "type": site.url("/about/terms#Terms")}],
        evidence=[{"id": site.url("/about/evidence"), "type": ["Evidence"], "name": "A file"}],
        subject={"identifier": make.learner.identifiers(), "achievement": [whole], "association": links},
    )
    site.page("/about/evidence", "Evidence", "Forty invented pages.")
    return {**made, "proof": [university.seal(_SINCE, more={"expires": _UNTIL})]}


def _graded(make: Makers) -> Node:
    """A badge of the academy with results of every kind; its achievement and its issuer are endorsed too."""
    achievement, results = graded(make.site)
    council = make.who.council
    of_course = endorsement(make.site.urn("word", "course"), achievement["id"], "A good course", council, since=_BADGES)
    return badge(
        make.learner,
        make.urn("graded"),
        {**achievement, "endorsement": [{**of_course, "proof": [council.seal(_BADGES)]}]},
        make.who.academy,
        since=_BADGES,
        kind="OpenBadgeCredential",
        subject={"creditsEarned": 4.5, "result": results},
        credentialSchema=schema_of("badge"),
    )


def _practice(make: Makers) -> Node:
    """A badge of the university for a season on farms, with what the learner did and who assessed it."""
    achievement = course(
        make.site, 9, id=make.site.urn("practice"), name="Field practice", achievementType="ext:FieldPractice"
    )
    teacher = {
        "id": make.site.urn("teacher"),
        "type": ["Profile"],
        "name": "Prof. Anouk van der Berg",
        "givenName": "Anouk",
        "additionalName": "Maria",
        "familyNamePrefix": "van der",
        "familyName": "Berg",
        "honorificPrefix": "Prof.",
        "honorificSuffix": "PhD",
        "dateOfBirth": "1961-03-14",
    }
    return badge(
        make.learner,
        make.urn("practice"),
        achievement,
        make.who.university,
        since=_BADGES,
        description="A season on farms",
        awardedDate=moment(1_420),
        subject={
            "identifier": make.learner.identifiers(),
            "activityStartDate": moment(1_200),
            "activityEndDate": moment(1_380),
            "licenseNumber": "FP-77",
            "narrative": "Worked on three farms",
            "role": "Assistant",
            "term": "Summer",
            "source": teacher,
        },
        evidence=[
            {
                "id": make.site.url("/about/evidence"),
                "type": ["Evidence"],
                "name": "A journal",
                "description": "Forty pages",
                "narrative": "What was done each week",
                "genre": "Journal",
                "audience": "Farmers",
            }
        ],
    )


def _by_college(make: Makers) -> Node:
    """A badge of the college, whose key is at its address."""
    return badge(
        make.learner,
        make.urn("soil"),
        course(make.site, 10, id=make.site.urn("soil"), name="Soil science"),
        make.who.college,
        since=_BADGES,
        credentialStatus=make.lists.good(1_000 + make.place),
    )


def _membership(make: Makers) -> Node:
    """A credential that is no badge, of a type that its issuer has defined; the issuer is a text."""
    return {
        "@context": [V2],
        "id": make.urn("membership"),
        "type": ["VerifiableCredential", make.site.url("/about/frameworks#Membership")],
        "issuer": make.who.academy.id,
        "validFrom": _BADGES,
        "credentialSubject": {"id": make.learner.id},
        "proof": [make.who.academy.seal(_BADGES)],
    }


def _association(kind: str, source: str, target: str) -> Node:
    return {"type": "Association", "associationType": kind, "sourceId": source, "targetId": target}
