"""The classes of an edition as its documents hold them: what the walk and the schemas need to know of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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

    @property
    def schemas(self) -> Mapping[str, Any]:
        """The schemas of the contract by name."""
        schemas: Mapping[str, Any] = self.contract()["components"]["schemas"]
        return schemas
