"""Assertions: achievements awarded to a learner, hosted or signed, plain or with everything they can have."""

from __future__ import annotations

from mock_provider.clr10.content.catalogue import alignment, result
from mock_provider.clr10.content.model import Node
from mock_provider.clr10.content.profiles import Organisations, endorsement, signed_endorsement
from mock_provider.clr10.content.world import World, data_uri, hashed
from mock_provider.clr10.terms import CONTEXT

OPEN_BADGES_CONTEXT = "https://w3id.org/openbadges/v2"


def recipient(world: World, learner: Node, kind: str = "id", salt: str | None = None) -> Node:
    """How an assertion names the learner; what is no id is hashed, with ``salt`` when that is given."""
    value: str = learner[kind]
    if kind == "id":
        return {"type": kind, "identity": value, "hashed": False}
    node = {
        "id": world.urn("recipient", learner["id"], kind, salt),
        "type": kind,
        "identity": hashed(value, salt or ""),
        "hashed": True,
    }
    return node | ({"salt": salt} if salt else {})


def hosted(world: World, slug: str, learner: Node, achievement: Node, issued: str, **members: object) -> Node:
    """A hosted assertion, published at its id."""
    node = {
        "id": world.item_url("assertions", slug),
        "type": "Assertion",
        "issuedOn": issued,
        "recipient": recipient(world, learner),
        "achievement": achievement,
        "verification": {"type": "Hosted"},
    }
    return world.publish("assertions", slug, node | members)


def signed(world: World, slug: str, learner: Node, achievement: Node, issued: str, **members: object) -> str:
    """An assertion signed by the achievement's issuer, as compact JWS; its id is ``signed_id(world, slug)``."""
    issuer = achievement["issuer"]
    node = {
        "id": signed_id(world, slug),
        "type": "Assertion",
        "issuedOn": issued,
        "recipient": recipient(world, learner),
        "achievement": achievement,
        "verification": {"type": "Signed", "creator": issuer["publicKey"]["id"]},
    }
    return world.sign(node | members, issuer)


def signed_id(world: World, slug: str) -> str:
    """The id of a signed assertion."""
    return world.urn("assertion", slug)


def revoked(world: World, slug: str, reason: str) -> Node:
    """A hosted assertion that was revoked and is cut down to what is needed then."""
    node = {
        "id": world.item_url("assertions", slug),
        "type": "Assertion",
        "revoked": True,
        "revocationReason": reason,
    }
    return world.publish("assertions", slug, node)


def told_in_full(world: World, slug: str, learner: Node, achievement: Node, who: Organisations) -> Node:
    """A hosted assertion with every member there is, on a course with a grade and a status."""
    own = world.item_url("assertions", slug)
    grade, status = achievement["resultDescriptions"]
    comment = "The survey was used in our planting plan."
    return hosted(
        world,
        slug,
        learner,
        achievement,
        "2022-06-18T09:30:00Z",
        recipient=recipient(world, learner, "email", salt="K3x9"),
        activityStartDate="2022-01-11T08:00:00Z",
        activityEndDate="2022-06-11T16:00:00Z",
        expires="2042-06-18T09:30:00Z",
        term="Spring 2022",
        role="Student",
        creditsEarned=3.0,
        licenseNumber="SUR-2022-0093",
        image=world.page_url("images", "medal"),
        narrative="The **survey** and the *log* show the method and the result.",
        source=who.testing,
        results=[
            result(
                world,
                grade,
                slug,
                value="B",
                alignments=[alignment(world, "CFItem", "Reports measurements with their error")],
            ),
            result(world, status, slug, status="Completed"),
        ],
        evidence=_evidence(world, slug),
        endorsements=[
            endorsement(world, f"of-{slug}", own, comment, issuer=who.alliance, issued="2022-07-02T10:00:00Z")
        ],
        signedEndorsements=[
            signed_endorsement(world, f"of-{slug}", own, comment, issuer=who.professor, issued="2022-07-03T10:00:00Z")
        ],
    )


def sampled(world: World, slug: str, learner: Node, sampler: Node) -> Node:
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
            results.append(result(world, description, slug, status="Completed"))
        elif "rubricCriterionLevels" in description:
            results.append(
                result(world, description, slug, achievedLevel=description["rubricCriterionLevels"][-1]["id"])
            )
        else:
            results.append(result(world, description, slug, value=values[kind]))
    return hosted(world, slug, learner, sampler, "2022-06-20T12:00:00Z", results=results)


def open_badge(world: World, slug: str, learner: Node) -> Node:
    """An Open Badges 2.0 assertion, hosted beside the API because a CLR assertion's root has no ``badge``."""
    issuer = world.publish(
        "openbadges",
        "issuer",
        {
            "id": world.page_url("openbadges", "issuer"),
            "type": "Profile",
            "name": "Quay Makers' Club",
            "url": world.page("makers", "Quay Makers' Club", "A workshop for everybody."),
            "email": "hello@quaymakers.example",
        },
        OPEN_BADGES_CONTEXT,
    )
    badge = world.publish(
        "openbadges",
        "rope-work",
        {
            "id": world.page_url("openbadges", "rope-work"),
            "type": "BadgeClass",
            "name": "Rope Work",
            "description": "Ties and splices safely.",
            "image": world.page_url("images", "medal"),
            "criteria": {"narrative": "Tie ten knots and splice one line."},
            "issuer": issuer,
        },
        OPEN_BADGES_CONTEXT,
    )
    node = {
        "id": world.page_url("openbadges", slug),
        "type": "Assertion",
        "issuedOn": "2021-04-09T18:00:00Z",
        "recipient": recipient(world, learner, "email", salt="badge"),
        "badge": badge,
        "verification": {"type": "Hosted"},
    }
    return world.publish("openbadges", slug, node, [CONTEXT, OPEN_BADGES_CONTEXT])


def _evidence(world: World, slug: str) -> list[Node]:
    return [
        {
            "id": world.page(f"evidence-{slug}", "Survey of Quay Marsh", "Twelve sample points along the shore."),
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
                    "url": world.page(f"gauge-{slug}", "Tide gauge", "Readings of four days."),
                }
            ],
        },
    ]
