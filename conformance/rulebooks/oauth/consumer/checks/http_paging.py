"""How a consumer walks through the pages of a list, by the links between them."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.rulebooks.oauth.consumer.register import observed
from conformance.traffic import Sitting, Traffic, breach, met, undecided
from conformance.traffic.paging import pages_on, steps
from conformance.traffic.seen import Seen

_ODD = (
    "pages-shrink",
    "pages-uneven",
    "pages-cursor",
    "links-titles",
    "links-unquoted",
    "links-many",
)
"""Lists whose pages and links are legal, but not the usual ones."""
_ENDLESS = ("next-is-itself", "next-without-end")
_RELATIVE = ("link-path", "link-query")
_MOST_PAGES = 100


@observed("OAUTH-HTTP-008", scenarios=("plain", *_ODD), needs=("read",))
def it_follows_next_to_the_end(traffic: Traffic) -> Iterator[Seen]:
    """Each page that names a next one is followed by a request for it (RFC 8288)."""
    for sitting in traffic.named("plain", *_ODD):
        if sitting.task == "read":
            yield from _followed(sitting)


def _followed(sitting: Sitting) -> Iterator[Seen]:
    followed = False
    for step in steps(sitting):
        followed = followed or step.request is not None
        if not step.page.whole or step.request is not None:
            continue
        if sitting.by_itself:
            yield breach(
                "It does not ask for the next page",
                step.page,
                expected=f"a request for {step.target}",
                actual=f"there was none: {sitting.end}",
            )
        else:
            yield undecided(str(sitting.end), sitting)
        return
    if followed:
        yield met(sitting, *(step.page for step in steps(sitting)))


@observed("OAUTH-HTTP-009", scenarios=_RELATIVE, needs=("read",))
def it_resolves_relative_links(traffic: Traffic) -> Iterator[Seen]:
    """A target without scheme and host leads on from the page that names it (RFC 8288 section 3.1)."""
    for sitting in traffic.named(*_RELATIVE):
        if not any(map(pages_on, traffic.plain)):
            yield undecided("the consumer does not follow next in the plain sitting either", sitting)
        else:
            yield from _followed(sitting)


@observed("OAUTH-HTTP-010", scenarios=_ENDLESS, needs=("read",))
def it_ends_a_walk_without_end(traffic: Traffic) -> Iterator[Seen]:
    """A hundred pages at most: no learner has as many, where a page holds as much as is asked for."""
    for sitting in traffic.named(*_ENDLESS):
        change = next(iter(sitting.struck()), None)
        if change is None or not any(map(pages_on, traffic.plain)):
            yield undecided("the consumer did not come to a page whose next one leads round", sitting)
            continue
        pages = sitting.requests(change.operation, ok=True)
        if len(pages) > _MOST_PAGES:
            yield breach(
                "It pages on without end",
                pages[_MOST_PAGES],
                change,
                expected=f"an end within {_MOST_PAGES} pages",
                actual=f"{len(pages)} pages",
            )
        elif sitting.by_itself:
            yield met(sitting, change)
        else:
            yield undecided(str(sitting.end), sitting)
