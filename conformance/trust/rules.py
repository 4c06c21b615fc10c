"""What the engine of verification needs of an edition: a frozen value that the edition's rule book makes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from conformance.document.nodes import Node
from conformance.document.walk import Document
from conformance.standard import Role
from conformance.trust.items import Item
from conformance.trust.report import ItemReport, Method
from conformance.trust.session import VerificationSession


@dataclass(frozen=True, slots=True, eq=False)
class TrustRules:
    """How documents of one edition are verified.

    ``items`` are the classes that are verified each on its own, ``profiles`` those that can vouch for them.
    ``profile_path`` gives the members that lead from an item to the profile that vouches for it, ``method`` how an
    item asks to be verified, ``endorses`` the id of what it endorses (empty: nothing). ``verify_item`` verifies one
    item and leaves its reasons and findings there; ``look_around`` looks at what belongs to no item, such as ids that
    have to resolve. ``around`` reports what is signed around the items in a way that the edition does not know;
    ``weigh`` settles how the report of one item depends on that of another. ``checks`` maps the id of each check to
    the requirements that it decides.

    ``unreadable`` is the requirement of a token that cannot be read, ``signature`` the one that stays undecided when a
    signature could not be looked at, and ``areas`` holds the area whose rules verification by a method follows.
    ``deciding`` are the roles whose rules a document is judged by: what stays undecided of theirs leaves it undecided.
    ``apart`` are areas and requirements that speak of signatures, or of the text or picture that a document came in: an
    item that breaks one may conform to its class all the same.
    """

    book: str
    items: tuple[str, ...]
    profiles: tuple[str, ...]
    profile_path: Callable[[Node], tuple[str, ...]]
    method: Callable[[Node], Method]
    endorses: Callable[[Node], str]
    verify_item: Callable[[Item], None]
    look_around: Callable[[VerificationSession], None]
    around: Callable[[Document], Iterator[ItemReport]]
    weigh: Callable[[Sequence[ItemReport]], Sequence[ItemReport]]
    checks: Callable[[], Mapping[str, tuple[str, ...]]]
    unreadable: str
    signature: str
    areas: Mapping[Method, str]
    deciding: frozenset[Role] = frozenset({Role.DOCUMENT})
    apart: frozenset[str] = frozenset()
