"""The achievements that can be awarded: single courses, a pathway with all kinds of associations, and an assessment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mock_provider.clr10.content.model import Node
from mock_provider.clr10.content.profiles import Organisations, endorsement, signed_endorsement
from mock_provider.clr10.content.world import World, data_uri, image

TYPES = (
    "Course",
    "Competency",
    "Assignment",
    "Certificate",
    "Fieldwork",
    "Award",
    "Badge",
    "Assessment",
    "CommunityService",
    "Co-Curricular",
    "Membership",
    "Certification",
    "Diploma",
    "License",
    "Degree",
    "Achievement",
    "ext:Microcredential",
)
_SUBJECTS = (
    "Tidal Hydrology",
    "Harbour Logistics",
    "Marine Botany",
    "Chart Reading",
    "Sail Making",
    "Weather Observation",
    "Boat Building",
    "Fisheries Law",
    "Radio Operation",
    "Wetland Restoration",
    "Statistics for Surveyors",
    "Technical Drawing",
    "Nautical History",
)
_LEVELS = (
    "Introduction to",
    "Foundations of",
    "Applied",
    "Advanced",
    "Seminar in",
    "Project in",
    "Practice of",
    "Topics in",
)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Achievements by purpose; ``pathway`` hangs together, ``singles`` stand alone."""

    singles: tuple[Node, ...]
    pathway: Mapping[str, Node]
    sampler: Node
    licence: Node
    unicode: Node
    progress: Node


def catalogue(world: World, who: Organisations) -> Catalogue:
    """Makes all achievements and publishes those whose id is a URL."""
    singles = tuple(
        _achievement(
            world,
            f"single-{number}",
            who.academy,
            name=f"{level} {subject}",
            achievementType=TYPES[number % len(TYPES)],
            description=f"{level} {subject}, one term.",
        )
        for number, (level, subject) in enumerate((level, subject) for level in _LEVELS for subject in _SUBJECTS)
    )
    return Catalogue(
        singles=singles,
        pathway=_pathway(world, who),
        sampler=_sampler(world, who.college),
        licence=_achievement(
            world,
            "licence",
            who.guild,
            name="Licensed Field Surveyor",
            achievementType="License",
            requirement={"type": "Criteria", "narrative": "Two years of practice and the guild's examination."},
        ),
        unicode=_achievement(
            world,
            "watt",
            who.institute,
            name="Ökologie des Wattenmeers · 干潟の生態学 · علم بيئة السواحل",
            achievementType="Course",
            description="Größen, Gezeiten, “Strömung” – π ≈ 3,14; 🦀🌊 e\u0301 vs é",
            tags=["Wattenmeer", "干潟", "ساحل", "🦀"],
        ),
        progress=_progress(world, who.academy),
    )


def result(world: World, description: Node, *name: object, **members: object) -> Node:
    """A result for that description."""
    return {
        "id": world.urn("result", description["id"], *name),
        "type": "Result",
        "resultDescription": description["id"],
        **members,
    }


def _achievement(world: World, slug: str, issuer: Node, **members: object) -> Node:
    node = {"id": world.page_url("achievements", slug), "type": "Achievement", "issuer": issuer, **members}
    return world.publish("achievements", slug, node)


def _association(kind: str, target: str, title: str) -> Node:
    return {"associationType": kind, "targetId": target, "title": title}


_PATHWAY_NAMES = {
    "diploma": "Diploma in Coastal Survey",
    "survey": "Shoreline Survey",
    "mapping": "Habitat Mapping",
    "old-survey": "Beach Survey (until 2019)",
    "competency": "Maps habitats from field data",
    "level": "Maps habitats from field data: independent",
    "match": "Habitat mapping (regional framework)",
    "sample": "Sample map of Quay Marsh",
}


def _pathway(world: World, who: Organisations) -> Mapping[str, Node]:
    """Eight achievements in one web: from each asserted one all others can be reached."""
    types = {
        "diploma": "Diploma",
        "competency": "Competency",
        "level": "Competency",
        "match": "Competency",
        "sample": "Assignment",
    }
    links: Mapping[str, Sequence[tuple[str, str]]] = {
        "diploma": [("isParentOf", "survey"), ("isParentOf", "mapping")],
        "survey": [("isChildOf", "diploma"), ("precedes", "mapping"), ("isRelatedTo", "old-survey")],
        "mapping": [
            ("isChildOf", "diploma"),
            ("isPeerOf", "survey"),
            ("isRelatedTo", "competency"),
            ("exemplar", "sample"),
        ],
        "old-survey": [("replacedBy", "survey")],
        "competency": [("hasSkillLevel", "level"), ("exactMatchOf", "match"), ("isPartOf", "diploma")],
    }
    nodes: dict[str, Node] = {}
    for slug, name in _PATHWAY_NAMES.items():
        members: Node = {"name": name, "achievementType": types.get(slug, "Course")}
        if slug in links:
            members["associations"] = [
                _association(kind, world.page_url("achievements", target), _PATHWAY_NAMES[target])
                for kind, target in links[slug]
            ]
        if slug == "survey":
            members |= _told_in_full(world, who)
        nodes[slug] = _achievement(world, slug, who.college, **members)
    return nodes


