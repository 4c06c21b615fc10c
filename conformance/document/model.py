"""The classes of an edition as its documents hold them: what the walk and the schemas need to know of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

from conformance.standard.classes import Model


@dataclass(frozen=True, slots=True, eq=False)
class DocumentModel:
    """The classes of one edition. There is one value per edition, so that caches take it for a key.

    ``models`` and ``contract`` read the edition's data when they are first called. ``token_type`` is the primitive
    type of a compact JWS, ``texts`` are those of plain strings, ``signed`` maps a member that holds tokens to the
    class of the payload. ``boundaries`` are classes in which ids are looked up apart from what is around them;
    ``references`` are classes whose ``id`` is that of another object. ``usual_type`` is the usual value of ``type``
    where it is not the class name. ``plain`` holds, by primitive type, the texts that no check has to look at again.
    ``known_elsewhere`` says of a member that the edition lacks where it does belong.

    ``by_value`` are classes that stand for others: the class of such an object is what ``class_of`` says of its value,
    and it is judged by the schema of that class. With ``bare`` one object in the place of an array is entered like an
    array of one. ``wrapper`` is the member of a signed payload in which the edition lets the item stand; ``wrapped``
    gives the item there with what the payload alone says of it.
    """

    models: Callable[[], Mapping[str, Model]]
    contract: Callable[[], Mapping[str, Any]]
    token_type: str = ""
    texts: frozenset[str] = frozenset()
    signed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    boundaries: frozenset[str] = frozenset()
    references: frozenset[str] = frozenset()
    usual_type: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    plain: Mapping[str, re.Pattern[str]] = field(default_factory=lambda: MappingProxyType({}))
    known_elsewhere: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    by_value: frozenset[str] = frozenset()
    class_of: Callable[[Mapping[str, Any]], str] | None = None
    bare: bool = False
    wrapper: str = ""
    wrapped: Callable[[Mapping[str, Any], dict[str, Any]], dict[str, Any]] | None = None

    @property
    def forms(self) -> frozenset[str]:
        """The classes that are another form of one: their members are their own."""
        return _forms(self) if self.by_value else frozenset()

    @property
    def schemas(self) -> Mapping[str, Any]:
        """The schemas of the contract by name."""
        schemas: Mapping[str, Any] = self.contract()["components"]["schemas"]
        return schemas


@cache
def _forms(model: DocumentModel) -> frozenset[str]:
    return frozenset(name for name, each in model.models().items() if each.kind != name)
