"""Whether a record that comes back is the one that was handed in, so that its signature still fits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from conformance.document import open as open_document
from conformance.rulebooks.clr20.document import RULES
from conformance.rulebooks.clr20.provider.posts import Listed, Posted
from conformance.rulebooks.clr20.trust import RULES as TRUST
from conformance.suites.answer import Answer
from conformance.suites.likeness import Difference, differences
from conformance.trust import Trust, verify

WRITTEN_OTHERWISE = "is written otherwise, and its signature still fits"


def expect_answered(answer: Answer, posted: Posted) -> str:
    """Demand that an upsert is answered with what was posted, in the same form; returns a note, if any."""
    if posted.jws is not None:
        return _same_text(answer, posted.jws)
    if not answer.media_type.endswith("json"):
        message = "the response to a record in JSON is not JSON"
        answer.broken(message, expected="JSON", actual=answer.media_type or "no Content-Type")
    seen = answer.object()
    return _said(difference(posted.record, seen), "the response", answer, "", None)


def expect_listed(found: Listed, posted: Posted) -> str:
    """Demand that a listed record is what was posted, in the same form; returns a note, if any."""
    seen, what = found.entry, "the record in the list"
    if posted.jws is None and seen.jws is None:
        return _said(difference(posted.record, seen.credential), what, found.page, "/credential", posted.answer)
    if posted.jws == seen.jws:
        return ""
    was, now = _form(posted.jws), _form(seen.jws)
    if was != now:
        message = f"{what} was handed in as {was} and comes back as {now}"
        found.page.broken(message, expected=was, actual=now, after=posted.answer)
    expected, actual = (f"{str(text)[:40]}…" for text in (posted.jws, seen.jws))
    found.page.broken(f"{what} is another compact JWS", expected=expected, actual=actual, after=posted.answer)


def difference(posted: Mapping[str, Any], seen: Mapping[str, Any]) -> Difference | None:
    """Where a signed record is not the one that was posted any more; ``None`` when it says the same.

    The pointer is empty when it is written otherwise and its signature still fits (RDF has many forms in JSON).
    """
    if seen == posted:
        return None
    found = differences(posted, seen)
    if found:
        return found[0]
    if _verifies(seen):
        return Difference("", "", WRITTEN_OTHERWISE)
    name = next(name for name in {**posted, **seen} if posted.get(name) != seen.get(name))
    return Difference(f"/{name}", "as it was signed", "another, so that the signature does not fit any more")


def _said(found: Difference | None, what: str, answer: Answer, at: str, after: Answer | None) -> str:
    if found is None:
        return ""
    if found.actual == WRITTEN_OTHERWISE:
        return f"{what} {WRITTEN_OTHERWISE}"
    _broken(found, what, answer, at, after)


def _broken(found: Difference, what: str, answer: Answer, at: str, after: Answer | None) -> NoReturn:
    answer.broken(
        f"{what} is not what was posted: {found.pointer} differs",
        expected=found.expected,
        actual=found.actual,
        pointer=f"{at}{found.pointer}",
        after=after,
    )


def _same_text(answer: Answer, jws: str) -> str:
    text = answer.response.text.strip()
    if text == jws:
        return "" if answer.media_type == "text/plain" else f"the compact JWS comes back as {answer.media_type}"
    quoted = text.startswith('"') and text.strip('"') == jws
    actual = "the same as a JSON string" if quoted else f"{answer.media_type}: {text[:40]}"
    answer.broken("the response to a compact JWS is not that JWS", expected=f"{jws[:40]}…", actual=actual)


def _form(jws: str | None) -> str:
    return "JSON" if jws is None else "a compact JWS"


def _verifies(record: Mapping[str, Any]) -> bool:
    """True when every proof fits; the key is in the ``did:key`` of the run, so that nothing has to be fetched."""
    with open_document(dict(record), RULES) as opened:
        return verify(opened, TRUST).verdict is Trust.VERIFIED