def _told_in_full(world: World, who: Organisations) -> Node:
    """Every further member of an achievement."""
    own = world.page_url("achievements", "survey")
    comment = "The course teaches what our members **need**."
    return {
        "description": "Measuring a shoreline with simple tools, in four field days.",
        "humanCode": "SUR 101",
        "fieldOfStudy": "Surveying",
        "specialization": "Coastal survey",
        "level": "Associate",
        "creditsAvailable": 3.0,
        "image": data_uri("image/svg+xml", image("S", "#356")),
        "tags": ["survey", "field work", "coast"],
        "identifiers": [
            {"type": "SystemIdentifier", "identifier": "lis-course-101", "identifierType": "LisSourcedId"},
            {"type": "SystemIdentifier", "identifier": "SUR-101-2022", "identifierType": "ext:CatalogueNumber"},
        ],
        "requirement": {
            "id": world.page("criteria-survey", "Shoreline Survey", "Pass the field project and the examination."),
            "type": "Criteria",
            "narrative": "Pass the *field project* and the examination.",
        },
        "alignments": [
            alignment(world, "CFItem", "Measures a shoreline", targetCode="CS.2", targetFramework="Coastal Skills"),
            alignment(world, "CFRubric", "Field work rubric"),
            alignment(world, "CTDL", "Shoreline Survey (credential registry)"),
            alignment(world, "ext:LocalOutcome", "Works safely at the water"),
        ],
        "resultDescriptions": [
            _description(
                world, "grade", "Final grade", "LetterGrade", allowedValues=["F", "D", "C", "B", "A"], requiredValue="C"
            ),
            _description(world, "status", "Course status", "Status"),
        ],
        "endorsements": [
            endorsement(world, "of-survey", own, comment, issuer=who.alliance, issued="2022-05-03T08:00:00Z")
        ],
        "signedEndorsements": [
            signed_endorsement(world, "of-survey", own, comment, issuer=who.professor, issued="2022-05-04T08:00:00Z")
        ],
    }


def alignment(world: World, kind: str, name: str, **members: str) -> Node:
    """A link to a node of a framework; the node is published as a CASE service would."""
    slug = world.urn("case", kind, name).removeprefix("urn:uuid:")
    url = world.page_url("case", slug)
    world.publish(
        "case", slug, {"identifier": slug, "uri": url, "fullStatement": name, "CFItemType": kind}, _CASE_CONTEXT
    )
    return {
        "id": world.urn("alignment", kind, name),
        "type": "Alignment",
        "targetType": kind,
        "targetName": name,
        "targetDescription": f"{name}, as the framework has it.",
        "targetUrl": url,
        **members,
    }


_CASE_CONTEXT = "https://purl.imsglobal.org/spec/case/v1p0/context/imscasev1p0_context_v1p0.jsonld"


def _description(world: World, slug: str, name: str, kind: str, **members: object) -> Node:
    return {
        "id": world.urn("result description", slug),
        "type": "ResultDescription",
        "name": name,
        "resultType": kind,
        **members,
    }


def _sampler(world: World, issuer: Node) -> Node:
    """An assessment with a result of every kind."""
    return _achievement(
        world,
        "sampler",
        issuer,
        name="Final Assessment in Survey Practice",
        achievementType="Assessment",
        resultDescriptions=[*_measured(world), *_worded(world), *_rubrics(world)],
    )


def _measured(world: World) -> list[Node]:
    ranges = {
        "GradePointAverage": ("0.0", "4.0", "2.0"),
        "Percent": ("0", "100", "50"),
        "PredictedScore": ("0", "60", "30"),
        "RawScore": ("0", "60", "30"),
        "RubricScore": ("0", "12", "6"),
        "ScaledScore": ("200", "800", "400"),
        "ext:Rank": ("1", "40", "40"),
    }
    return [
        _description(
            world, f"sampler {kind}", f"{kind} of the assessment", kind, valueMin=low, valueMax=high, requiredValue=need
        )
        for kind, (low, high, need) in ranges.items()
    ]


def _worded(world: World) -> list[Node]:
    return [
        _description(
            world, "sampler letter", "Grade", "LetterGrade", allowedValues=["F", "D", "C", "B", "A"], requiredValue="D"
        ),
        _description(
            world,
            "sampler level",
            "Level",
            "PerformanceLevel",
            allowedValues=["Basic", "Proficient", "Advanced"],
            alignments=[alignment(world, "CFRubricCriterion", "Quality of the measurement")],
        ),
        _description(world, "sampler result", "Remark", "Result"),
        _description(world, "sampler status", "Status", "Status"),
    ]


def _rubrics(world: World) -> list[Node]:
    described = []
    for kind in ("RubricCriterion", "RubricCriterionLevel"):
        levels = [
            {
                "id": world.urn("rubric level", kind, name),
                "type": "RubricCriterionLevel",
                "name": name,
                "level": str(number),
                "points": str(number * 4),
                "description": f"The work {name.lower()} what is asked.",
                "alignments": [alignment(world, "CFRubricCriterionLevel", f"{name} ({kind})")],
            }
            for number, name in enumerate(("Misses", "Meets", "Exceeds"), start=1)
        ]
        described.append(
            _description(
                world,
                f"sampler {kind}",
                f"{kind} of the field work",
                kind,
                rubricCriterionLevels=levels,
                requiredLevel=levels[1]["id"],
            )
        )
    return described


def _progress(world: World, issuer: Node) -> Node:
    return _achievement(
        world,
        "progress",
        issuer,
        name="Navigation for Small Boats",
        achievementType="Course",
        creditsAvailable=4.5,
        resultDescriptions=[_description(world, "progress", "Course status", "Status")],
    )
