"""ERR: status objects that do not follow their class."""

from __future__ import annotations

from collections.abc import Mapping

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.model import Fault
from mock_provider.clr10.faults._documents import CLOSED_RUN, Act, drop, put

_API = (
    "getClrs",
    "postClr",
    "getClr",
    "deleteClr",
    "getAssertion",
    "getEndorsement",
    "getKey",
    "getRevocationList",
)
_FIELD = "imsx_codeMinor/imsx_codeMinorField"
_FAILURE = {"CLR10-ERR-007": "a value that is not of the vocabulary does not say failure either"}


def _fault(
    id: str,
    title: str,
    how: str,
    breaks: str,
    act: Act,
    *,
    status: int = 404,
    consequences: Mapping[str, str] | None = None,
) -> Fault:
    """A fault in the status objects of answers with that status."""

    def told(answer: Response) -> None:
        body = answer.json if answer.status == status else None
        if isinstance(body, dict) and "imsx_codeMajor" in body and act(body):
            answer.json = body

    return Fault(
        id=id,
        title=title,
        how=how,
        breaks=(breaks,),
        consequences=consequences or {},
        operations=_API,
        on_response=told,
    )


FAULTS = (
    _fault(
        "err-context-missing",
        "A status object has no @context",
        "Errors are made by the framework.\nOnly documents go through the JSON-LD serialiser.",
        "CLR10-ERR-001",
        drop("@context"),
    ),
    _fault(
        "err-severity-missing",
        "A status object has no imsx_severity",
        "The member was thought to be optional.\nThe status says that it is an error.",
        "CLR10-ERR-001",
        drop("imsx_severity"),
        consequences={"CLR10-ERR-007": "a status object without severity does not say error either"},
    ),
    _fault(
        "err-code-major-not-listed",
        "imsx_codeMajor is error",
        "The value was guessed.\nThe vocabulary calls it failure.",
        "CLR10-ERR-002",
        put("imsx_codeMajor", "error"),
        consequences=_FAILURE,
    ),
    _fault(
        "err-code-major-with-capital",
        "imsx_codeMajor is Failure, with a capital",
        "The enumeration of the code is printed as it is.\nThe vocabulary is case sensitive.",
        "CLR10-ERR-002",
        put("imsx_codeMajor", "Failure"),
        consequences=_FAILURE,
    ),
    _fault(
        "err-severity-not-listed",
        "imsx_severity is fatal",
        "The level of the log is taken over.\nThe vocabulary ends at error.",
        "CLR10-ERR-003",
        put("imsx_severity", "fatal"),
        consequences=_FAILURE,
    ),
    _fault(
        "err-code-minor-empty",
        "imsx_codeMinor is an empty object",
        "The object is made for each error.\nIts entries are filled in for some.",
        "CLR10-ERR-004",
        put("imsx_codeMinor", {}),
    ),
    _fault(
        "err-code-minor-without-entries",
        "imsx_codeMinorField is an empty array",
        "The list is made for each error.\nIts entries are filled in for some.",
        "CLR10-ERR-004",
        put(_FIELD, []),
    ),
    _fault(
        "err-code-minor-unwrapped",
        "imsx_codeMinorField is one object",
        "The serialiser unwraps single items.\nThere is one entry as a rule.",
        "CLR10-ERR-004",
        put(_FIELD, lambda entries: entries[0]),
    ),
    _fault(
        "err-code-minor-not-listed",
        "A code minor is unknownobject",
        "The value is from the vocabulary of OneRoster.\nCLR has twelve of its own.",
        "CLR10-ERR-005",
        put(f"{_FIELD}/0/imsx_codeMinorFieldValue", "unknownobject"),
    ),
    _fault(
        "err-code-minor-without-name",
        "A code minor entry has no name",
        "There is only one system.\nIts name was thought to be needless.",
        "CLR10-ERR-005",
        drop(f"{_FIELD}/0/imsx_codeMinorFieldName"),
        consequences={"CLR10-ERR-009": "an entry without a name does not name the system either"},
    ),
    _fault(
        "err-further-members",
        "A status object holds a trace id",
        "The framework adds its own members to each error.\nThe status object is closed.",
        "CLR10-ERR-006",
        put("traceId", "00-8c0e3f5a52a14d0f9d6e6f0a3b1c2d3e"),
        consequences=CLOSED_RUN,
    ),
)
