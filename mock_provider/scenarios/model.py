"""What a scenario is: how the mock behaves in one sitting with a consumer, and what a right consumer does then."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from conformance.exchanges.specimens import Asked, Specimen

if TYPE_CHECKING:
    from mock_provider.testing import MockServer

Task = Literal["read", "write", "delete", "verify", "pass-on"]
"""What the consumer is told to do; it is never told the scenario. ``pass-on`` is to read and to post what was read."""

Listener = Literal["other-host", "foreign-certificate", "wrong-name", "old-tls"]
"""Another listener than the usual one: ``other-host`` beside it, the others in its place."""

UNTRUSTED: frozenset[Listener] = frozenset({"foreign-certificate", "wrong-name", "old-tls"})
"""The listeners that no right consumer talks to."""

FIRST_LEARNER = "mira"

WRITERS: tuple[Task, ...] = ("write", "delete")
"""What a consumer is told in place of ``read`` where it does not read, and any call of the API would do."""

ANYBODY: tuple[Task, ...] = (*WRITERS, "verify")
"""What a consumer is told in place of ``read`` where any request would do, be it one for what a record names."""

SITTING: Mapping[str, Any] = MappingProxyType({"content": "small", "max_page": 4})
"""How the mock starts in every sitting, unless a scenario says otherwise: each list has three pages."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record that is laid before a consumer, with the items in it that it is asked about.

    ``content`` is the file that a verifier is given: JSON, or a compact JWS. ``kept`` is the edition's own form of it.
    """

    content: bytes
    specimens: tuple[Specimen, ...]
    kept: Any = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Laid:
    """The records of a sitting; ``hand_out`` makes the list of the learner consist of these, and of nothing else.

    ``asked`` are questions about them to a person who looks at the consumer.
    """

    records: tuple[Record, ...]
    hand_out: Callable[[Sequence[Record]], None]
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class Scenario:
    """One sitting: how the mock starts, what it does otherwise, and how often the consumer is started.

    ``title`` says in one line what happens, ``how`` what the mock does, ``right`` what a right consumer does then: both
    are what people read. ``settings`` are those of the mock that differ from ``SITTING``, ``behaviours`` ids with their
    triggers (``rfr-token-unknown:next=1``). ``tasks`` are what the consumer is told to do, one sitting for each that it
    claims; where it claims none of them, the first of ``instead`` that it claims. ``learners`` has one user name for
    each start of the consumer; starts share the consumer's state. ``between`` is called with the running mock and the
    number of the start that comes next. ``address`` makes the URL that the consumer is given out of ``{base_url}`` and
    ``{origin}``. ``consent`` is what the learner decides on the consent page. ``listener`` is another listener that the
    scenario needs. ``claims`` are what a consumer has to claim, else the scenario is not played. What is marked
    ``wire`` shows over a real connection only. With ``as_plain`` it is a legal variation: a right consumer ends as it
    does in the plain scenario. ``obliges`` are the requirements that bind a consumer to that. ``lay`` makes the records
    that are laid before the consumer, with the running mock and what the consumer claims; a consumer that is told to
    verify is given them one by one, as files, without a login. Where it is ``None`` such a consumer is given the
    edition's own right record. ``says`` asks a person whether the consumer says what a right one says here, in the
    place of the question whether it says that something went wrong.
    """

    id: str
    title: str
    how: str
    right: str
    tasks: tuple[Task, ...] = ("read",)
    instead: tuple[Task, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    behaviours: tuple[str, ...] = ()
    learners: tuple[str, ...] = (FIRST_LEARNER,)
    between: Callable[[MockServer, int], None] | None = None
    address: str = "{base_url}"
    consent: Literal["approve", "deny"] = "approve"
    listener: Listener | None = None
    claims: tuple[str, ...] = ()
    wire: bool = False
    as_plain: bool = False
    obliges: tuple[str, ...] = ()
    lay: Callable[[MockServer, frozenset[str]], Laid] | None = None
    says: str = ""

    @property
    def mock_settings(self) -> Mapping[str, Any]:
        """All that the mock is started with, the behaviours among it."""
        return {**SITTING, **self.settings, "faults": self.behaviours}

    @property
    def starts(self) -> int:
        """How often the consumer is started."""
        return len(self.learners)
