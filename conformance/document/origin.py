"""How an input came, and what its owner asked for: what the text alone does not say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document comes from and by which policies it is judged.

    ``name`` is the name of the file or its URL, empty when there is none. ``form`` is ``json``, ``jws``, ``png`` or
    ``svg``; ``label`` is the keyword of the chunk, or the namespace of the element, in such a picture. ``policies`` are
    words that an edition's checks ask for, such as ``vcdm-issued``.
    """

    name: str = ""
    form: str = "json"
    label: str = ""
    policies: frozenset[str] = frozenset()


NOWHERE: Final = Origin()
