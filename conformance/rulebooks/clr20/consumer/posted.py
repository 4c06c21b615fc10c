"""The records that a consumer posts, each judged once as a document of the edition."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from conformance.document import Judgement, judge, open
from conformance.exchanges.served import Served
from conformance.rulebooks.clr20.consumer.opening import ARRAYS, id_of, listed, record_in
from conformance.rulebooks.clr20.document import RULES
from conformance.rulebooks.clr20.document.model import OLD
from conformance.rulebooks.clr20.document.reading import VC_1, first_context
from conformance.traffic import Sitting, Traffic

POST = "upsertCredential"
LIST = "getCredentials"
CLASS = "ClrCredential"
_KEPT = 512


@dataclass(frozen=True, slots=True)
class Posted:
    """A record of the consumer's own: the sitting, the request, and how the record is judged."""

    sitting: Sitting
    request: Served
    judgement: Judgement


def posts(traffic: Traffic) -> tuple[Posted, ...]:
    """Every post of a record of the consumer's own.

    What it has received and passes on is left out, since that is the work of somebody else, and so is what is neither
    a JSON object nor a compact JWS.
    """
    return _posts(_Same(traffic))


class _Same:
    """Traffic as a key: a hundred checks look at the same one."""

    def __init__(self, traffic: Traffic) -> None:
        self.traffic = traffic

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.traffic is other.traffic

    def __hash__(self) -> int:
        return id(self.traffic)


@lru_cache(1)
def _posts(same: _Same) -> tuple[Posted, ...]:
    return tuple(
        Posted(sitting, request, _judged(request.request_body, date.today()))
        for sitting in same.traffic.sittings
        for request in sitting.requests(POST)
        if is_record(sent_in(request)) and passed_on(sitting, request) is None
    )


@lru_cache(_KEPT)
def _judged(body: bytes, _today: date) -> Judgement:
    """Equal bodies are judged once a day: whether a record has expired depends on it."""
    with open(body, RULES, as_class=_class_of(_sent(body))) as opened:
        return judge(opened)


def _class_of(sent: Any) -> str:
    """A record of the older data model, whose dates have other names, is judged as what it is."""
    record = record_in(sent) if isinstance(sent, str) else sent
    return f"{CLASS}{OLD}" if isinstance(record, dict) and first_context(record) == VC_1 else CLASS


def sent_in(request: Served) -> Any:
    """What a post holds: a JSON object, the text of a compact JWS, or ``None``."""
    return _sent(request.request_body) if request.sent is None else request.sent


def _sent(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return body.decode("utf-8", "replace").strip() or None


def is_record(sent: Any) -> bool:
    """True for a JSON object, and for what has the three parts of a compact JWS."""
    return isinstance(sent, dict) or (isinstance(sent, str) and sent.count(".") == 2)


def passed_on(sitting: Sitting, request: Served) -> Any | None:
    """What the consumer had received of the record that it posts, by its id; ``None`` when it is of its own.

    One that it has posted before it was listed is its own, whatever it makes of it later.
    """
    posted = sent_in(request)
    name = id_of(posted)
    if name is None:
        return None
    first = next(one for one in sitting.requests(POST) if id_of(sent_in(one)) == name)
    pages = [page for page in sitting.requests(LIST, ok=True) if page.number < first.number]
    found = [entry for page in pages for member in ARRAYS for entry in listed(page, member) if id_of(entry) == name]
    # The same form first: a provider may list a record in both.
    return next((one for one in found if type(one) is type(posted)), next(iter(found), None))
