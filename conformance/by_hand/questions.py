"""What a person is asked of a sitting, in words that do not tell what the mock did."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from conformance.consumer.laying import Table
from conformance.consumer.parts import Part
from conformance.exchanges.specimens import Specimen
from conformance.traffic import End
from conformance.traffic.attested import about

WELL: Final = "went-well"
SAYS: Final = "says-so"

_WELL: Final = {
    "read": "Does the wallet show the learner's records?",
    "write": "Does the wallet say that the record has arrived?",
    "delete": "Does the wallet say that the record is deleted?",
}
_SAYS: Final = "Does the wallet say that something went wrong?"


@dataclass(frozen=True, slots=True)
class Topic:
    """One question: ``about`` is the id of a specimen or of a question, as answers name it."""

    about: str
    text: str


def topics_of(part: Part, table: Table, start: int) -> tuple[Topic, ...]:
    """What is asked when the wallet has finished a start: of each record that was laid, else how it went."""
    specimens = [Topic(about(one), f"Is “{one.name}” shown as verified?") for one in table.of_start(start)]
    # In the order of the records, twins would often stand beside each other.
    secrets.SystemRandom().shuffle(specimens)
    asked = table.asked if start == part.scenario.starts else ()
    about_records = (*specimens, *(Topic(one.id, one.text) for one in asked))
    return about_records or (Topic(named(WELL, start), _WELL.get(part.task, _WELL["read"])),)


def with_more(topics: tuple[Topic, ...], part: Part, table: Table, values: Mapping[str, str]) -> tuple[Topic, ...]:
    """The same, and what is to be asked after the answers that are there (``values`` by what they are about)."""
    specimens = {about(one): one for one in table.specimens}
    return tuple(more for topic in topics for more in _with_more(topic, part, specimens, values.get(topic.about, "")))


def _with_more(topic: Topic, part: Part, specimens: Mapping[str, Specimen], value: str) -> Iterator[Topic]:
    yield topic
    specimen = specimens.get(topic.about)
    if specimen is not None and value == "no":
        # Where one state is meant, such as revoked, it is not enough that the item is not shown as verified.
        meant = specimen.states - {"verified", "unverified", "refused"}
        for state in meant if len(meant) == 1 else ():
            yield Topic(f"{topic.about}#{state}", f"Is “{specimen.name}” shown as {state}?")
    if topic.about.startswith(WELL) and value not in ("", "yes"):
        yield Topic(topic.about.replace(WELL, SAYS, 1), part.scenario.says or _SAYS)


def named(question: str, start: int) -> str:
    """What the question is about in that start of the consumer."""
    return question if start == 1 else f"{question}#{start}"


def end_of(start: int, values: Mapping[str, str]) -> End:
    """How the start ended, by what the person saw; where records were asked about, that it ended is enough."""
    well = values.get(named(WELL, start))
    if well is None or well == "yes":
        return End("through")
    says = values.get(named(SAYS, start))
    if says == "yes":
        return End("refused")
    return End("silent") if says in ("no", "not-shown") and well in ("no", "not-shown") else End("unclear")
