"""What is looked up around the credentials: pages of issuers, contexts of extensions."""

from __future__ import annotations

from typing import Final

from conformance.rulebooks.clr20.document import RULES
from conformance.rulebooks.clr20.trust import ids
from conformance.rulebooks.clr20.trust.register import check
from conformance.trust.session import State, VerificationSession

FETCH_CONTEXTS: Final = "fetch-contexts"
"""The policy by which contexts that the standard does not have are fetched."""

MOST_PAGES: Final = 50
"""Pages of issuers that are asked for in one document."""

_PAGES: Final = ("ClrCredential", "AchievementCredential", "EndorsementCredential", "VerifiableCredential")


@check(ids.ISSUER_PAGE)
def pages_of_issuers_answer(session: VerificationSession) -> None:
    """The url of each issuer answers; one that does not is a warning and no more."""
    seen: set[str] = set()
    for kind in _PAGES:
        for node in session.document.having(kind, "issuer"):
            url = node.object("issuer").get("url")
            if not isinstance(url, str) or url in seen or not url.lower().startswith("https://"):
                continue
            if len(seen) >= MOST_PAGES:
                return
            seen.add(url)
            answer = session.raw(url, "text/html, */*;q=0.5")
            if answer.state is State.OFFLINE:
                session.skipped.add(ids.ISSUER_PAGE)
                continue
            session.decided.add(ids.ISSUER_PAGE)
            if answer.state is not State.FOUND:
                message = "The url of an issuer does not answer"
                finding = node.finding(
                    message, at=("issuer", "url"), expected="a page", actual=answer.text, requirement=ids.ISSUER_PAGE
                )
                session.notes.append(finding)


@check(ids.CONTEXTS_RESOLVE)
def contexts_of_extensions_resolve(session: VerificationSession) -> None:
    """The context of an extension is there for everybody; it is asked for only when contexts are fetched at all."""
    if FETCH_CONTEXTS not in session.document.origin.policies or RULES.contexts is None:
        return
    for url in sorted(set(RULES.contexts.wanted(session.document))):
        answer = session.raw(url)
        session.decided.add(ids.CONTEXTS_RESOLVE)
        if answer.state in (State.OFFLINE, State.FAILED):
            session.leave_open(ids.CONTEXTS_RESOLVE, answer.bare, f"the context {url}")
        elif answer.state is not State.FOUND:
            message = "The context of an extension cannot be had by everybody"
            root = session.document.root
            finding = root.finding(
                message, at="@context", expected=f"{url}: 200", actual=answer.text, requirement=ids.CONTEXTS_RESOLVE
            )
            session.findings.append(finding)
