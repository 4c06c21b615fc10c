"""Results, what describes them, and the frameworks to which they are aligned."""

from __future__ import annotations

from mock_provider.clr10.content.model import Node
from mock_provider.clr10.content.site import Site

_CASE_CONTEXT = "https://purl.imsglobal.org/spec/case/v1p0/context/imscasev1p0_context_v1p0.jsonld"


def result(site: Site, described: Node, *name: object, **members: object) -> Node:
    """A result for that description."""
    return {
        "id": site.urn("result", described["id"], *name),
        "type": "Result",
        "resultDescription": described["id"],
        **members,
    }


def description(site: Site, slug: str, name: str, kind: str, **members: object) -> Node:
    """A description of results of that kind."""
    return {
        "id": site.urn("result description", slug),
        "type": "ResultDescription",
        "name": name,
        "resultType": kind,
        **members,
    }


def alignment(site: Site, kind: str, name: str, **members: str) -> Node:
    """A link to a node of a framework; the node is published as a CASE service would."""
    slug = site.urn("case", kind, name).removeprefix("urn:uuid:")
    url = site.page_url("case", slug)
    site.publish(
        "case", slug, {"identifier": slug, "uri": url, "fullStatement": name, "CFItemType": kind}, _CASE_CONTEXT
    )
    return {
        "id": site.urn("alignment", kind, name),
        "type": "Alignment",
        "targetType": kind,
        "targetName": name,
        "targetDescription": f"{name}, as the framework has it.",
        "targetUrl": url,
        **members,
    }


def measured(site: Site) -> list[Node]:
    """Descriptions of results that are numbers, one for each kind."""
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
        description(
            site, f"sampler {kind}", f"{kind} of the assessment", kind, valueMin=low, valueMax=high, requiredValue=need
        )
        for kind, (low, high, need) in ranges.items()
    ]


def worded(site: Site) -> list[Node]:
    """Descriptions of results that are words, one for each kind."""
    return [
        description(
            site, "sampler letter", "Grade", "LetterGrade", allowedValues=["F", "D", "C", "B", "A"], requiredValue="D"
        ),
        description(
            site,
            "sampler level",
            "Level",
            "PerformanceLevel",
            allowedValues=["Basic", "Proficient", "Advanced"],
            alignments=[alignment(site, "CFRubricCriterion", "Quality of the measurement")],
        ),
        description(site, "sampler result", "Remark", "Result"),
        description(site, "sampler status", "Status", "Status"),
    ]


def rubrics(site: Site) -> list[Node]:
    """Descriptions of results that are levels of a rubric."""
    described = []
    for kind in ("RubricCriterion", "RubricCriterionLevel"):
        levels = [
            {
                "id": site.urn("rubric level", kind, name),
                "type": "RubricCriterionLevel",
                "name": name,
                "level": str(number),
                "points": str(number * 4),
                "description": f"The work {name.lower()} what is asked.",
                "alignments": [alignment(site, "CFRubricCriterionLevel", f"{name} ({kind})")],
            }
            for number, name in enumerate(("Misses", "Meets", "Exceeds"), start=1)
        ]
        described.append(
            description(
                site,
                f"sampler {kind}",
                f"{kind} of the field work",
                kind,
                rubricCriterionLevels=levels,
                requiredLevel=levels[1]["id"],
            )
        )
    return described
