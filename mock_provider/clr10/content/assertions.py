"""Assertions: achievements awarded to a learner, hosted or signed, plain or with everything they can have."""

from __future__ import annotations

from mock_provider.clr10.content.model import Node
from mock_provider.clr10.content.profiles import Organisations, endorsement, signed_endorsement
from mock_provider.clr10.content.results import alignment, result
from mock_provider.clr10.content.site import Site, data_uri, hashed
from mock_provider.clr10.terms import CONTEXT

OPEN_BADGES_CONTEXT = "https://w3id.org/openbadges/v2"


def recipient(site: Site, learner: Node, kind: str = "id", salt: str | None = None) -> Node:
    """How an assertion names the learner; what is not an id is hashed, with ``salt`` when that is given."""
    value: str = learner[kind]
    if kind == "id":
        return {"type": kind, "identity": value, "hashed": False}
    node = {
        "id": site.urn("recipient", learner["id"], kind, salt),
        "type": kind,
        "identity": hashed(value, salt or ""),
        "hashed": True,
    }
    return node | ({"salt": salt} if salt else {})


def hosted(site: Site, slug: str, learner: Node, achievement: Node, issued: str, **members: object) -> Node:
    """A hosted assertion, published at its id."""
    node = {
        "id": site.item_url("assertions", slug),
        "type": "Assertion",
        "issuedOn": issued,
        "recipient": recipient(site, learner),
        "achievement": achievement,
        "verification": {"type": "Hosted"},
    }
    return site.publish("assertions", slug, node | members)


def signed(site: Site, slug: str, learner: Node, achievement: Node, issued: str, **members: object) -> str:
    """An assertion signed by the achievement's issuer, as compact JWS; its id is ``signed_id(site, slug)``."""
    issuer = achievement["issuer"]
    node = {
        "id": signed_id(site, slug),
        "type": "Assertion",
        "issuedOn": issued,
        "recipient": recipient(site, learner),
        "achievement": achievement,
        "verification": {"type": "Signed", "creator": issuer["publicKey"]["id"]},
    }
    return site.sign(node | members, issuer)


def signed_id(site: Site, slug: str) -> str:
    """The id of a signed assertion."""
    return site.urn("assertion", slug)


def revoked(site: Site, slug: str, reason: str) -> Node:
    """A hosted assertion that was revoked and is cut down to what is needed then."""
    node = {
        "id": site.item_url("assertions", slug),
        "type": "Assertion",
        "revoked": True,
        "revocationReason": reason,
    }
    return site.publish("assertions", slug, node)


def all_members(site: Site, slug: str, learner: Node, achievement: Node, who: Organisations) -> Node:
    """A hosted assertion with every member there is, on a course with a grade and a status."""
    own = site.item_url("assertions", slug)
    grade, status = achievement["resultDescriptions"]
    comment = "The survey was used in our planting plan."
    return hosted(
        site,
        slug,
        learner,
        achievement,
        "2022-06-18T09:30:00Z",
        recipient=recipient(site, learner, "email", salt="K3x9"),
        activityStartDate="2022-01-11T08:00:00Z",
        activityEndDate="2022-06-11T16:00:00Z",
        expires="2042-06-18T09:30:00Z",
        term="Spring 2022",
        role="Student",
        creditsEarned=3.0,
        licenseNumber="SUR-2022-0093",
        image=site.page_url("images", "medal"),
        narrative="The **survey** and the *log* show the method and the result.",
        source=who.testing,
        results=[
            result(
                site,
                grade,
                slug,
                value="B",
                alignments=[alignment(site, "CFItem", "Reports measurements with their error")],
            ),
            result(site, status, slug, status="Completed"),
        ],
        evidence=_evidence(site, slug),
        endorsements=[
            endorsement(site, f"of-{slug}", own, comment, issuer=who.alliance, issued="2022-07-02T10:00:00Z")
        ],
        signedEndorsements=[
            signed_endorsement(site, f"of-{slug}", own, comment, issuer=who.professor, issued="2022-07-03T10:00:00Z")
        ],
    )


def sampled(site: Site, slug: str, learner: Node, sampler: Node) -> Node:
    """A hosted assertion with a result of every kind."""
    values = {
        "GradePointAverage": "3.7",
        "Percent": "88",
        "PredictedScore": "51",
        "RawScore": "53",
        "RubricScore": "10",
        "ScaledScore": "640",
        "ext:Rank": "4",
        "LetterGrade": "B",
        "PerformanceLevel": "Advanced",
        "Result": "Passed with credit",
    }
    results = []
    for description in sampler["resultDescriptions"]:
        kind = description["resultType"]
        if kind == "Status":
            results.append(result(site, description, slug, status="Completed"))
        elif "rubricCriterionLevels" in description:
            results.append(
                result(site, description, slug, achievedLevel=description["rubricCriterionLevels"][-1]["id"])
            )
        else:
            results.append(result(site, description, slug, value=values[kind]))
    return hosted(site, slug, learner, sampler, "2022-06-20T12:00:00Z", results=results)


def open_badge(site: Site, slug: str, learner: Node) -> Node:
    """An Open Badges 2.0 assertion, hosted beside the API because a CLR assertion's root has no ``badge``."""
    issuer = site.publish(
        "openbadges",
        "issuer",
        {
            "id": site.page_url("openbadges", "issuer"),
            "type": "Profile",
            "name": "Quay Makers' Club",
            "url": site.page("makers", "Quay Makers' Club", "A workshop for everybody."),
            "email": "hello@quaymakers.example",
        },
        OPEN_BADGES_CONTEXT,
    )
    badge = site.publish(
        "openbadges",
        "rope-work",
        {
            "id": site.page_url("openbadges", "rope-work"),
            "type": "BadgeClass",
            "name": "Rope Work",
            "description": "Ties and splices safely.",
            "image": site.page_url("images", "medal"),
            "criteria": {"narrative": "Tie ten knots and splice one line."},
            "issuer": issuer,
        },
        OPEN_BADGES_CONTEXT,
    )
    node = {
        "id": site.page_url("openbadges", slug),
        "type": "Assertion",
        "issuedOn": "2021-04-09T18:00:00Z",
        "recipient": recipient(site, learner, "email", salt="badge"),
        "badge": badge,
        "verification": {"type": "Hosted"},
    }
    return site.publish("openbadges", slug, node, [CONTEXT, OPEN_BADGES_CONTEXT])


def _evidence(site: Site, slug: str) -> list[Node]:
    return [
        {
            "id": site.page(f"evidence-{slug}", "Survey of Quay Marsh", "Twelve sample points along the shore."),
            "type": "Evidence",
            "name": "Survey of Quay Marsh",
            "description": "A survey of the marsh at low tide.",
            "genre": "Report",
            "audience": "Harbour authority",
            "narrative": "Survey with **twelve** sample points.",
            "artifacts": [
                {
                    "type": "Artifact",
                    "name": "Field notes",
                    "description": "Notes of the first day.",
                    "url": data_uri("text/plain", "Tide low at 6:12, wind W 3, first stake at 4.20 m. ✓\n"),
                }
            ],
        },
        {
            "type": "Evidence",
            "name": "Log of the tide gauge",
            "artifacts": [
                {
                    "type": "Artifact",
                    "name": "Gauge",
                    "url": site.page(f"gauge-{slug}", "Tide gauge", "Readings of four days."),
                }
            ],
        },
    ]
