"""GET /clrs: pages, links and totals that are right but rarely seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.model import Variation
from mock_provider.behaviour.variation_tools import json_object, links
from mock_provider.clr10.terms import CONTEXT
from mock_provider.signing import SigningKey

_LIST = ("getClrs",)
_MOST = 40
_UNEVEN = (3, 50, 1, 17)

Link = tuple[str, dict[str, str]]


def _number(request: Request, name: str) -> int | None:
    value = request.query.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else None


def _small_pages(request: Request) -> None:
    request.scratch["asked"] = request.query.get("limit")
    if (_number(request, "limit") or _MOST) >= _MOST and request.query.get("limit", "1") != "0":
        _limit(request, _MOST)


def _limit(request: Request, limit: int) -> None:
    if request.query.get("limit", "1").isdecimal():
        request.query["limit"] = str(limit)


def _keep_asked_limit(answer: Response) -> None:
    """The links repeat the limit that was asked for, though the pages are smaller."""
    asked = answer.scratch.get("asked")
    if answer.good and asked is not None:
        _write(answer, [(relation, {**query, "limit": asked}) for relation, query in links(answer)])


def _uneven_pages(request: Request) -> None:
    """How many CLRs a page holds depends on where it begins; it is less when less was asked for."""
    request.scratch["asked"] = request.query.get("limit", "100")
    asked = 100 if "limit" not in request.query else _number(request, "limit")
    if asked:
        _limit(request, min(asked, _UNEVEN[(_number(request, "offset") or 0) % len(_UNEVEN)]))


def _default_20(request: Request) -> None:
    request.query.setdefault("limit", "20")


def _write(answer: Response, found: Sequence[Link], form: Callable[[str, str], str] | None = None) -> None:
    written = form or (lambda url, relation: f'<{url}>; rel="{relation}"')
    lines = [written(_url(answer, query), relation) for relation, query in found]
    answer.headers["link"] = ", ".join(lines)


def _url(answer: Response, query: dict[str, str]) -> str:
    host = answer.request.headers["host"]
    return f"https://{host}{answer.request.path}?{urlencode(query)}"


def _links_as(form: Callable[[str, str], str]) -> Callable[[Response], None]:
    def told(answer: Response) -> None:
        if answer.good:
            _write(answer, links(answer), form)

    return told


def _separate_lines(answer: Response) -> None:
    parts = (answer.headers.get("link") or "").split(", ")
    del answer.headers["link"]
    for part in reversed(parts):
        answer.headers.append("link", part)


def _shared_targets(answer: Response) -> None:
    """One link with several relations where they lead to the same page."""
    together: dict[str, list[str]] = {}
    for relation, query in links(answer):
        together.setdefault(_url(answer, query), []).append(relation)
    if together:
        answer.headers["link"] = ", ".join(
            f'<{url}>; rel="{" ".join(relations)}"' for url, relations in together.items()
        )


def _other_links(answer: Response) -> None:
    if answer.good:
        others = (
            '<https://purl.imsglobal.org/spec/clr/v1p0/context/clr_v1p0.jsonld>; rel="describedby", '
            '</help?a=1,2;b=3>; rel="help https://rels.example/next"; title="next, first; last", '
            '<https://other.example/next>; anchor="https://other.example/"; rel=alternate, '
        )
        answer.headers["link"] = f"{others}{answer.headers['link']}, <https://other.example/>; rev=next; rel=author"


def _snapshots(answer: Response) -> None:
    if answer.good:
        _write(
            answer, [(one, {"snapshot": "7f/3a b", **dict(reversed(query.items()))}) for one, query in links(answer)]
        )


def _cursors(answer: Response) -> None:
    if answer.good:
        _write(answer, [(relation, _cursor(query)) for relation, query in links(answer)])


def _cursor(query: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in query.items() if name != "offset"}
    return {**kept, "cursor": f"{int(query['offset']):08x}"}


def _offset_of_cursor(request: Request) -> None:
    cursor = request.query.pop("cursor", "")
    if cursor:
        request.query["offset"] = str(int(cursor, 16))


def _total_at_first(answer: Response) -> None:
    if answer.good and (answer.request.query.get("offset", "0") != "0" or "since" in answer.request.query):
        del answer.headers["x-total-count"]


def _no_empty_arrays(document: dict[str, Any]) -> None:
    for member in ("clrs", "signedClrs"):
        if document.get(member) == []:
            del document[member]


def _set_with_id(document: dict[str, Any]) -> None:
    document["id"] = "urn:uuid:8b0c65b5-6d9b-4c6f-a6f5-22a8f1f0f9a4"


def _signed_first(document: dict[str, Any]) -> None:
    document["signedClrs"] = document.pop("signedClrs", [])[::-1]
    document["clrs"] = document.pop("clrs", [])


def _signed_instead(answer: Response) -> None:
    """The CLRs of one publisher come signed, behind those that are signed already."""
    document, signing_key = answer.json, answer.request.signing_key
    if not answer.good or signing_key is None:
        return
    plain: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    for clr in document["clrs"]:
        plain[clr["publisher"]["id"].endswith("/profiles/guild")].append(clr)
    document["clrs"] = plain[False]
    document["signedClrs"] += [_signed(clr, signing_key("guild")) for clr in plain[True]]
    answer.json = document


def _signed(clr: dict[str, Any], key: SigningKey) -> str:
    key_id: str = clr["publisher"]["publicKey"]["id"]
    verification = {"type": "Signed", "creator": key_id}
    own = {"@context": CONTEXT, **clr, "id": uuid5(NAMESPACE_URL, clr["id"]).urn, "verification": verification}
    return key.sign(own, key_id)


_RFC_8288 = "RFC 8288, section 3"

VARIATIONS = (
    Variation(
        id="var-list-small-pages",
        title="A page never holds more than 40 CLRs, whatever limit asks for",
        how="The database caps result sets.\nThe contract: limit is the most that a page may hold (CLR10-GCS-008).",
        operations=_LIST,
        on_request=_small_pages,
        on_response=_keep_asked_limit,
        touches=("page size",),
    ),
    Variation(
        id="var-list-uneven-pages",
        title="Pages of one list have different sizes, smaller than the limit",
        how="Records are read in blocks and filtered afterwards.\n"
        "The contract: limit is the most that a page may hold (CLR10-GCS-008).",
        operations=_LIST,
        on_request=_uneven_pages,
        on_response=_keep_asked_limit,
        touches=("page size",),
    ),
    Variation(
        id="var-list-default-20",
        title="Without limit a page holds 20 CLRs",
        how="The application's own default is 20.\nCLR10-GCS-007: at most 100.",
        operations=_LIST,
        on_request=_default_20,
        touches=("page size",),
    ),
    Variation(
        id="var-list-total-at-first",
        title="X-Total-Count comes with the first page only, and not with since",
        how="Counting is costly, so that the total is known for plain first pages only.\n"
        "CLR10-GCS-018: it should be sent when it is known; CLR10-GCS-017 speaks of it when it is sent.",
        operations=_LIST,
        on_response=_total_at_first,
    ),
    Variation(
        id="var-list-no-empty-arrays",
        title="clrs or signedClrs is left out where it would be empty",
        how="The serializer skips empty arrays.\nThe contract: neither member of ClrSet is required.",
        operations=_LIST,
        on_response=json_object(_no_empty_arrays),
        touches=("set members",),
    ),
    Variation(
        id="var-list-set-with-id",
        title="The ClrSet has an id of its own",
        how="Every entity of the store has an id.\nThe contract: id is an optional member of ClrSet.",
        operations=_LIST,
        on_response=json_object(_set_with_id),
    ),
    Variation(
        id="var-list-signed-first",
        title="signedClrs stands before clrs, in another order",
        how="Signed records come from another table.\n"
        "RFC 8259, section 4: members have no order; the two arrays of a ClrSet have none between each other.",
        operations=_LIST,
        on_response=json_object(_signed_first),
        touches=("set members",),
    ),
    Variation(
        id="var-list-signed-instead",
        title="CLRs of one publisher are signed, those of others plain",
        how="Only that publisher has a key.\nThe contract: a set holds clrs and signedClrs side by side.",
        operations=_LIST,
        on_response=_signed_instead,
    ),
    Variation(
        id="var-link-unquoted",
        title="Link relations are not quoted",
        how=f"The header is written by hand.\n{_RFC_8288}: a parameter's value may be a token.",
        operations=_LIST,
        on_response=_links_as(lambda url, relation: f"<{url}>;rel={relation}"),
        touches=("link text",),
    ),
    Variation(
        id="var-link-capitals",
        title="Parameter names and relations of links are in capitals",
        how=f"Another framework.\n{_RFC_8288} and 3.3: both are compared without regard to case.",
        operations=_LIST,
        on_response=_links_as(lambda url, relation: f'<{url}>; REL="{relation.upper()}"'),
        touches=("link text",),
    ),
    Variation(
        id="var-link-parameters",
        title="Links carry other parameters before and after rel, with commas and semicolons in quotes",
        how=f"The header tells people what it links to.\n{_RFC_8288}.4: title, type and hreflang may stand there.",
        operations=_LIST,
        on_response=_links_as(
            lambda url, relation: (
                f'<{url}> ; title="CLRs, page {relation}; all" ; rel = "{relation}" ; '
                f"hreflang=en ; type=\"application/ld+json\" ; title*=UTF-8''n%C3%A4chste"
            )
        ),
        touches=("link text",),
    ),
    Variation(
        id="var-link-lines",
        title="Each link has a Link header of its own, in another order",
        how="The framework adds one header for each link.\nRFC 9110, section 5.3: lines of a list may be separate.",
        operations=_LIST,
        on_response=_separate_lines,
        touches=("link text",),
    ),
    Variation(
        id="var-link-shared",
        title="A link that is first and prev at once has both relations",
        how=f"Links are kept by target.\n{_RFC_8288}.3: rel may list several relations.",
        operations=_LIST,
        on_response=_shared_targets,
        touches=("link text",),
    ),
    Variation(
        id="var-link-others",
        title="The Link header speaks of other things too",
        how=f"A gateway adds links to help, context and author.\n{_RFC_8288}: any number of links of any relation.",
        operations=_LIST,
        on_response=_other_links,
        touches=("link text",),
    ),
    Variation(
        id="var-link-extra-query",
        title="Link targets have further query parameters, in another order",
        how="The links carry a snapshot id.\nCLR10-GCS-024: they keep limit and since; nothing forbids more.",
        operations=_LIST,
        on_response=_snapshots,
        on_request=lambda request: request.query.pop("snapshot", None),
    ),
    Variation(
        id="var-link-cursors",
        title="Link targets carry a cursor instead of an offset",
        how="Links hold the place in an opaque word.\n"
        "CLR10-GCS-024: links keep limit and since; a consumer follows them as they are.",
        operations=_LIST,
        on_request=_offset_of_cursor,
        on_response=_cursors,
    ),
)
