"""What only verification shows: signatures that do not fit, keys and lists of somebody else, ids that lead nowhere."""

from __future__ import annotations

from collections.abc import Callable

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.clr10 import FACTS, LD_JSON
from mock_provider.clr10.documents import Jws
from mock_provider.clr10.faults._documents import (
    Change,
    both,
    document_fault,
    put,
    token_fault,
)
from mock_provider.clr10.faults._records import (
    licence,
)

library = Library()


def _alter_payload(jws: Jws) -> str:
    """The JWS with another payload than the one that was signed."""
    head, _, signature = str(jws).split(".")
    jws.payload["term"] = "Changed after it was signed"
    return ".".join((head, str(jws).split(".")[1], signature))


library.add(
    token_fault(
        id="jws-changed-after-signing",
        title="The payload of a signed assertion is changed after it was signed",
        how="A clean-up job rewrites texts in stored payloads.\nNobody verifies what is served.",
        breaks=("CLR10-JWS-010",),
        change=_alter_payload,
    )
)


def _sign_by_another_key(jws: Jws) -> str:
    """The JWS signed by the key of another organisation, under the key id of the right one."""
    jws.key = "guild" if jws.key == "college" else "college"
    return str(jws)


library.add(
    token_fault(
        id="jws-signed-by-another-key",
        title="Signed assertions are signed by the key of another organisation",
        how="All tenants share one signing service.\nThe key is chosen by the session, not by the issuer.",
        breaks=("CLR10-JWS-010",),
        consequences={"CLR10-JWS-011": "a signature by somebody else's key is also by the wrong profile"},
        change=_sign_by_another_key,
    )
)


def _replace_member(part: str, name: str, value: str) -> Callable[[Response], None]:
    """A member of the JSON documents under that part of a path, replaced."""

    def change(response: Response) -> None:
        document = response.json if response.good and part in response.request.path else None
        if isinstance(document, dict):
            response.json = {**document, name: value}

    return change


_OTHER_KEY = """-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu1SU1LfVLPHCozMxH2Mo
4lgOEePzNm0tRgeLezV6ffAt0gunVTLw7onLRnrq0/IzW7yWR7QkrmBL7jTKEn5u
+qKhbwKfBstIs+bMY2Zkp18gnTxKLxoS2tFczGkPLPgizskuemMghRniWaoLcyeh
kd3qqGElvW/VDL5AaWTg0nLVkjRo9z+40RQzuVaE8AkAFmxZzow3x+VJYKdjykkJ
0iT9wCS0DRTXu269V264Vf/3jvredZiKRkgwlL9xNAwxXFg0x/XFw005UWVRIkdg
cKWTjpBP2dPwVZ4WWC+9aGVd+Gyn1o0CLelf4rEjGoXbAAEgAqeGUxrcIlbjXfbc
mwIDAQAB
-----END PUBLIC KEY-----
"""


library.add(
    Fault(
        id="key-document-holds-another-key",
        title="The key document at the key's id holds another key than the one that signs",
        how="The key was rotated under the same URL.\nWhat was signed before is not signed again.",
        breaks=("CLR10-KEY-005",),
        consequences={"CLR10-JWS-010": "no signature fits the key that is served"},
        operations=("getKey",),
        on_response=_replace_member("/keys/", "publicKeyPem", _OTHER_KEY),
    )
)

library.add(
    Fault(
        id="rvl-of-another-issuer",
        title="The revocation list names another issuer than the profile that points at it",
        how="One list serves all tenants.\nIts issuer is the tenant that was set up first.",
        breaks=("CLR10-RVL-004",),
        operations=("getRevocationList",),
        on_response=_replace_member("/revocations/", "issuer", "https://somebody.example/profile"),
    )
)

library.add(
    Fault(
        id="rvl-id-is-not-its-url",
        title="The id of a revocation list is another URL than the one it is served at",
        how="The list moved behind a gateway.\nIts id still names the old host.",
        breaks=("CLR10-RVL-005",),
        consequences={"CLR10-HST-008": "the id of a public item read is the URL requested"},
        operations=("getRevocationList",),
        on_response=_replace_member("/revocations/", "id", "https://old.example/revocations/1"),
    )
)

library.add(
    document_fault(
        id="rvl-lacks-a-revoked-item",
        title="A signed assertion says that it is revoked, but the issuer's list does not name it",
        how="Revoking sets a flag in the database.\nThe list is written by a job that was never switched on.",
        breaks=("CLR10-RVL-003",),
        changes=[Change("Assertion", both(put("revoked", True)), where=licence)],
    )
)


def _answer_404_under(part: str, keep: tuple[str, ...] = ()) -> Callable[[Response], None]:
    """404 for every document under that part of a path, other than those whose last segment is kept."""

    def change(response: Response) -> None:
        path = response.request.path
        if response.good and part in path and path.rpartition("/")[2] not in keep:
            response.status = 404
            response.headers["content-type"] = LD_JSON
            response.json = {"@context": FACTS.context_url, "imsx_codeMajor": "failure", "imsx_severity": "error"}

    return change


library.add(
    Fault(
        id="asr-id-leads-nowhere",
        title="Hosted assertions but one answer 404 at their id",
        how="Only what was fetched in the acceptance test was published.\nThe rest waits for a job.",
        breaks=("CLR10-ASR-006",),
        operations=("getAssertion",),
        on_response=_answer_404_under("/assertions/", keep=("mira-survey", "mira-revoked")),
    )
)

library.add(
    Fault(
        id="ach-id-leads-nowhere",
        title="The ids of achievements are URLs that answer 404",
        how="Ids were made up to look like URLs.\nNo page was ever put there.",
        breaks=("CLR10-ACH-004",),
        on_response=_answer_404_under("/achievements/"),
    )
)

library.add(
    Fault(
        id="prf-id-leads-nowhere",
        title="The ids of profiles are URLs that answer 404",
        how="The profile pages are part of the new portal.\nThe portal is not deployed yet.",
        breaks=("CLR10-PRF-003",),
        on_response=_answer_404_under("/profiles/"),
    )
)

library.add(
    Fault(
        id="ach-case-node-leads-nowhere",
        title="The CASE nodes that alignments point at answer 404",
        how="Alignments hold the URL of the editing tool.\nThe public CASE service has another one.",
        breaks=("CLR10-ACH-009",),
        on_response=_answer_404_under("/case/"),
    )
)

FAULTS = library.faults
