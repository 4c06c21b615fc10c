"""Status objects that do not follow their class."""

from __future__ import annotations

from collections.abc import Mapping

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.clr10.faults._documents import CLOSED_RUN, Act, drop, put
from mock_provider.clr10.operations import ITEMS

library = Library()

_WITH_STATUS_OBJECTS = ("getClrs", "postClr", "getClr", "deleteClr", *ITEMS)
_FIELD = "imsx_codeMinor/imsx_codeMinorField"
_FAILURE = {"CLR10-ERR-007": "a value that is not of the vocabulary does not say failure either"}


def _status_object_fault(
    *,
    id: str,
    title: str,
    how: str,
    breaks: tuple[str, ...],
    act: Act,
    consequences: Mapping[str, str] | None = None,
) -> Fault:
    """A fault in the status objects of 404s."""

    def changed(response: Response) -> None:
        body = response.json if response.status == 404 else None
        if isinstance(body, dict) and "imsx_codeMajor" in body and act(body):
            response.json = body

    return Fault(
        id=id,
        title=title,
        how=how,
        breaks=breaks,
        consequences=consequences or {},
        operations=_WITH_STATUS_OBJECTS,
        on_response=changed,
    )


library.add(
    _status_object_fault(
        id="err-context-missing",
        title="A status object has no @context",
        how="Errors are made by the framework.\nOnly documents go through the JSON-LD serialiser.",
        breaks=("CLR10-ERR-001",),
        act=drop("@context"),
    )
)

library.add(
    _status_object_fault(
        id="err-severity-missing",
        title="A status object has no imsx_severity",
        how="The member was thought to be optional.\nThe status says that it is an error.",
        breaks=("CLR10-ERR-001",),
        consequences={"CLR10-ERR-007": "a status object without severity does not say error either"},
        act=drop("imsx_severity"),
    )
)

library.add(
    _status_object_fault(
        id="err-code-major-not-listed",
        title="imsx_codeMajor is error",
        how="The value was guessed.\nThe vocabulary calls it failure.",
        breaks=("CLR10-ERR-002",),
        consequences=_FAILURE,
        act=put("imsx_codeMajor", "error"),
    )
)

library.add(
    _status_object_fault(
        id="err-code-major-with-capital",
        title="imsx_codeMajor is Failure, with a capital",
        how="The enumeration of the code is printed as it is.\nThe vocabulary is case sensitive.",
        breaks=("CLR10-ERR-002",),
        consequences=_FAILURE,
        act=put("imsx_codeMajor", "Failure"),
    )
)

library.add(
    _status_object_fault(
        id="err-severity-not-listed",
        title="imsx_severity is fatal",
        how="The level of the log is taken over.\nThe vocabulary ends at error.",
        breaks=("CLR10-ERR-003",),
        consequences=_FAILURE,
        act=put("imsx_severity", "fatal"),
    )
)

library.add(
    _status_object_fault(
        id="err-code-minor-empty",
        title="imsx_codeMinor is an empty object",
        how="The object is made for each error.\nIts entries are filled in for some.",
        breaks=("CLR10-ERR-004",),
        act=put("imsx_codeMinor", {}),
    )
)

library.add(
    _status_object_fault(
        id="err-code-minor-without-entries",
        title="imsx_codeMinorField is an empty array",
        how="The list is made for each error.\nIts entries are filled in for some.",
        breaks=("CLR10-ERR-004",),
        act=put(_FIELD, []),
    )
)

library.add(
    _status_object_fault(
        id="err-code-minor-unwrapped",
        title="imsx_codeMinorField is one object",
        how="The serialiser unwraps single items.\nThere is one entry as a rule.",
        breaks=("CLR10-ERR-004",),
        act=put(_FIELD, lambda entries: entries[0]),
    )
)

library.add(
    _status_object_fault(
        id="err-code-minor-not-listed",
        title="A code minor is unknownobject",
        how="The value is from the vocabulary of OneRoster.\nCLR has twelve of its own.",
        breaks=("CLR10-ERR-005",),
        act=put(f"{_FIELD}/0/imsx_codeMinorFieldValue", "unknownobject"),
    )
)

library.add(
    _status_object_fault(
        id="err-code-minor-without-name",
        title="A code minor entry has no name",
        how="There is only one system.\nIts name was thought to be needless.",
        breaks=("CLR10-ERR-005",),
        consequences={"CLR10-ERR-009": "an entry without a name does not name the system either"},
        act=drop(f"{_FIELD}/0/imsx_codeMinorFieldName"),
    )
)

library.add(
    _status_object_fault(
        id="err-further-members",
        title="A status object holds a trace id",
        how="The framework adds its own members to each error.\nThe status object is closed.",
        breaks=("CLR10-ERR-006",),
        consequences=CLOSED_RUN,
        act=put("traceId", "00-8c0e3f5a52a14d0f9d6e6f0a3b1c2d3e"),
    )
)

FAULTS = library.faults
