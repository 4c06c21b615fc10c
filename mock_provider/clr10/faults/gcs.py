"""GCS: ``GET /clrs`` made wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import AVAILABILITY, Change, edited, minor_is, refuse, refusing, when
from mock_provider.http.paging import DEFAULT_LIMIT, PageQuery, link_header
from mock_provider.http.paging import moment as moment_of
from mock_provider.oauth.faults._tools import any_scope, any_token, welcome_anybody

LISTS = ("getClrs",)
_LINK = re.compile(r'<[^>]*>; rel="(\w+)"')


def _limit_up_to_one(request: Request) -> None:
    limit = request.query.get("limit", "")
    if _is_whole(limit) and int(limit) < 1:
        request.query["limit"] = "1"


def _dropping(name: str, wrong: Callable[[str], bool]) -> Callable[[Request], object]:
    """Leave a parameter out whose value is wrong."""

    def change(request: Request) -> None:
        if name in request.query and wrong(request.query[name]):
            del request.query[name]

    return change


def _is_whole(value: str) -> bool:
    return re.fullmatch(r"-?[0-9]{1,18}", value) is not None


def _is_negative(value: str) -> bool:
    return _is_whole(value) and int(value) < 0


def _is_text(value: str) -> bool:
    return not _is_whole(value)


def _is_no_moment(value: str) -> bool:
    try:
        moment_of(value)
    except ValueError:
        return True
    return False


def _pages(change: Change) -> Change:
    """The change to pages of lists."""
    return when(200, change=change)


def _number(request: Request, name: str) -> int | None:
    value = request.query.get(name, "")
    return int(value) if value.isascii() and value.isdigit() else None


def _leak(answer: Response) -> None:
    """Show a CLR of the first learner seen in the lists of all others."""
    body = answer.json
    if not body["clrs"]:
        return
    first = answer.memory.setdefault("first", body["clrs"][0])
    if body["clrs"][0]["learner"]["id"] != first["learner"]["id"]:
        body["clrs"][0] = first
        answer.json = body


def _no_small_pages(request: Request) -> None:
    limit = _number(request, "limit")
    if limit is not None and 0 < limit < 5:
        request.query["limit"] = "5"


def _one_refused(answer: Response) -> None:
    if answer.request.query.get("limit") == "1":
        refuse(answer, 400, "invalid_query_parameter", "limit has to be 10 or more")


def _all_without_limit(request: Request) -> None:
    request.query.setdefault("limit", "1000")


def _starts_at_one(request: Request) -> None:
    if not request.query:
        request.query["offset"] = "1"


def _moved(by: int) -> Callable[[Request], object]:
    """Move the start of all pages but the first; pages of one CLR have no room for that."""

    def change(request: Request) -> None:
        offset, limit = _number(request, "offset"), _number(request, "limit")
        if offset and (limit is None or limit > 1):
            request.query["offset"] = str(offset + by)

    return change


def _page_number(request: Request) -> None:
    offset, limit = _number(request, "offset"), _number(request, "limit")
    if offset and limit:
        request.query["offset"] = str(offset * limit)


def _no_offset(request: Request) -> None:
    if _number(request, "offset"):
        del request.query["offset"]


def _counted_from_one(request: Request) -> None:
    offset = _number(request, "offset")
    if offset:
        request.query["offset"] = str(offset - 1)


def _links_from_one(answer: Response) -> None:
    """Links count from one as well; to the first page and without an offset nothing shows."""
    link = re.sub(r"offset=(\d+)", lambda found: f"offset={int(found[1]) + 1}", answer.headers.get("link", ""))
    answer.headers["link"] = link


def _no_limit(request: Request) -> None:
    limit = _number(request, "limit")
    if limit:
        del request.query["limit"]


def _uncounted(answer: Response) -> None:
    """No total, and so no link to the last page either."""
    del answer.headers["x-total-count"]
    links = answer.headers["link"].split(", ")
    answer.headers["link"] = ", ".join(link for link in links if 'rel="last"' not in link)


def _is_empty(answer: Response) -> bool:
    body = answer.json
    return not body["clrs"] and not body["signedClrs"]


def _empty_is_missing(answer: Response) -> None:
    if answer.request.query.get("offset", "0") != "0" and _is_empty(answer):
        refuse(answer, 404, "unknown", "there is no such page")


def _nobody_is_missing(answer: Response) -> None:
    if not answer.request.query and _is_empty(answer):
        refuse(answer, 404, "unknown", "there are no CLRs")


def _nobody_is_refused(answer: Response) -> None:
    if not answer.request.query and _is_empty(answer):
        refuse(answer, 403, "forbidden", "the user has no records")


def _last_page_again(request: Request) -> None:
    offset, total = _number(request, "offset"), request.own.get("total", 0)
    if offset and total and offset >= total:
        request.query["offset"] = str(total - 1)


def _keep_total(answer: Response) -> None:
    if not answer.request.query.get("since"):
        answer.own["total"] = int(answer.headers["x-total-count"])


# since


def _since(change: Callable[[datetime], str | None]) -> Callable[[Request], object]:
    """Let the mock filter by another moment; ``_since_back`` hides that in the links."""

    def changed(request: Request) -> None:
        text = request.query.get("since", "")
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            moment = None
        if moment and moment.tzinfo:
            instead = change(moment)
            request.scratch["since"] = (text, instead)
            request.query["since"] = instead or "0001-01-02T00:00:00Z"

    return changed


def _since_back(answer: Response) -> None:
    if answer.scratch.get("since"):
        text, _ = answer.scratch["since"]
        link = re.sub(r"since=[^&>]*", f"since={quote(text, safe='')}", answer.headers.get("link", ""))
        answer.headers["link"] = link


def _whole_day(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT00:00:00Z")


def _second_before(moment: datetime) -> str:
    return (moment - timedelta(seconds=1)).isoformat() if moment.year > 1 else moment.isoformat()


def _local_time(moment: datetime) -> str:
    return (moment + timedelta(hours=9)).isoformat() if moment.year < 9000 else moment.isoformat()


def _since_crash(answer: Response) -> None:
    if answer.status == 400 and _is_no_moment(answer.request.query.get("since", "2020-01-01T00:00:00Z")):
        refuse(answer, 500, "internal_server_error", "could not parse the date")


# headers


def _total(change: Callable[[Response, int], object]) -> Change:
    def changed(answer: Response) -> None:
        answer.headers["x-total-count"] = str(change(answer, int(answer.headers["x-total-count"])))

    return _pages(changed)


def _length(answer: Response, _: int) -> int:
    return len(answer.json["clrs"]) + len(answer.json["signedClrs"])


def _unfiltered(answer: Response, total: int) -> int:
    if "since" in answer.request.query:
        known: int = answer.own.get("total", total)
        return max(total, known)
    answer.own["total"] = total
    return total


def _without(name: str) -> Change:
    def change(answer: Response) -> None:
        del answer.headers[name]

    return _pages(change)


def _without_relation(relation: str) -> Change:
    def change(answer: Response) -> None:
        links = answer.headers["link"].split(", ")
        answer.headers["link"] = ", ".join(link for link in links if f'rel="{relation}"' not in link)

    return _pages(change)


def _links(pattern: str, instead: str) -> Change:
    return _pages(lambda answer: answer.headers.update({"link": re.sub(pattern, instead, answer.headers["link"])}))


def _leading(relation: str, change: Callable[[int], int]) -> Change:
    """Links of one relation with another offset, never below 0."""
    pattern = re.compile(rf'offset=(\d+)([^>]*>; rel="{relation}")')

    def moved(found: re.Match[str]) -> str:
        return f"offset={max(0, change(int(found[1])))}{found[2]}"

    return _pages(lambda answer: answer.headers.update({"link": pattern.sub(moved, answer.headers["link"])}))


def _next_forever(answer: Response) -> None:
    link = answer.headers["link"]
    if 'rel="next"' not in link and not _is_empty(answer):
        last = next(part for part in link.split(", ") if 'rel="last"' in part)
        further = re.sub(r"offset=\d+", "offset=100000", last).replace("last", "next")
        answer.headers["link"] = f"{further}, {link}"


# what is in the set


def _room_for_one(request: Request) -> None:
    """Ask for what stands around the CLR that comes twice, the newest."""
    offset, limit = _number(request, "offset"), _number(request, "limit")
    if (limit is None and "limit" in request.query) or (offset is None and "offset" in request.query) or limit == 0:
        return
    window = PageQuery(limit or DEFAULT_LIMIT, offset or 0, request.query.get("since"))
    request.scratch["window"] = window
    if window.offset:
        request.query["offset"] = str(window.offset - 1)
    elif window.limit > 1:
        request.query["limit"] = str(window.limit - 1)


def _twice(answer: Response) -> None:
    window, body, total = answer.scratch.get("window"), answer.json, int(answer.headers["x-total-count"])
    if window is None or not total:
        return
    if window.offset == 0 and window.limit > 1:
        member = "clrs" if body["clrs"] else "signedClrs"
        body[member].insert(0, body[member][0])
        answer.json = body
    answer.headers["x-total-count"] = str(total + 1)
    url = f"https://{answer.request.headers['host']}{answer.request.path}"
    answer.headers["link"] = link_header(url, window, total + 1)


def _ordered(key: Callable[[dict[str, Any]], Any]) -> Change:
    return _pages(edited(lambda body: body["clrs"].sort(key=key)))


FAULTS = (
    Fault(
        id="gcs-set-without-context",
        title="The set has no @context",
        how="The list is plain JSON from the database layer.\n@context is added to single documents only.",
        breaks=("CLR10-GCS-001",),
        consequences={"CLR10-PAY-001": "documents without @context are its row"},
        operations=LISTS,
        on_response=_pages(edited(lambda body: body.pop("@context"))),
    ),
    Fault(
        id="gcs-set-with-count",
        title="The set has a member with the number of CLRs",
        how="The framework's page object was used, which counts.\nThe class of the set is closed.",
        breaks=("CLR10-GCS-001",),
        consequences={
            "CLR10-EXT-004": "closed classes are its row",
            "CLR10-CON-012": "the member is an extension",
        },
        operations=LISTS,
        on_response=_pages(edited(lambda body: body.update(count=len(body["clrs"])))),
    ),
    Fault(
        id="gcs-clrs-of-others",
        title="A CLR of one learner is in the lists of others",
        how="A cache of the first entry is keyed by position, not by user.\nIt was tested with one user.",
        breaks=("CLR10-GCS-002",),
        operations=LISTS,
        on_response=_pages(_leak),
    ),
    Fault(
        id="gcs-any-scope",
        title="Any access token may list CLRs, whatever its scope",
        how="The handler asks whether there is a valid token.\nIts scopes are not compared.",
        breaks=("CLR10-GCS-003",),
        consequences={
            "CLR10-GCS-005": "no token is answered 403",
            "CLR10-BRR-006": "a token with replace only reads",
            "CLR10-BRR-007": "a token with delete only reads",
        },
        operations=LISTS,
        on_request=any_scope,
    ),
    Fault(
        id="gcs-any-token",
        title="A token that nobody issued is let in",
        how="The check of the token was switched off for a demonstration.\nIt was never switched on again.",
        breaks=("CLR10-GCS-003",),
        consequences=dict.fromkeys(
            ("CLR10-AUT-017", "CLR10-BRR-002", "CLR10-RVK-002", "CLR10-RVK-005"), "tokens that are dead work too"
        ),
        operations=LISTS,
        on_request=any_token,
    ),
    Fault(
        id="gcs-no-token",
        title="The list is served without an access token",
        how="The browser session of the portal is enough.\nNobody tried without either.",
        breaks=("CLR10-GCS-004",),
        operations=LISTS,
        on_request=welcome_anybody,
    ),
    Fault(
        id="gcs-no-token-403",
        title="A list without access token is answered 403",
        how="The framework's default for requests without a user is 403.\nNobody changed it.",
        breaks=("CLR10-GCS-004",),
        operations=LISTS,
        on_response=lambda answer: (
            refuse(answer, 403, "forbidden")
            if answer.status == 401 and "authorization" not in answer.request.headers
            else None
        ),
    ),
    Fault(
        id="gcs-other-scope-401",
        title="A token with another scope is answered 401",
        how="One exception stands for everything that is wrong with a token.\nIt is mapped to 401.",
        breaks=("CLR10-GCS-005",),
        operations=LISTS,
        on_response=refusing(401, "unauthorizedrequest", instead_of=403),
    ),
    Fault(
        id="gcs-limit-zero-accepted",
        title="limit=0 and limit=-1 are taken as 1",
        how="The handler clamps limit with max(1, limit).\nNobody wrote down that an illegal value has to be refused.",
        breaks=("CLR10-GCS-006",),
        operations=LISTS,
        on_request=_limit_up_to_one,
    ),
    Fault(
        id="gcs-limit-text-ignored",
        title="limit=abc is ignored",
        how="A value that cannot be parsed falls back to the default.\nThe client never learns of its mistake.",
        breaks=("CLR10-GCS-006",),
        operations=LISTS,
        on_request=_dropping("limit", _is_text),
    ),
    Fault(
        id="gcs-limit-zero-means-all",
        title="limit=0 gives everything",
        how="limit goes into the query of the database as it is.\nThere, 0 means no limit.",
        breaks=("CLR10-GCS-006",),
        operations=LISTS,
        on_request=lambda request: request.query.update(limit="5000") if request.query.get("limit") == "0" else None,
    ),
    Fault(
        id="gcs-limit-one-refused",
        title="limit=1 is refused as too small",
        how="Pages of fewer than 10 CLRs were thought to be a waste.\nThe standard allows 1.",
        breaks=("CLR10-GCS-006",),
        consequences=dict.fromkeys(("CLR10-BRR-004", "CLR10-RFR-003"), "tokens are tried with limit=1"),
        operations=LISTS,
        on_response=_one_refused,
    ),
    Fault(
        id="gcs-all-without-limit",
        title="Without limit all CLRs come at once",
        how="Paging starts when limit is there.\nThe default of 100 was not seen.",
        breaks=("CLR10-GCS-007",),
        operations=LISTS,
        on_request=_all_without_limit,
    ),
    Fault(
        id="gcs-limit-five-at-least",
        title="Pages hold five CLRs even if fewer are asked for",
        how="Small limits are raised to the smallest page of the storage.\nThe answer is not cut down afterwards.",
        breaks=("CLR10-GCS-008",),
        consequences={"CLR10-GCS-024": "the links repeat the limit that was used"},
        operations=LISTS,
        on_request=_no_small_pages,
    ),
    Fault(
        id="gcs-limit-ignored",
        title="limit is ignored: a page holds 100 CLRs, and repeats those of the page before",
        how="The size of a page is a setting of the server.\nlimit is checked, and never used.",
        breaks=("CLR10-GCS-008", "CLR10-GCS-011"),
        consequences={"CLR10-GCS-024": "the links have the limit that was used"},
        operations=LISTS,
        on_request=_no_limit,
    ),
    Fault(
        id="gcs-limit-ignored-uncounted",
        title="limit is ignored, and no total tells how many CLRs there are",
        how="The size of a page is a setting of the server.\nCounting was left out because it is slow.",
        breaks=("CLR10-GCS-008", "CLR10-GCS-011"),
        consequences={
            "CLR10-GCS-018": "the header is missing",
            "CLR10-GCS-023": "without a total there is no link last",
            "CLR10-GCS-024": "the links have the limit that was used",
        },
        operations=LISTS,
        on_request=_no_limit,
        on_response=_pages(_uncounted),
    ),
    Fault(
        id="gcs-offset-negative-accepted",
        title="offset=-1 is taken as 0",
        how="The handler clamps offset with max(0, offset).\nAn illegal value has to be refused.",
        breaks=("CLR10-GCS-009",),
        operations=LISTS,
        on_request=_dropping("offset", _is_negative),
    ),
    Fault(
        id="gcs-offset-text-ignored",
        title="offset=abc is ignored",
        how="A value that cannot be parsed falls back to the default.\nThe client never learns of its mistake.",
        breaks=("CLR10-GCS-009",),
        operations=LISTS,
        on_request=_dropping("offset", _is_text),
    ),
    Fault(
        id="gcs-offset-from-one",
        title="offset counts from one: offset=0 and offset=1 are the same page",
        how="The index of the database begins at 1, and max(1, offset) was thought to be enough.\n"
        "The links count from one as well, so that following them works.",
        breaks=("CLR10-GCS-009",),
        consequences={
            "CLR10-GCS-011": "pages of a consumer that counts from zero overlap",
            "CLR10-GCS-017": "the walk of a consumer that counts from zero finds more than there are",
            **dict.fromkeys(
                ("CLR10-GCS-020", "CLR10-GCS-021", "CLR10-GCS-022", "CLR10-GCS-023"), "links count from one as well"
            ),
        },
        operations=LISTS,
        on_request=_counted_from_one,
        on_response=_pages(_links_from_one),
    ),
    Fault(
        id="gcs-default-offset-one",
        title="A list without parameters leaves the first CLR out",
        how="The default of offset is 1, as for page numbers.\nClients that send offset=0 see everything.",
        breaks=("CLR10-GCS-010",),
        operations=LISTS,
        on_request=_starts_at_one,
    ),
    Fault(
        id="gcs-pages-overlap",
        title="Pages overlap by one CLR",
        how="A page starts with the last CLR of the page before, so that nothing is missed.\n"
        "Clients that put pages together show it twice.",
        breaks=("CLR10-GCS-011",),
        consequences={
            "CLR10-GCS-017": "the walk finds more than there are",
            "CLR10-GCS-021": "the page of the link last begins one CLR too early",
            "CLR10-GCS-022": "the page of the link prev begins one CLR too early",
        },
        operations=LISTS,
        on_request=_moved(-1),
    ),
    Fault(
        id="gcs-pages-leave-out",
        title="A CLR is left out between two pages",
        how="offset is taken as the index of the CLR before the page.\nOff by one, in the query of the database.",
        breaks=("CLR10-GCS-011",),
        consequences={
            "CLR10-GCS-017": "the walk does not find all",
            "CLR10-GCS-021": "the page of the link last begins one CLR too late",
            "CLR10-GCS-022": "the page of the link prev begins one CLR too late",
        },
        operations=LISTS,
        on_request=_moved(1),
    ),
    Fault(
        id="gcs-offset-is-page-number",
        title="offset is taken as the number of a page",
        how="The page request of the framework counts pages.\noffset was handed to it as it came.",
        breaks=("CLR10-GCS-011",),
        consequences={
            "CLR10-GCS-017": "the walk does not find all",
            "CLR10-GCS-021": "where the list ends cannot be told",
        },
        operations=LISTS,
        on_request=_page_number,
    ),
    Fault(
        id="gcs-offset-ignored",
        title="offset is ignored: every page is the first",
        how="Only limit went into the query of the database.\nAll tests had one page.",
        breaks=("CLR10-GCS-011",),
        consequences={
            "CLR10-GCS-012": "there is no page past the end",
            "CLR10-GCS-017": "the walk does not find all",
            "CLR10-GCS-021": "the last page cannot be reached",
            "CLR10-GCS-022": "every page is the first",
        },
        operations=LISTS,
        on_request=_no_offset,
    ),
    Fault(
        id="gcs-past-the-end-404",
        title="A page past the end is answered 404",
        how="An empty result is an error in the framework's paging.\nIt is mapped to 404.",
        breaks=("CLR10-GCS-012",),
        operations=LISTS,
        on_response=_pages(_empty_is_missing),
    ),
    Fault(
        id="gcs-past-the-end-last-page",
        title="A page past the end brings the last CLR again",
        how="offset is clamped to the last CLR: no page is empty.\nClients that stop at an empty page never stop.",
        breaks=("CLR10-GCS-012",),
        operations=LISTS,
        on_request=_last_page_again,
        on_response=_pages(_keep_total),
    ),
    Fault(
        id="gcs-since-ignored",
        title="since is ignored",
        how="since was left for a later release.\nIt is read and checked, but never used.",
        breaks=("CLR10-GCS-013",),
        operations=LISTS,
        on_request=_since(lambda _: None),
        on_response=_since_back,
    ),
    Fault(
        id="gcs-since-inclusive",
        title="since lets a CLR through that was issued at that very moment",
        how="The filter says greater or equal.\nThe standard says after.",
        breaks=("CLR10-GCS-013",),
        operations=LISTS,
        on_request=_since(_second_before),
        on_response=_since_back,
    ),
    Fault(
        id="gcs-since-by-day",
        title="since is cut down to its day",
        how="The column in the database is a date.\nThe time of day is lost when it is compared.",
        breaks=("CLR10-GCS-013",),
        operations=LISTS,
        on_request=_since(_whole_day),
        on_response=_since_back,
    ),
    Fault(
        id="gcs-since-local-time",
        title="since is taken as local time",
        how="The zone is cut off before the text is parsed.\nThe server runs nine hours from UTC.",
        breaks=("CLR10-GCS-013",),
        operations=LISTS,
        on_request=_since(_local_time),
        on_response=_since_back,
    ),
    Fault(
        id="gcs-since-yesterday-ignored",
        title="since=yesterday is ignored",
        how="A value that cannot be parsed is as if it were not there.\nThe client gets everything.",
        breaks=("CLR10-GCS-015",),
        operations=LISTS,
        on_request=_dropping("since", _is_no_moment),
    ),
    Fault(
        id="gcs-since-yesterday-500",
        title="since=yesterday ends in a 500",
        how="The parser of dates raises.\nNobody catches it.",
        breaks=("CLR10-GCS-015",),
        operations=LISTS,
        touches=AVAILABILITY,
        on_response=_since_crash,
    ),
    Fault(
        id="gcs-400-other-code",
        title="The 400 of a bad query says invalid_data",
        how="One code minor is used for all that is wrong with a request.\nThere is one of its own for queries.",
        breaks=("CLR10-GCS-016",),
        operations=LISTS,
        on_response=when(400, change=minor_is("invalid_data")),
    ),
    Fault(
        id="gcs-400-no-code",
        title="The 400 of a bad query has no code minor",
        how="imsx_codeMinor is optional in the class.\nSo nobody filled it.",
        breaks=("CLR10-GCS-016",),
        operations=LISTS,
        on_response=when(400, change=minor_is(None)),
    ),
    Fault(
        id="gcs-total-one-more",
        title="X-Total-Count is one too many",
        how="The count includes CLRs that are revoked.\nThe list does not.",
        breaks=("CLR10-GCS-017",),
        operations=LISTS,
        on_response=_total(lambda _, total: total + 1),
    ),
    Fault(
        id="gcs-total-of-the-page",
        title="X-Total-Count is the number of CLRs on the page",
        how="The header is filled from the list that is at hand.\nThat is the page.",
        breaks=("CLR10-GCS-017",),
        operations=LISTS,
        on_response=_total(_length),
    ),
    Fault(
        id="gcs-total-without-since",
        title="X-Total-Count does not mind since",
        how="The count comes from a counter of the account.\nThe filter is not part of it.",
        breaks=("CLR10-GCS-017",),
        operations=LISTS,
        on_response=_total(_unfiltered),
    ),
    Fault(
        id="gcs-total-in-words",
        title="X-Total-Count is -1",
        how="The count is expensive, so the storage says -1 for unknown.\nThe header should be left out then.",
        breaks=("CLR10-GCS-017",),
        operations=LISTS,
        on_response=_total(lambda *_: -1),
    ),
    Fault(
        id="gcs-no-total",
        title="X-Total-Count is not sent",
        how="The header was taken for a leftover of older interfaces.\nClients cannot show how much there is.",
        breaks=("CLR10-GCS-018",),
        operations=LISTS,
        on_response=_without("x-total-count"),
    ),
    Fault(
        id="gcs-no-link",
        title="Pages have no Link header",
        how="Clients are expected to count with offset.\nThe links of RFC 8288 were not built.",
        breaks=("CLR10-GCS-019",),
        consequences={
            "CLR10-GCS-020": "without the header there is no relation next",
            "CLR10-GCS-022": "without the header there is no relation prev",
        },
        operations=LISTS,
        on_response=_without("link"),
    ),
    Fault(
        id="gcs-link-in-body",
        title="The Link header is written in a syntax of its own",
        how="The header was written by hand as next=URL.\nNo client can parse it.",
        breaks=("CLR10-GCS-019",),
        consequences={
            "CLR10-GCS-020": "what cannot be parsed has no relation next",
            "CLR10-GCS-022": "what cannot be parsed has no relation prev",
        },
        operations=LISTS,
        on_response=_links(r'<([^>]*)>; rel="(\w+)"', r"\2=\1"),
    ),
    Fault(
        id="gcs-no-next",
        title="The relation next is missing",
        how="Only first, last and prev are built.\nnext was forgotten, as clients know the total.",
        breaks=("CLR10-GCS-020",),
        operations=LISTS,
        on_response=_without_relation("next"),
    ),
    Fault(
        id="gcs-next-leaves-out",
        title="The relation next leaves a CLR out",
        how="The offset of the next page is the last index of this one and two.\nOnly who follows links misses a CLR.",
        breaks=("CLR10-GCS-020",),
        operations=LISTS,
        on_response=_leading("next", lambda offset: offset + 1),
    ),
    Fault(
        id="gcs-next-is-this-page",
        title="The relation next leads to the page that it is on",
        how="The link is built from the query as it came.\nNobody followed it.",
        breaks=("CLR10-GCS-020",),
        operations=LISTS,
        on_response=_leading("next", lambda offset: offset - 1),
    ),
    Fault(
        id="gcs-always-next",
        title="The last page has the relation next",
        how="next is built whenever the page is full.\nWhether anything follows is not asked.",
        breaks=("CLR10-GCS-021",),
        operations=LISTS,
        on_response=_pages(_next_forever),
    ),
    Fault(
        id="gcs-no-prev",
        title="The relation prev is missing",
        how="Clients were thought to go forward only.\nprev was not built.",
        breaks=("CLR10-GCS-022",),
        operations=LISTS,
        on_response=_without_relation("prev"),
    ),
    Fault(
        id="gcs-prev-called-previous",
        title="The relation prev is called previous",
        how="The name was taken from another interface.\nRFC 8288 registers prev.",
        breaks=("CLR10-GCS-022",),
        operations=LISTS,
        on_response=_links('rel="prev"', 'rel="previous"'),
    ),
    Fault(
        id="gcs-prev-is-this-page",
        title="The relation prev leads to the page that it is on",
        how="limit is taken off the offset after the link was built.\nNobody went back.",
        breaks=("CLR10-GCS-022",),
        operations=LISTS,
        on_response=_leading("prev", lambda offset: offset + 1),
    ),
    Fault(
        id="gcs-last-is-empty",
        title="The relation last leads behind the end",
        how="The last page is the total divided by limit.\nWhere it divides evenly, that page is empty.",
        breaks=("CLR10-GCS-023",),
        operations=LISTS,
        on_response=_leading("last", lambda offset: offset + 1),
    ),
    Fault(
        id="gcs-no-first",
        title="The relation first is missing on the first page",
        how="A page has no link to itself.\nThe standard asks for first on every page.",
        breaks=("CLR10-GCS-023",),
        operations=LISTS,
        on_response=_without_relation("first"),
    ),
    Fault(
        id="gcs-no-last",
        title="The relation last is missing",
        how="The last page needs the total, which is expensive.\nlast was left out.",
        breaks=("CLR10-GCS-023",),
        operations=LISTS,
        on_response=_without_relation("last"),
    ),
    Fault(
        id="gcs-links-relative",
        title="Link targets are relative",
        how="The URL is built from the path of the request.\nThe public host is not known to the application.",
        breaks=("CLR10-GCS-024",),
        operations=LISTS,
        on_response=_links("<https://[^/]+", "<"),
    ),
    Fault(
        id="gcs-links-plain-http",
        title="The link last is an http URL",
        how="TLS ends at the load balancer.\nThe application builds its URLs with the scheme that it sees.",
        breaks=("CLR10-GCS-024",),
        operations=LISTS,
        on_response=_links(r'<https:([^>]*>; rel="last")', r"<http:\1"),
    ),
    Fault(
        id="gcs-links-forget-limit",
        title="Link targets forget limit",
        how="Only offset is written into the links.\nThe next page has another size than the first.",
        breaks=("CLR10-GCS-024",),
        operations=LISTS,
        on_response=_links(r"limit=\d+&", ""),
    ),
    Fault(
        id="gcs-links-forget-since",
        title="Link targets forget since",
        how="Only the paging parameters are written into the links.\nThe filter is lost on the second page.",
        breaks=("CLR10-GCS-024",),
        operations=LISTS,
        on_response=_links(r"&since=[^>]*", ""),
    ),
    Fault(
        id="gcs-links-dead",
        title="The link last leads to a 404",
        how="The path in the link lacks the version.\nIt was changed everywhere else.",
        breaks=("CLR10-GCS-024",),
        operations=LISTS,
        on_response=_links(r'/ims/clr/v1p0/clrs(\?[^>]*>; rel="last")', r"/clrs\1"),
    ),
    Fault(
        id="gcs-clr-twice",
        title="A CLR is listed twice",
        how="The query joins the assertions of a CLR.\nA CLR with two of them comes twice.",
        breaks=("CLR10-GCS-025",),
        operations=LISTS,
        on_request=_room_for_one,
        on_response=_pages(_twice),
    ),
    Fault(
        id="gcs-oldest-first",
        title="The oldest CLRs come first",
        how="The list is in the order of the database.\nThat is the order in which they were made.",
        breaks=("CLR10-GCS-026",),
        operations=LISTS,
        on_response=_ordered(lambda clr: clr["issuedOn"]),
    ),
    Fault(
        id="gcs-by-id",
        title="CLRs are ordered by id",
        how="The list is ordered by its primary key.\nNobody asked for anything else.",
        breaks=("CLR10-GCS-026",),
        operations=LISTS,
        on_response=_ordered(lambda clr: clr["id"][::-1]),
    ),
    Fault(
        id="gcs-nobody-404",
        title="A user without CLRs gets 404",
        how="Nothing found is a 404 everywhere else.\nFor a list it should be an empty set.",
        breaks=("CLR10-GCS-027",),
        operations=LISTS,
        on_response=_pages(_nobody_is_missing),
    ),
    Fault(
        id="gcs-nobody-403",
        title="A user without CLRs gets 403",
        how="A user becomes known to the API with the first CLR.\nBefore that nobody has access.",
        breaks=("CLR10-GCS-027",),
        operations=LISTS,
        on_response=_pages(_nobody_is_refused),
    ),
)
