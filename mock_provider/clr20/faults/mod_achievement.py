"""MOD: achievements, their criteria, alignments and words, and the links between them."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.clr20.changes import drop, put
from mock_provider.clr20.drafting import Draft
from mock_provider.clr20.faults._documents import UNDEFINED, record_fault

library = Library()

_INNER = {**UNDEFINED, "CLR20-VER-17": "the badge inside is not verified"}
_ALIGNMENT = {"type": ["Alignment"], "targetName": "Soils", "targetUrl": "https://frameworks.example/soils"}


def _aligned(**members: object) -> list[dict[str, object]]:
    return [{**_ALIGNMENT, **members}]


library.add(
    record_fault(
        id="mod-achievement-without-criteria",
        title="An achievement has no criteria",
        how="The criteria are on the web page of the course.\nThe export does not have them.",
        breaks=("CLR20-MOD-16",),
        change=drop("achievement/criteria"),
    )
)

library.add(
    record_fault(
        id="mod-achievement-without-description",
        title="An achievement of a record has no description",
        how="The catalogue has no text for programmes.\nThe member is left out.",
        breaks=("CLR20-MOD-16",),
        change=drop("subject/achievement/0/description"),
    )
)

library.add(
    record_fault(
        id="mod-association-without-target",
        title="An association has no targetId",
        how="The programme is not in the table that is joined.\nThe link is written without its end.",
        breaks=("CLR20-MOD-17",),
        change=drop("subject/association/0/targetId"),
    )
)

library.add(
    record_fault(
        id="mod-association-of-an-own-kind",
        title="An association has a type of its own",
        how="Courses require others in this catalogue.\nThe list of types is closed, unlike others.",
        breaks=("CLR20-MOD-18",),
        change=put("subject/association/0/associationType", "ext:requires"),
    )
)

library.add(
    record_fault(
        id="mod-association-leads-outside",
        title="An association leads to an achievement that is not in the record",
        how="All links of the course are exported.\nThe programme is not in this record.",
        breaks=("CLR20-MOD-19",),
        change=put("subject/association/0/targetId", "urn:uuid:4f7a9d0c-2b7d-4f0e-8a53-0c6b8d1a7e99"),
    )
)


def _twice(draft: Draft) -> None:
    links = draft.subject["association"]
    links.append(dict(links[0]))


library.add(
    record_fault(
        id="mod-association-twice",
        title="An association is there twice",
        how="The two ends of a link both export it.\nNobody compares them.",
        breaks=("CLR20-MOD-20",),
        change=_twice,
    )
)


def _circle(draft: Draft) -> None:
    links = draft.subject["association"]
    links.append({**links[0], "sourceId": links[0]["targetId"], "targetId": links[0]["sourceId"]})


library.add(
    record_fault(
        id="mod-associations-in-a-circle",
        title="Two achievements are children of each other",
        how="The way back of a link has the same type.\nIt should be isParentOf.",
        breaks=("CLR20-MOD-21",),
        change=_circle,
    )
)


def _another_of_this_id(draft: Draft) -> None:
    draft.subject["achievement"].append({**draft.subject["achievement"][0], "id": draft.achievement["id"]})


library.add(
    record_fault(
        id="mod-achievements-contradict",
        title="Two achievements with one id contradict each other",
        how="Programmes and courses are counted from 1 each.\nThe ids are made of the numbers alone.",
        breaks=("CLR20-MOD-72",),
        change=_another_of_this_id,
    )
)


def _another_badge_of_this_id(draft: Draft) -> None:
    draft.subject["verifiableCredential"].append({**draft.badge, "name": "Another course"})


library.add(
    record_fault(
        id="mod-badges-contradict",
        title="Two badges with one id contradict each other",
        how="A course that is repeated gets a badge once more.\nIts id is that of the first.",
        breaks=("CLR20-MOD-73",),
        change=_another_badge_of_this_id,
    )
)

library.add(
    record_fault(
        id="mod-criteria-say-nothing",
        title="Criteria have neither id nor narrative",
        how="The mapping writes criteria in any case.\nThere is no text for this course.",
        breaks=("CLR20-MOD-26",),
        change=put("achievement/criteria", {}),
    )
)

library.add(
    record_fault(
        id="mod-achievement-type-not-listed",
        title="achievementType is Lecture",
        how="The types of the own catalogue are exported as they are.\nNobody mapped them to the vocabulary.",
        breaks=("CLR20-MOD-27",),
        change=put("achievement/achievementType", "Lecture"),
    )
)

library.add(
    record_fault(
        id="mod-target-type-not-listed",
        title="targetType of an alignment is CFNode",
        how="The framework has nodes of this kind.\nThe vocabulary of the standard has not.",
        breaks=("CLR20-MOD-29",),
        change=put("achievement/alignment", _aligned(targetType="CFNode")),
    )
)

library.add(
    record_fault(
        id="mod-extended-term-with-blank",
        title="An own achievementType has a blank in it",
        how="ext: is put before the name of the type.\nThe name is one for people.",
        breaks=("CLR20-MOD-32",),
        change=put("achievement/achievementType", "ext:Field Course"),
    )
)


def _alignment_without(name: str) -> list[dict[str, object]]:
    return [{member: value for member, value in _ALIGNMENT.items() if member != name}]


library.add(
    record_fault(
        id="mod-alignment-without-url",
        title="An alignment has no targetUrl",
        how="The framework is a printed book.\nIt has no address.",
        breaks=("CLR20-MOD-33",),
        change=put("achievement/alignment", _alignment_without("targetUrl")),
    )
)

library.add(
    record_fault(
        id="mod-language-by-name",
        title="inLanguage is English",
        how="The catalogue names languages for people.\nThe member takes the name.",
        breaks=("CLR20-MOD-46",),
        change=put("achievement/inLanguage", "English"),
    )
)

library.add(
    record_fault(
        id="mod-credits-are-a-text",
        title="creditsAvailable of an achievement is a text",
        how="Credits come out of a form.\nNobody turns them into a number.",
        breaks=("CLR20-MOD-47",),
        change=put("achievement/creditsAvailable", "5"),
    )
)


def _weigh(draft: Draft) -> None:
    draft.subject["association"][0]["https://vocabulary.example/weight"] = "2"


library.add(
    record_fault(
        id="mod-association-with-own-member",
        title="An association has a member of its own",
        how="Links have a weight in this catalogue.\nThe full URL of the term is no way in here.",
        breaks=("CLR20-MOD-57",),
        change=_weigh,
    )
)

library.add(
    record_fault(
        id="mod-type-of-1-0",
        title="achievementType is Co-Curricular, as in CLR 1.0",
        how="The words come from the older export.\nThe spelling has changed since.",
        breaks=("CLR20-MOD-70", "CLR20-MOD-27"),
        change=put("achievement/achievementType", "Co-Curricular"),
    )
)

library.add(
    record_fault(
        id="mod-tags-of-1-0",
        title="An achievement says tags, as in CLR 1.0",
        how="The older export had the plural.\nThe member kept its name.",
        breaks=("CLR20-MOD-69",),
        change=put("achievement/tags", ["soil"]),
        consequences=_INNER,
    )
)

FAULTS = library.faults
