"""Lists that any edition can have: odd links, odd pages, lists that change, in the order in which they are played."""

from __future__ import annotations

from mock_provider.scenarios.model import Scenario

_ON = "It follows next to the last page, as in the plain sitting."

SCENARIOS = (
    Scenario(
        "empty-list",
        "A learner without any record",
        how="The learner has no records: the list is one page with empty arrays, or without them.",
        right="It says that there is nothing to read, and ends as in the plain sitting.",
        learners=("kim",),
        as_plain=True,
    ),
    Scenario(
        "pages-shrink",
        "The list gets shorter while it is read",
        how="From the second page on X-Total-Count is one smaller, and the last page has one record less.",
        right=f"{_ON} It does not count on the total of the first page.",
        behaviours=("odd-list-shrinks",),
        as_plain=True,
    ),
    Scenario(
        "pages-uneven",
        "Pages of different sizes",
        how="Pages hold one, three or four records, fewer than limit asks for.",
        right=f"{_ON} It does not count offsets itself.",
        behaviours=("var-list-uneven-pages",),
        as_plain=True,
    ),
    Scenario(
        "pages-cursor",
        "Links carry a cursor in place of an offset",
        how="The targets of Link hold an opaque cursor. There is no offset to count with.",
        right=f"{_ON} It takes the target as it is.",
        behaviours=("var-link-cursors",),
        as_plain=True,
    ),
    Scenario(
        "links-titles",
        "Links with a title and a type around rel",
        how="Each link has a title with a comma in quotes before rel, and a type behind it.",
        right=f"{_ON} It parses Link by the grammar of RFC 8288 and does not split it at commas.",
        behaviours=("odd-link-titles",),
        as_plain=True,
    ),
    Scenario(
        "links-unquoted",
        "Link relations without quotes",
        how="The relation is a token without quotes: <…>;rel=next.",
        right=_ON,
        behaviours=("var-link-unquoted",),
        as_plain=True,
    ),
    Scenario(
        "links-many",
        "Links of other relations around those of the pages",
        how="Link names help, context and author too, with titles that contain the word next, and rev=next.",
        right=f"{_ON} It reads rel alone.",
        behaviours=("var-link-others",),
        as_plain=True,
    ),
    Scenario(
        "link-path",
        "next is a path without scheme and host",
        how="The target of next begins with a slash.",
        right="It resolves the target against the address of the page, and reads on to the last page.",
        behaviours=("odd-next-is-a-path",),
    ),
    Scenario(
        "link-query",
        "next is a query alone",
        how="The target of next begins with a question mark.",
        right="It resolves the target against the address of the page, and reads on to the last page.",
        behaviours=("odd-next-is-a-query",),
    ),
    Scenario(
        "next-is-itself",
        "A page that is its own next page",
        how="next of the second page leads to the second page.",
        right="It notices that it has been there, or stops after a number of pages, and says so.",
        behaviours=("odd-next-is-itself",),
    ),
    Scenario(
        "next-without-end",
        "A list that does not come to an end",
        how="The last page has a next page, too, each time under a new address.",
        right="It stops after a number of pages, and says so.",
        behaviours=("odd-next-without-end",),
    ),
    Scenario(
        "http-link",
        "next leads to plain http",
        how="next of the second page is an http address, behind which a server without TLS listens.",
        right="It does not go there. It may take the same address with https, or say that it refuses.",
        behaviours=("odd-next-by-http",),
        wire=True,
    ),
    Scenario(
        "broken-off",
        "A page breaks off in the middle",
        how="The connection is closed in the middle of the second page. The next time it comes whole.",
        right="It asks for the page again, or ends and says that it has not got all. It does not keep half a page.",
        behaviours=("odd-page-broken-off",),
        wire=True,
    ),
    Scenario(
        "endless-page",
        "A page that does not end",
        how="The second page is followed by white space, as fast as it is read.",
        right="It gives the page up at a size or a time of its own, and says so.",
        behaviours=("odd-page-endless",),
        wire=True,
    ),
    Scenario(
        "gzip-bomb",
        "A page that is small as gzip, and 256 MiB when it is expanded",
        how="The second page is compressed for those who accept gzip: a page as usual, and blanks behind it.",
        right="It bounds what it expands, gives the page up and says so; it does not go on to the third page.",
        behaviours=("odd-gzip-bomb",),
    ),
    Scenario(
        "next-elsewhere",
        "next leads to another host",
        how="next of the second page is the same path of another host, which listens.",
        right="It does not go there, or goes without its token.",
        behaviours=("odd-next-elsewhere",),
        listener="other-host",
    ),
)
