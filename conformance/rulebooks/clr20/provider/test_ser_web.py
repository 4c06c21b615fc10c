"""SER: credentials that stand on the web by themselves, as verification has fetched them from the target."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from conformance.exchanges import Response
from conformance.rulebooks.clr20.provider.target import Clr20Target
from conformance.suites.gathering import Gathered
from conformance.suites.marks import requirement
from conformance.suites.outcomes import not_applicable
from conformance.suites.urls import origin

_COMPACT = re.compile(rb"[\w-]+\.[\w-]+\.[\w-]*")
ALLOWED: Mapping[str, frozenset[str]] = {
    "compact JWS": frozenset({"text/plain", "application/vc+jwt", "application/jwt"}),
    "credential with an embedded proof": frozenset(
        {"application/vc+ld+json", "application/ld+json", "application/json", "application/vc"}
    ),
}
"""Form of a credential -> its media types: those of Open Badges 3.0, and those that the W3C registered since."""


@requirement("CLR20-SER-11")
def test_hosted_credentials_have_their_media_type(target: Clr20Target) -> None:
    target.verified()
    faults, seen = Gathered(), 0
    for response, form in _hosted(target):
        seen += 1
        answer = target.session.answer(response, "a credential on the web")
        if answer.media_type not in ALLOWED[form]:
            faults.add(
                answer,
                f"a {form} is served as {answer.media_type or 'nothing'}",
                expected=" or ".join(sorted(ALLOWED[form])),
                actual=answer.media_type or "no Content-Type",
            )
    if not seen:
        not_applicable("no credential was fetched from the target: its records lead to none")
    faults.report()


def _hosted(target: Clr20Target) -> Iterator[tuple[Response, str]]:
    """What the target serves outside of the API that is a credential, each URL once, with its form."""
    known: set[str] = set()
    for response in tuple(target.wire.transcript.responses):
        outside = origin(response.url) == origin(target.base) and not response.url.startswith(f"{target.base}/")
        if response.method != "GET" or response.status != 200 or not outside or response.url in known:
            continue
        if form := _form(response):
            known.add(response.url)
            yield response, form


def _form(response: Response) -> str:
    """The key of ``ALLOWED`` for a body that is a credential; empty for any other."""
    body = response.body.strip()
    if _COMPACT.fullmatch(body):
        return "compact JWS"
    if b'"VerifiableCredential"' not in body or b'"proof"' not in body:
        return ""
    try:
        value = response.json()
    except ValueError:
        return ""
    kinds = value.get("type") if isinstance(value, dict) else None
    return "credential with an embedded proof" if kinds and "VerifiableCredential" in kinds and "proof" in value else ""
