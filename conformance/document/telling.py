"""The words in which an error of a schema is told: where it stands, what was wanted there, which values there are.

Messages name classes and members but no values, so that the same fault in many places is grouped into one finding.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from conformance.document.findings import shown
from conformance.document.model import DocumentModel
from conformance.document.schema import SchemaError
from conformance.document.words import a
from conformance.record import Finding


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """How one edition tells the errors of its schemas.

    ``words`` says of a primitive type (and of ``array``) what is wanted there; ``vocabularies`` are the types that
    are lists of values.
    """

    model: DocumentModel
    words: Mapping[str, str]
    vocabularies: Collection[str]

    def name(self, class_name: str) -> str:
        """The class as people call it: ``Clr`` for the payload class ``GetClrPayload``."""
        known = self.model.models().get(class_name)
        return known.kind if known is not None else class_name

    def where(self, error: SchemaError) -> str:
        """The place of an error as the beginning of a sentence."""
        if not error.member:
            return "The document"
        what = f"{error.member} of {a(self.name(error.holder))}" if error.holder else error.member
        return f"An entry of {what}" if error.entry else f"The member {what}"

    def wanted(self, error: SchemaError) -> str:
        """What belongs in the place of the value."""
        if error.type in self.vocabularies:
            return self.values(error.type)
        return self.words.get(error.type) or f"{a(self.name(error.type))} object"

    def kind(self, type_name: str, *, many: bool) -> str:
        """What a member of that type holds."""
        if many:
            return "an array"
        if type_name in self.vocabularies:
            return self.values(type_name)
        return self.words.get(type_name) or f"{a(type_name)} object"

    def values(self, vocabulary: str) -> str:
        """The values of a vocabulary."""
        schema: Mapping[str, Any] = self.model.schemas[vocabulary]
        values: list[str] = schema.get("enum") or schema["anyOf"][0]["enum"]
        extension = " or ext: with letters, digits, dot, hyphen or underscore" if "anyOf" in schema else ""
        return f"one of {', '.join(values)}{extension}"

    def finding(
        self, error: SchemaError, requirement: str, message: str, expected: str, actual: str | None = None
    ) -> Finding:
        """The error as a breach of that requirement; ``actual`` is its value unless it is given."""
        shown_value = shown(error.value) if actual is None else actual
        return Finding(requirement, message, expected, shown_value, error.pointer)

    def lacks(self, error: SchemaError, requirement: str) -> Finding:
        """A required member that is not there."""
        member = self.model.models()[error.type].members.get(error.detail)
        kind = f", {self.kind(member.type, many=member.many)}" if member else ""
        return self.finding(
            error,
            requirement,
            f"{a(self.name(error.type), capital=True)} lacks the member {error.detail}",
            f"{error.detail}{kind}",
            f"only {', '.join(list(error.value)[:8])}" if error.value else "an empty object",
        )
