"""ACG: what the texts of OAuth errors are made of, in all errors of the run."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from conformance.rulebooks.clr20.provider.target import Clr20Target
from conformance.suites.answer import Answer
from conformance.suites.gathering import Gathered
from conformance.suites.marks import requirement
from conformance.suites.outcomes import not_applicable
from conformance.suites.refusals import error_code

ALLOWED: Mapping[str, re.Pattern[str]] = {
    "error_description": re.compile(r"[\x20\x21\x23-\x5b\x5d-\x7e]*"),
    "error_uri": re.compile(r"[\x21\x23-\x5b\x5d-\x7e]*"),
}
"""Member of an error -> the characters that it may have (RFC 6749, section 5.2)."""


@requirement("CLR20-ACG-23")
def test_descriptions_keep_to_ascii(target: Clr20Target) -> None:
    right = target.grants.sample()
    unknown = replace(right.redirect, params={"code": secrets.token_urlsafe(32)})
    target.grants.exchange(right.request, unknown).arrived()  # one error at least
    faults, seen = Gathered(), 0
    for response in tuple(target.wire.transcript.responses):
        answer = target.session.answer(response, response.label)
        for member, text in _texts(answer):
            seen += 1
            if not ALLOWED[member].fullmatch(text):
                faults.add(
                    answer,
                    f"{member} has characters outside of its set",
                    expected="printable ASCII without quotation mark and backslash",
                    actual=text,
                    pointer=f"/{member}",
                )
    if not seen:
        not_applicable("no error had a text or an address")
    faults.report()


def _texts(answer: Answer) -> Iterator[tuple[str, str]]:
    """The two members of an OAuth error, in the query of a redirect or in a JSON body."""
    found = dict(parse_qsl(urlsplit(answer.header("location") or "").query))
    if "error" not in found:
        found = _members(answer)
    yield from ((member, found[member]) for member in ALLOWED if member in found)


def _members(answer: Answer) -> dict[str, str]:
    if (answer.status or 0) < 400 or b'"error_' not in answer.response.body or not error_code(answer):
        return {}
    return {name: value for name, value in answer.object().items() if isinstance(value, str)}
