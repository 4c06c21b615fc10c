"""Pictures of profiles and of achievements that were awarded: looked up, and seen to be pictures."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote_to_bytes

from conformance.document import DocumentError
from conformance.document.baked import is_picture, unbake
from conformance.document.nodes import Node
from conformance.rulebooks.clr20.document import BAKING
from conformance.rulebooks.clr20.document.reading import identifier, many
from conformance.rulebooks.clr20.trust import ids
from conformance.rulebooks.clr20.trust.register import check
from conformance.trust.session import LookupResult, RawResult, State, VerificationSession
from conformance.trust.urls import is_https

ACCEPT: Final = "image/png, image/svg+xml, */*;q=0.1"
MOST_PICTURES: Final = 50
"""Pictures of one document that are looked at."""

_DATA: Final = re.compile(r"data:[^,;]*(?:;[^,;]*)*?(;base64)?,", re.IGNORECASE)
_MOST_HEAD: Final = 200


def look_at_pictures(session: VerificationSession) -> None:
    """Looks at each picture once, however many places name it."""
    seen: dict[str, RawResult] = {}
    for node, url in _named(session):
        if url not in seen:
            if len(seen) >= MOST_PICTURES:
                why = LookupResult(State.FAILED, f"the document names more than {MOST_PICTURES} pictures")
                session.leave_open(ids.PROFILE_PICTURE, why, "further pictures")
                return
            seen[url] = _picture(session, url)
        if node.kind == "Profile":
            profiles_have_pictures(session, node, seen[url])
        else:
            awards_have_pictures(session, node, seen[url])
            awards_have_baked_pictures(session, node, seen[url])


def _named(session: VerificationSession) -> Iterator[tuple[Node, str]]:
    for kind in ("Profile", "AchievementSubject"):
        for node in session.document.having(kind, "image"):
            for image in many(node.value["image"]):
                url = identifier(image)
                if url is not None:
                    yield node, url


def _picture(session: VerificationSession, url: str) -> RawResult:
    data = _DATA.match(url[:_MOST_HEAD])
    if data is not None:
        return _of_data(url[data.end() :], packed=bool(data[1]))
    if is_https(url) or (session.fetcher is not None and session.fetcher.takes_plain(url)):
        return session.raw(url, ACCEPT)
    return RawResult(State.OTHER, "it is neither an https URL nor data", code="not-https")


def _of_data(text: str, *, packed: bool) -> RawResult:
    data = unquote_to_bytes(text)
    try:
        return RawResult(State.FOUND, "data", b64decode(data, validate=True) if packed else data)
    except Base64Error:
        return RawResult(State.OTHER, "its data is not base64", code="not-base64")


@check(ids.PROFILE_PICTURE)
def profiles_have_pictures(session: VerificationSession, node: Node, found: RawResult) -> None:
    """The image of a profile is a PNG or an SVG."""
    _is_picture(session, node, found, ids.PROFILE_PICTURE)


@check(ids.ACHIEVEMENT_PICTURE)
def awards_have_pictures(session: VerificationSession, node: Node, found: RawResult) -> None:
    """The image of an achievement that was awarded is a PNG or an SVG."""
    _is_picture(session, node, found, ids.ACHIEVEMENT_PICTURE)


def _is_picture(session: VerificationSession, node: Node, found: RawResult, requirement: str) -> None:
    if found.silent:
        session.leave_open(requirement, found.bare, f"the image of a {node.kind}")
        return
    session.decided.add(requirement)
    if not is_picture(found.body):
        what = "another kind of file" if found.state is State.FOUND else found.text
        article = "an" if node.kind[0] == "A" else "a"
        message = f"The image of {article} {node.kind} is not a PNG or SVG"
        _find(session, node, requirement, message, what)


@check(ids.BAKED_PICTURE)
def awards_have_baked_pictures(session: VerificationSession, node: Node, found: RawResult) -> None:
    """The image of an achievement that was awarded has the credential in it."""
    if found.silent:
        session.leave_open(ids.BAKED_PICTURE, found.bare, "the image of an AchievementSubject")
    if not is_picture(found.body):
        return
    session.decided.add(ids.BAKED_PICTURE)
    try:
        baked, why = unbake(found.body, BAKING, session.limits), "a plain picture"
    except DocumentError as error:
        baked, why = None, error.message
    if baked is None:
        message = "The image of an AchievementSubject has no credential baked into it"
        _find(session, node, ids.BAKED_PICTURE, message, why)


def _find(session: VerificationSession, node: Node, requirement: str, message: str, actual: str) -> None:
    finding = node.finding(message, at="image", expected="a PNG or SVG", actual=actual, requirement=requirement)
    session.findings.append(finding)
