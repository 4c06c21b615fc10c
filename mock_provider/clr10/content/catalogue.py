"""The achievements that can be awarded: single courses, a pathway with all kinds of associations, and an assessment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mock_provider.clr10.content.model import Node
from mock_provider.clr10.content.profiles import Organisations, endorsement, signed_endorsement
from mock_provider.clr10.content.results import alignment, description, measured, rubrics, worded
from mock_provider.clr10.content.site import Site, data_uri, image

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

SUBJECTS = {"full": len(_SUBJECTS), "small": 3}
"""How many subjects are taught, by how much content is asked for; three give every type of achievement."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Achievements by purpose; ``pathway`` hangs together, ``singles`` stand alone."""

    singles: tuple[Node, ...]
    pathway: Mapping[str, Node]
    sampler: Node
    licence: Node
    unicode: Node
    progress: Node


def catalogue(site: Site, who: Organisations, *, subjects: int) -> Catalogue:
    """Makes all achievements, of so many subjects, and publishes those whose id is a URL."""
    singles = tuple(
        _achievement(
            site,
            f"single-{number}",
            who.academy,
            name=f"{level} {subject}",
            achievementType=TYPES[number % len(TYPES)],
            description=f"{level} {subject}, one term.",
        )
        for number, (level, subject) in enumerate(
            (level, subject) for level in _LEVELS for subject in _SUBJECTS[:subjects]
        )
    )
    return Catalogue(
        singles=singles,
        pathway=_pathway(site, who),
        sampler=_sampler(site, who.college),
        licence=_achievement(
            site,
            "licence",
            who.guild,
            name="Licensed Field Surveyor",
            achievementType="License",
            requirement={"type": "Criteria", "narrative": "Two years of practice and the guild's examination."},
        ),
        unicode=_achievement(
            site,
            "watt",
            who.institute,
            name="Ökologie des Wattenmeers · 干潟の生態学 · علم بيئة السواحل",
            achievementType="Course",
            description="Größen, Gezeiten, “Strömung” – π ≈ 3,14; 🦀🌊 e\u0301 vs é",
            tags=["Wattenmeer", "干潟", "ساحل", "🦀"],
        ),
        progress=_progress(site, who.academy),
    )


def _achievement(site: Site, slug: str, issuer: Node, **members: object) -> Node:
    node = {"id": site.page_url("achievements", slug), "type": "Achievement", "issuer": issuer, **members}
    return site.publish("achievements", slug, node)


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


def _pathway(site: Site, who: Organisations) -> Mapping[str, Node]:
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
                _association(kind, site.page_url("achievements", target), _PATHWAY_NAMES[target])
                for kind, target in links[slug]
            ]
        if slug == "survey":
            members |= _all_members(site, who)
        nodes[slug] = _achievement(site, slug, who.college, **members)
    return nodes


def _all_members(site: Site, who: Organisations) -> Node:
    """Every further member of an achievement."""
    own = site.page_url("achievements", "survey")
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
            "id": site.page("criteria-survey", "Shoreline Survey", "Pass the field project and the examination."),
            "type": "Criteria",
            "narrative": "Pass the *field project* and the examination.",
        },
        "alignments": [
            alignment(site, "CFItem", "Measures a shoreline", targetCode="CS.2", targetFramework="Coastal Skills"),
            alignment(site, "CFRubric", "Field work rubric"),
            alignment(site, "CTDL", "Shoreline Survey (credential registry)"),
            alignment(site, "ext:LocalOutcome", "Works safely at the water"),
        ],
        "resultDescriptions": [
            description(
                site, "grade", "Final grade", "LetterGrade", allowedValues=["F", "D", "C", "B", "A"], requiredValue="C"
            ),
            description(site, "status", "Course status", "Status"),
        ],
        "endorsements": [
            endorsement(site, "of-survey", own, comment, issuer=who.alliance, issued="2022-05-03T08:00:00Z")
        ],
        "signedEndorsements": [
            signed_endorsement(site, "of-survey", own, comment, issuer=who.professor, issued="2022-05-04T08:00:00Z")
        ],
    }


def _sampler(site: Site, issuer: Node) -> Node:
    """An assessment with a result of every kind."""
    return _achievement(
        site,
        "sampler",
        issuer,
        name="Final Assessment in Survey Practice",
        achievementType="Assessment",
        resultDescriptions=[*measured(site), *worded(site), *rubrics(site)],
    )


def _progress(site: Site, issuer: Node) -> Node:
    return _achievement(
        site,
        "progress",
        issuer,
        name="Navigation for Small Boats",
        achievementType="Course",
        creditsAvailable=4.5,
        resultDescriptions=[description(site, "progress", "Course status", "Status")],
    )
