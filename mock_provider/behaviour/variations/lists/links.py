"""``Link`` headers that are right, but rarely written like that."""

from __future__ import annotations

from collections.abc import Callable

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Variation
from mock_provider.behaviour.paging import LIST, links, url, write_links

library = Library()

_RFC_8288 = "RFC 8288, section 3"


def _write_each_link(form: Callable[[str, str], str]) -> Callable[[Response], None]:
    def changed(response: Response) -> None:
        if response.good:
            write_links(response, links(response), form)

    return changed


library.add(
    Variation(
        id="var-link-unquoted",
        title="Link relations are not quoted",
        how=f"The header is written by hand.\n{_RFC_8288}: a parameter's value may be a token.",
        operations=LIST,
        on_response=_write_each_link(lambda url, relation: f"<{url}>;rel={relation}"),
        touches=("link text",),
        obliges=("OAUTH-HTTP-008",),
    )
)

library.add(
    Variation(
        id="var-link-capitals",
        title="Parameter names and relations of links are in capitals",
        how=f"Another framework.\n{_RFC_8288} and 3.3: both are compared without regard to case.",
        operations=LIST,
        on_response=_write_each_link(lambda url, relation: f'<{url}>; REL="{relation.upper()}"'),
        touches=("link text",),
        obliges=("OAUTH-HTTP-008",),
    )
)

library.add(
    Variation(
        id="var-link-parameters",
        title="Links carry other parameters before and after rel, with commas and semicolons in quotes",
        how=f"The header tells people what it links to.\n{_RFC_8288}.4: title, type and hreflang may stand there.",
        operations=LIST,
        on_response=_write_each_link(
            lambda url, relation: (
                f'<{url}> ; title="Records, page {relation}; all" ; rel="{relation}" ; '
                f"hreflang=en ; type=\"application/json\" ; title*=UTF-8''n%C3%A4chste"
            )
        ),
        touches=("link text",),
        obliges=("OAUTH-HTTP-008",),
    )
)


def _write_links_in_lines(response: Response) -> None:
    parts = (response.headers.get("link") or "").split(", ")
    del response.headers["link"]
    for part in reversed(parts):
        response.headers.append("link", part)


library.add(
    Variation(
        id="var-link-lines",
        title="Each link has a Link header of its own, in another order",
        how="The framework adds one header for each link.\nRFC 9110, section 5.3: lines of a list may be separate.",
        operations=LIST,
        on_response=_write_links_in_lines,
        touches=("link text",),
        obliges=("OAUTH-HTTP-008",),
    )
)


def _join_relations(response: Response) -> None:
    """One link with several relations where they lead to the same page."""
    together: dict[str, list[str]] = {}
    for relation, query in links(response):
        together.setdefault(url(response, query), []).append(relation)
    if together:
        response.headers["link"] = ", ".join(
            f'<{url}>; rel="{" ".join(relations)}"' for url, relations in together.items()
        )


library.add(
    Variation(
        id="var-link-shared",
        title="A link that is first and prev at once has both relations",
        how=f"Links are kept by target.\n{_RFC_8288}.3: rel may list several relations.",
        operations=LIST,
        on_response=_join_relations,
        touches=("link text",),
        obliges=("OAUTH-HTTP-008",),
    )
)


def _add_other_links(response: Response) -> None:
    if response.good:
        others = (
            f'<{response.request.facts.context_url}>; rel="describedby", '
            '</help?a=1,2;b=3>; rel="help https://rels.example/next"; title="next, first; last", '
            '<https://other.example/next>; anchor="https://other.example/"; rel=alternate, '
        )
        response.headers["link"] = f"{others}{response.headers['link']}, <https://other.example/>; rev=next; rel=author"


library.add(
    Variation(
        id="var-link-others",
        title="The Link header speaks of other things too",
        how=f"A gateway adds links to help, context and author.\n{_RFC_8288}: any number of links of any relation.",
        operations=LIST,
        on_response=_add_other_links,
        touches=("link text",),
        obliges=("OAUTH-HTTP-008",),
    )
)


def _add_snapshots(response: Response) -> None:
    if response.good:
        write_links(
            response,
            [(one, {"snapshot": "7f/3a b", **dict(reversed(query.items()))}) for one, query in links(response)],
        )


library.add(
    Variation(
        id="var-link-extra-query",
        title="Link targets have further query parameters, in another order",
        how="The links carry a snapshot id.\nThe standard wants limit and since kept; nothing forbids more.",
        operations=LIST,
        on_response=_add_snapshots,
        on_request=lambda request: request.query.pop("snapshot", None),
        obliges=("OAUTH-HTTP-008",),
    )
)


def _cursor(query: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in query.items() if name != "offset"}
    return {**kept, "cursor": f"{int(query['offset']):08x}"}


def _write_cursors(response: Response) -> None:
    if response.good:
        write_links(response, [(relation, _cursor(query)) for relation, query in links(response)])


def _offset_of_cursor(request: Request) -> None:
    cursor = request.query.pop("cursor", "")
    if cursor:
        request.query["offset"] = str(int(cursor, 16))


library.add(
    Variation(
        id="var-link-cursors",
        title="Link targets carry a cursor instead of an offset",
        how="Links hold the place in an opaque word.\n"
        "The standard wants limit and since kept, and a consumer follows links as they are.",
        operations=LIST,
        on_request=_offset_of_cursor,
        on_response=_write_cursors,
        obliges=("OAUTH-HTTP-008",),
    )
)

VARIATIONS = library.variations
