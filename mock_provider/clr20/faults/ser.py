"""SER: how values are written: numbers, booleans, arrays, nulls, texts, and the text of the document itself."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.clr20.changes import drop, put
from mock_provider.clr20.faults._documents import document_fault, record_fault, token_fault
from mock_provider.clr20.making import Signed
from mock_provider.clr20.records import LIST

library = Library()

_IDENTITY = {"type": "IdentityObject", "hashed": False, "identityHash": "NL-4711", "identityType": "sourcedId"}

library.add(
    record_fault(
        id="ser-boolean-is-a-text",
        title="hashed of an identifier is the text false",
        how="Booleans are kept as texts.\nIn many languages this one counts as true.",
        breaks=("CLR20-SER-02",),
        change=put("award/identifier", [{**_IDENTITY, "hashed": "false"}]),
    )
)

library.add(
    record_fault(
        id="ser-identifier-without-array",
        title="One identifier stands without its array",
        how="The serialiser unwraps arrays of one.\nThe option is on by default.",
        breaks=("CLR20-SER-03",),
        change=put("award/identifier", _IDENTITY),
    )
)

library.add(
    record_fault(
        id="ser-criteria-are-an-address",
        title="criteria are a bare URL",
        how="There is a page about each course.\nIts address is written in the place of the object.",
        breaks=("CLR20-SER-04",),
        change=put("achievement/criteria", "{root}/courses/1"),
    )
)

library.add(
    record_fault(
        id="ser-member-is-null",
        title="A member of an achievement is null",
        how="There is no code for this course.\nThe serialiser writes nulls.",
        breaks=("CLR20-SER-05",),
        change=put("achievement/humanCode", None),
    )
)

library.add(
    record_fault(
        id="ser-array-is-empty",
        title="An achievement has an empty array of tags",
        how="Nobody has tagged the course.\nThe serialiser writes empty arrays.",
        breaks=("CLR20-SER-05",),
        change=put("achievement/tag", []),
    )
)


def _mark_bytes(response: Response) -> None:
    if response.good:
        response.body = b"\xef\xbb\xbf" + response.body


library.add(
    Fault(
        id="ser-byte-order-mark",
        title="The list of records begins with a byte order mark",
        how="The writer of files is used for responses, too.\nIt marks the encoding of all that it writes.",
        breaks=("CLR20-SER-06",),
        consequences={"CLR20-API-43": "the mark is the first letter of a body that is read as UTF-8"},
        operations=(LIST,),
        on_response=_mark_bytes,
    )
)

library.add(
    token_fault(
        id="ser-no-context-of-badges",
        title="A record does not name the context of badges",
        how="The record names its own context only.\nThat of badges is in the badge, so it seems enough.",
        breaks=("CLR20-SER-07",),
        change=drop("record/@context/2"),
        consequences={
            "CLR20-CTX-01": "two contexts are left",
            "CLR20-CTX-04": "no third context is there",
            "CLR20-CTX-08": "members that the missing context defines have no meaning",
        },
    )
)

library.add(
    record_fault(
        id="ser-narrative-is-an-array",
        title="The narrative of a badge is an array",
        how="Texts come in paragraphs.\nEach is an entry.",
        breaks=("CLR20-SER-08",),
        change=put("award/narrative", ["One", "Two"]),
    )
)

library.add(
    token_fault(
        id="ser-name-in-languages",
        title="The name of a badge is a map of languages",
        how="The catalogue has names in two languages.\nBoth are written.",
        breaks=("CLR20-SER-19",),
        change=put("badge/name", {"en": "Soil science", "de": "Bodenkunde"}),
        consequences={
            "CLR20-CTX-08": "no context defines the languages",
            "CLR20-DI-17": "the proof of the badge does not cover the name",
            "CLR20-VER-17": "the badge inside is not verified",
        },
    )
)


def _name_twice(text: bytes) -> bytes:
    return text.replace(
        b'"type":["VerifiableCredential","ClrCredential"],',
        b'"type":["VerifiableCredential","ClrCredential"],"name":"Draft",',
    )


library.add(
    document_fault(
        id="ser-name-twice",
        title="A record says its name twice",
        how="Two parts of the software write the object.\nBoth write the name.",
        breaks=("CLR20-SER-20",),
        making=Signed(text=_name_twice),
    )
)

FAULTS = library.faults
