"""VER: entries in status lists, and the lists to which they lead."""

from __future__ import annotations

from base64 import urlsafe_b64encode

from mock_provider.behaviour.library import Library
from mock_provider.clr20.changes import both, put
from mock_provider.clr20.drafting import BADGES, EXTENSIONS, W3C
from mock_provider.clr20.faults._documents import document_fault
from mock_provider.clr20.making import Act, Signed
from mock_provider.clr20.own_issuer import LIST_URL, a_string, entry, hosting, listed

library = Library()


def _status(**members: object) -> Act:
    return put("badge/credentialStatus", entry(**members))


def _old_list(url: str) -> Act:
    """The badge has an entry in a list of the older kind."""
    return both(
        put("badge/@context", [W3C, BADGES, EXTENSIONS]),
        put("badge/credentialStatus", {"id": url, "type": "1EdTechRevocationList"}),
    )


library.add(
    document_fault(
        id="ver-entry-is-its-list",
        title="The id of an entry is the URL of its list",
        how="The address of the list was written into both members.\nThe id is for the entry.",
        breaks=("CLR20-VER-25",),
        making=Signed(_status(id=LIST_URL)),
        hosted=hosting(listed),
    )
)

library.add(
    document_fault(
        id="ver-status-size-of-nothing",
        title="statusSize of an entry is 0",
        how="The size is the number of messages.\nThere are none.",
        breaks=("CLR20-VER-26",),
        making=Signed(_status(statusSize=0)),
        hosted=hosting(listed),
    )
)

library.add(
    document_fault(
        id="ver-index-in-words",
        title="statusListIndex is a word",
        how="The column next to it was taken.\nIt names the list.",
        breaks=("CLR20-VER-33", "CLR20-VER-10"),
        making=Signed(_status(statusListIndex="first")),
        hosted=hosting(listed),
    )
)

library.add(
    document_fault(
        id="ver-index-is-a-number",
        title="statusListIndex is a number",
        how="An index is a number everywhere else.\nThe text of W3C wants a text.",
        breaks=("CLR20-VER-33",),
        making=Signed(_status(statusListIndex=94567)),
        hosted=hosting(listed),
    )
)

library.add(
    document_fault(
        id="ver-list-of-another-purpose",
        title="An entry for suspension leads to a list for revocation",
        how="One list was made first.\nThe second entry names it too.",
        breaks=("CLR20-VER-27",),
        making=Signed(_status(statusPurpose="suspension")),
        hosted=hosting(listed),
    )
)

library.add(
    document_fault(
        id="ver-list-is-a-page",
        title="A status list is a page for people",
        how="The list was moved.\nThe server answers with its start page.",
        breaks=("CLR20-VER-29",),
        making=Signed(_status()),
        hosted=hosting(lambda _: (200, "text/html", b"<!doctype html><title>Nordhaven</title>")),
    )
)

library.add(
    document_fault(
        id="ver-list-too-short",
        title="A status list has 800 entries",
        how="The list is as long as there are students.\nEach entry tells whose it is.",
        breaks=("CLR20-VER-29",),
        making=Signed(_status(statusListIndex="7")),
        hosted=hosting(lambda place: listed(place, subject={"encodedList": a_string(800)})),
    )
)

library.add(
    document_fault(
        id="ver-list-not-packed",
        title="The bits of a status list are not packed",
        how="The string was encoded as it is.\nPacking was forgotten.",
        breaks=("CLR20-VER-29",),
        making=Signed(_status()),
        hosted=hosting(
            lambda place: listed(
                place, subject={"encodedList": "u" + urlsafe_b64encode(bytes(16384)).decode().rstrip("=")}
            )
        ),
    )
)

library.add(
    document_fault(
        id="ver-list-not-there",
        title="A status list is not there",
        how="The list is written at the first revocation.\nNothing was revoked yet.",
        breaks=("CLR20-VER-09",),
        making=Signed(_status()),
        hosted=hosting(lambda _: (404, "application/json", b"{}")),
    )
)

library.add(
    document_fault(
        id="ver-list-without-proof",
        title="A status list has no proof",
        how="Lists are written by a job at night.\nIt has no key.",
        breaks=("CLR20-VER-10",),
        making=Signed(_status()),
        hosted=hosting(lambda place: listed(place, signed=False)),
    )
)

library.add(
    document_fault(
        id="ver-index-beyond-the-list",
        title="The index of an entry lies beyond the end of its list",
        how="Indices are counted on and on.\nThe list was never made longer.",
        breaks=("CLR20-VER-30",),
        making=Signed(_status(statusListIndex="131072")),
        hosted=hosting(listed),
        consequences={"CLR20-VER-17": "the badge inside is not verified"},
    )
)

library.add(
    document_fault(
        id="ver-list-has-ended",
        title="A status list has ended",
        how="Lists are valid for a month.\nThe job that renews them stands still.",
        breaks=("CLR20-VER-31",),
        making=Signed(_status()),
        hosted=hosting(lambda place: listed(place, validUntil="2021-01-01T00:00:00Z")),
    )
)

library.add(
    document_fault(
        id="ver-old-list-of-another",
        title="A revocation list names another issuer",
        how="One service keeps the lists of many schools.\nIt names itself.",
        breaks=("CLR20-VER-23",),
        making=Signed(_old_list(LIST_URL)),
        hosted=hosting(
            lambda place: {
                "id": f"{place.root}/anew/list",
                "issuer": "https://software.example",
                "revokedCredential": [],
            }
        ),
    )
)

library.add(
    document_fault(
        id="ver-old-list-without-tls",
        title="A revocation list is at an address without TLS",
        how="The list is public, so that TLS seems of no use.\nWhoever is in between can change it.",
        breaks=("CLR20-VER-22",),
        making=Signed(_old_list("http://lists.example/revoked")),
    )
)

FAULTS = library.faults
