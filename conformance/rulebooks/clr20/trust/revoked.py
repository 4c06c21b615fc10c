"""An id on a list of revoked credentials: 1EdTechRevocationList, deprecated, still named by older records."""

from __future__ import annotations

from conformance.document.findings import shown
from conformance.rulebooks.clr20.document.reading import identifier
from conformance.rulebooks.clr20.trust import ids
from conformance.rulebooks.clr20.trust.dates import current
from conformance.rulebooks.clr20.trust.looking import Asked, the_list_can_be_had
from conformance.rulebooks.clr20.trust.register import check
from conformance.trust.report import Value
from conformance.trust.session import LookupResult, State, VerificationSession
from conformance.trust.status import Revocations, StatusError, read_revocations
from conformance.trust.urls import is_https


def look_up_id(asked: Asked) -> None:
    """Fetches the list, looks at it, and looks the credential up in it."""
    session = asked.item.session
    session.decided |= {ids.NOT_LISTED_AS_REVOKED, ids.LIST_OVER_TLS}
    url = asked.entry.get("id")
    if not isinstance(url, str) or not url:
        asked.leave_open("list-not-named", "its status entry names no list", ids.NOT_LISTED_AS_REVOKED)
        asked.find(ids.NOT_LISTED_AS_REVOKED, "A status entry of the type 1EdTechRevocationList has no id")
        return
    if not the_list_is_served_over_tls(asked, url):
        why = f"the status list {url} is not fetched without TLS"
        session.undecided.setdefault(ids.NOT_LISTED_AS_REVOKED, why)
        asked.leave_open("not-https", why, ids.NOT_LISTED_AS_REVOKED)
        return
    answer = session.look(url)
    found = _read(session, url, answer) if answer.state is State.FOUND else answer
    if isinstance(found, LookupResult):
        the_list_can_be_had(asked, url, found, ids.NOT_LISTED_AS_REVOKED)
        return
    the_list_is_that_of_the_issuer(asked, url, found)
    the_list_is_spelt_right(asked, url, found)
    the_credential_is_not_listed(asked, url, found)


def _read(session: VerificationSession, url: str, answer: LookupResult) -> Revocations | LookupResult:
    """The list, read once: thousands of credentials name the same one."""
    key = ("revocations", url)
    if key not in session.memo:
        try:
            session.memo[key] = read_revocations(answer.value)
        except StatusError as error:
            session.memo[key] = LookupResult(State.OTHER, error.text, code=error.code)
    found: Revocations | LookupResult = session.memo[key]
    return found


@check(ids.LIST_OVER_TLS)
def the_list_is_served_over_tls(asked: Asked, url: str) -> bool:
    """The list has an https URL; returns whether it may be fetched."""
    fetcher = asked.item.session.fetcher
    if is_https(url):
        return True
    asked.find(ids.LIST_OVER_TLS, "A list of revoked credentials is not served over TLS", expected="https", actual=url)
    return fetcher is not None and fetcher.takes_plain(url)


@check(ids.LIST_OF_ISSUER)
def the_list_is_that_of_the_issuer(asked: Asked, url: str, found: Revocations) -> None:
    """The list names its own URL as id, and the issuer of the credential as its issuer."""
    asked.item.session.decided.add(ids.LIST_OF_ISSUER)
    issuer = identifier(asked.item.node.value.get("issuer")) or ""
    if found.id != url:
        message = "The id of a list of revoked credentials is not its URL"
        asked.find(ids.LIST_OF_ISSUER, message, expected=url, actual=shown(found.id))
    if found.issuer != issuer:
        message = "A list of revoked credentials is that of another issuer"
        asked.find(ids.LIST_OF_ISSUER, message, expected=issuer, actual=shown(found.issuer))


def the_list_is_spelt_right(asked: Asked, url: str, found: Revocations) -> None:
    """What is written otherwise is read, and noted."""
    for fault in found.faults:
        message = f"A list of revoked credentials is written in a form of its own [{fault.code}]"
        expected = "revokedCredential: [{id, revoked, revocationReason}]"
        asked.find(ids.NOT_LISTED_AS_REVOKED, message, expected=expected, actual=f"{url}: {fault.text}", note=True)


@check(ids.NOT_LISTED_AS_REVOKED)
def the_credential_is_not_listed(asked: Asked, url: str, found: Revocations) -> None:
    """The id of the credential is not on the list, or there with revoked false."""
    own = identifier(current(asked.item))
    if own is None:
        why = "it has no id, so no list can name it"
        asked.leave_open("no-id", why, ids.NOT_LISTED_AS_REVOKED)
    elif own in found.reasons:
        # The reason itself is not quoted: people write it of a learner, and no stand-in is known for a fetched text.
        text = f"the list {url} names it as revoked{', and says why' if found.reasons[own] else ''}"
        asked.item.refute("revoked", text, ids.NOT_LISTED_AS_REVOKED, declared=True)
        asked.tell(Value.BAD, "it is revoked")
    else:
        asked.tell(Value.GOOD, "it is not revoked")
