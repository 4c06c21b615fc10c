"""How many records a page holds, and where the total stands."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Variation
from mock_provider.behaviour.paging import LIST, links, write_links

library = Library()


_MOST = 40


def _number(request: Request, name: str) -> int | None:
    value = request.query.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else None


def _limit(request: Request, limit: int) -> None:
    if request.query.get("limit", "1").isdecimal():
        request.query["limit"] = str(limit)


def _hold_40_at_most(request: Request) -> None:
    request.scratch["limit"] = request.query.get("limit")
    if (_number(request, "limit") or _MOST) >= _MOST and request.query.get("limit", "1") != "0":
        _limit(request, _MOST)


def _repeat_limit_in_links(response: Response) -> None:
    """The links repeat the limit that was asked for, though the pages are smaller."""
    wanted = response.scratch.get("limit")
    if response.good and wanted is not None:
        write_links(response, [(relation, {**query, "limit": wanted}) for relation, query in links(response)])


library.add(
    Variation(
        id="var-list-small-pages",
        title="A page never holds more than 40 records, whatever limit asks for",
        how="The database caps result sets.\nThe contract: limit is the most that a page may hold.",
        operations=LIST,
        on_request=_hold_40_at_most,
        on_response=_repeat_limit_in_links,
        touches=("page size",),
        obliges=("OAUTH-HTTP-008",),
    )
)

_UNEVEN = (3, 50, 1, 17)


def _hold_uneven_numbers(request: Request) -> None:
    """How many records a page holds depends on where it begins; it is less when less was asked for."""
    request.scratch["limit"] = request.query.get("limit", "100")
    wanted = 100 if "limit" not in request.query else _number(request, "limit")
    if wanted:
        _limit(request, min(wanted, _UNEVEN[(_number(request, "offset") or 0) % len(_UNEVEN)]))


library.add(
    Variation(
        id="var-list-uneven-pages",
        title="Pages of one list have different sizes, smaller than the limit",
        how="Records are read in blocks and filtered afterwards.\n"
        "The contract: limit is the most that a page may hold.",
        operations=LIST,
        on_request=_hold_uneven_numbers,
        on_response=_repeat_limit_in_links,
        touches=("page size",),
        obliges=("OAUTH-HTTP-008",),
    )
)


def _hold_20_by_default(request: Request) -> None:
    request.query.setdefault("limit", "20")


library.add(
    Variation(
        id="var-list-default-20",
        title="Without limit a page holds 20 records",
        how="The application's own default is 20.\nThe standard names no default.",
        operations=LIST,
        on_request=_hold_20_by_default,
        touches=("page size",),
        obliges=("OAUTH-HTTP-008",),
    )
)


def _drop_total_after_first(response: Response) -> None:
    if response.good and (response.request.query.get("offset", "0") != "0" or "since" in response.request.query):
        del response.headers["x-total-count"]


library.add(
    Variation(
        id="var-list-total-at-first",
        title="X-Total-Count comes with the first page only, and not with since",
        how="Counting is costly, so that the total is known for plain first pages only.\n"
        "The standard wants it when it is known, and right when it is sent.",
        operations=LIST,
        on_response=_drop_total_after_first,
    )
)

VARIATIONS = library.variations
