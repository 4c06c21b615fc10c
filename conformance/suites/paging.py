"""The headers by which a list comes in pages: the links of a Link header (RFC 8288) and X-Total-Count.

``expect…`` demands something of them, as the rows of each edition word it.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import parse_qs

from conformance.exchanges import links as link_header
from conformance.suites.answer import Answer
from conformance.suites.urls import origin, split


def links(answer: Answer) -> dict[str, str]:
    """The paging links of a list by relation (RFC 8288), resolved against the request; the first of each relation."""
    return link_header.links(answer.header("link"), answer.response.url)


def raw_links(answer: Answer) -> dict[str, str]:
    """As ``links``, with the targets as they are written."""
    return link_header.raw_links(answer.header("link"))


def total_count(answer: Answer) -> int | None:
    """X-Total-Count of a page; ``None`` when it is absent, or no integer of 0 or more."""
    text = (answer.header("x-total-count") or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def expect_relation(answer: Answer, relation: str, reason: str) -> None:
    """Demand a link of that relation; ``reason`` says why there has to be one. Raises ``Broken``."""
    if relation not in links(answer):
        answer.broken(
            f"the relation {relation} is missing though {reason}",
            expected=f'rel="{relation}"',
            actual=", ".join(links(answer)) or "no relation",
        )


def expect_links(answer: Answer, many: str) -> None:
    """Demand paging links of a page that leaves some of the ``many`` out; raises ``Broken``."""
    if not links(answer):
        actual = answer.header("link") or "no such header"
        answer.broken(f"a page that leaves {many} out has no paging links", expected="a Link header", actual=actual)


def expect_no_next(answer: Answer) -> None:
    """Demand that the last page has no relation next; raises ``Broken``."""
    if "next" in links(answer):
        answer.broken("the last page has the relation next", expected="no next", actual=links(answer)["next"])


def at_home(url: str, answer: Answer) -> str:
    """The link at the target's own origin: which page it means can be seen there, though the host is wrong."""
    own = split(answer.response.url)
    return split(url)._replace(scheme=own.scheme, netloc=own.netloc).geturl()


def expect_target(answer: Answer, relation: str, url: str, path: str, operation: str) -> None:
    """Demand that a link is an absolute https URL of the target's own list (``path`` ends its path).

    ``operation`` is the one of the list. Raises ``Broken``.
    """
    parts = split(url)
    # A target on plain http hears of that from the row of TLS; its links need not be blamed for it too.
    if parts.scheme not in ("https", split(answer.response.url).scheme) or not parts.netloc:
        answer.broken(f"the link {relation} is not an absolute https URL", expected="https://...", actual=url)
    if origin(url) != origin(answer.response.url):
        answer.broken(
            f"the link {relation} leads to another origin than that of the target, where no token is sent",
            expected="://".join(origin(answer.response.url)),
            actual=url,
        )
    if not parts.path.rstrip("/").endswith(path):
        answer.broken(f"the link {relation} is not a URL of {operation}", expected=f"...{path}?...", actual=url)


def expect_parameters(answer: Answer, relation: str, url: str, since: str) -> None:
    """Demand that a link of a page keeps its ``limit=1`` and its ``since``; raises ``Broken``."""
    query = parse_qs(split(url).query)
    if query.keys() - {"limit", "offset", "since"}:
        return  # a cursor of the provider's own may hold both
    if query.get("limit") != ["1"]:
        answer.broken(f"the link {relation} forgets limit=1", expected="limit=1", actual=url)
    if not _same_moment(query.get("since", [""])[0], since):
        answer.broken(f"the link {relation} forgets since", expected=f"since={since}", actual=url)


def _same_moment(one: str, other: str) -> bool:
    try:
        return datetime.fromisoformat(one) == datetime.fromisoformat(other)
    except (ValueError, TypeError):
        return False
