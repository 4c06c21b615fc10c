"""The achievements that are awarded."""

from __future__ import annotations

from typing import Final

from mock_provider.clr20.content.site import Node, Site

SUBJECTS: Final = (
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
    "Technical Drawing",
    "Ökologie des Wattenmeers · 干潟の生態学 · علم بيئة السواحل",
)


def course(site: Site, number: int, **members: object) -> Node:
    """One of the courses that stand alone."""
    name = SUBJECTS[number % len(SUBJECTS)]
    return {
        "id": site.urn("course", number),
        "type": ["Achievement"],
        "achievementType": "Course",
        "name": name,
        "description": f"{name}, one term",
        "criteria": {"narrative": "Pass the examination"},
        **members,
    }


def programme(site: Site, creator: str) -> Node:
    """A degree with nearly every member that an achievement can have."""
    return {
        "id": site.urn("programme"),
        "type": ["Achievement"],
        "achievementType": "BachelorDegree",
        "creator": {"id": creator, "type": ["Profile"], "name": "Faculty of Agronomy"},
        "creditsAvailable": 180,
        "fieldOfStudy": "Agronomy",
        "specialization": "Soils",
        "humanCode": "AGR-B",
        "inLanguage": "en",
        "version": "2024",
        "name": "Bachelor of Agronomy",
        "description": "The whole programme",
        "criteria": {"id": site.page("/about/agronomy", "Agronomy", "All courses."), "narrative": "All courses"},
        "image": {"id": site.url("/about/university.svg"), "type": "Image"},
        "tag": ["soil", "plant"],
        "otherIdentifier": [
            {"type": "IdentifierEntry", "identifier": "AGR-B-2024", "identifierType": "identifier"},
        ],
        "related": [{"id": site.urn("programme", "de"), "type": ["Related"], "inLanguage": "de", "version": "2024"}],
        "alignment": [_alignment(site, "Agronomist", "ceasn:Competency", targetCode="AG-1", targetFramework="Work")],
    }


def graded(site: Site) -> tuple[Node, list[Node]]:
    """A course with every kind of result, and results that fit."""
    grade, laboratory, points, state = (site.urn("description", name) for name in ("grade", "lab", "points", "state"))
    helped, alone = (site.urn("level", name) for name in ("helped", "alone"))
    levels = [
        _level(site, helped, "With help", level="1", points="1"),
        _level(site, alone, "Alone", level="2", points="3", description="Works alone"),
    ]
    descriptions = [
        _description(grade, "Grade", "LetterGrade", allowedValue=["D", "C", "B", "A"], requiredValue="C"),
        _description(
            laboratory,
            "Laboratory work",
            "RubricCriterionLevel",
            requiredLevel=alone,
            rubricCriterionLevel=levels,
            alignment=[_alignment(site, "Laboratory work", "CFRubric")],
        ),
        _description(points, "Points", "RawScore", valueMin="0", valueMax="100", requiredValue="50"),
        _description(state, "State", "Status"),
    ]
    results: list[Node] = [
        {"type": ["Result"], "resultDescription": grade, "value": "B"},
        {
            "type": ["Result"],
            "resultDescription": laboratory,
            "achievedLevel": alone,
            "alignment": [_alignment(site, "Laboratory work", "CFRubricCriterion")],
        },
        {"type": ["Result"], "resultDescription": points, "value": "81"},
        {"type": ["Result"], "resultDescription": state, "status": "Completed"},
    ]
    members = {"creditsAvailable": 5, "resultDescription": descriptions, "humanCode": "AGR-201"}
    return course(site, 2, id=site.urn("nutrition"), name="Plant Nutrition", **members), results


def _alignment(site: Site, name: str, kind: str, **members: str) -> Node:
    page = site.page("/about/frameworks", "Frameworks", "An invented framework of competencies.")
    return {"type": ["Alignment"], "targetName": name, "targetUrl": page, "targetType": kind, **members}


def _level(site: Site, identifier: str, name: str, **members: str) -> Node:
    aligned = [_alignment(site, name, "CFRubricCriterionLevel")]
    return {"id": identifier, "type": ["RubricCriterionLevel"], "name": name, **members, "alignment": aligned}


def _description(identifier: str, name: str, kind: str, **members: object) -> Node:
    return {"id": identifier, "type": ["ResultDescription"], "name": name, "resultType": kind, **members}
