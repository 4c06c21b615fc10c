"""How long a consumer waits before it repeats what a busy server refused. Only what comes too early is judged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from conformance.exchanges.links import goes_to
from conformance.exchanges.served import Served
from conformance.rulebooks.oauth.consumer.register import observed
from conformance.traffic import Sitting, Traffic, breach, met, not_applicable, where_changed
from conformance.traffic.seen import Seen

_AT_ONCE = 1.0
_GRACE = 0.05
_MOST_REPEATS = 2


def _got_in(sitting: Sitting) -> bool:
    """The operation of the scenario is one that the plain sitting was answered at: what comes after the token."""
    return any(one.place == "api" and one.bearer and one.ok for one in sitting.exchanges)


def _repeats(sitting: Sitting, refused: Served) -> tuple[Served, ...]:
    """The same request, made later."""
    later = sitting.requests(refused.operation, after=refused)
    return tuple(one for one in later if one.method == refused.method and goes_to(one.url, refused.url))


@observed("OAUTH-HTTP-003", scenarios=("busy",), needs=("read",), timed=True)
@where_changed("busy", plain=_got_in)
def it_does_not_repeat_at_once(_traffic: Traffic, sitting: Sitting, change: Served) -> Iterator[Seen]:
    """Two repeats at most, and none within a second of the refusal before it."""
    repeats = _repeats(sitting, change)
    if len(repeats) > _MOST_REPEATS:
        yield breach(
            "It repeats a refused request too often",
            repeats[_MOST_REPEATS],
            change,
            expected=f"{_MOST_REPEATS} repeats at most",
            actual=f"{len(repeats)}",
        )
    for before, repeat in zip((change, *repeats), repeats, strict=False):
        waited = repeat.began - (before.ended or before.began)
        if waited < _AT_ONCE - _GRACE:
            yield breach(
                "It repeats a refused request at once",
                repeat,
                before,
                expected="about half an hour",
                actual=f"{waited:.2f} s",
            )
            return
    yield met(sitting, change)


@observed("OAUTH-HTTP-004", scenarios=("retry-after", "too-many-requests"), needs=("read",), timed=True)
@where_changed("retry-after", "too-many-requests", plain=_got_in)
def it_waits_as_long_as_it_is_told(_traffic: Traffic, sitting: Sitting, change: Served) -> Iterator[Seen]:
    """No repeat before the seconds or the date of Retry-After (RFC 9110 section 10.2.3)."""
    allowed = _allowed_from(change)
    repeats = _repeats(sitting, change)
    if allowed is None or not repeats:
        yield not_applicable("it does not repeat a request that is refused for the moment", sitting)
        return
    yield met(sitting, change, repeats[0])
    missing = (allowed - _moment(repeats[0])).total_seconds()
    if missing > _GRACE:
        yield breach(
            "It repeats a request before the time that Retry-After names",
            repeats[0],
            change,
            expected=f"Retry-After: {change.headers.get('retry-after')}",
            actual=f"{missing:.2f} s too early",
        )


def _moment(one: Served) -> datetime:
    moment = datetime.fromisoformat(one.started)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _allowed_from(refused: Served) -> datetime | None:
    """When the request may come again: seconds count from the response, of which the start is the earliest moment."""
    value = (refused.headers.get("retry-after") or "").strip()
    if value.isascii() and value.isdigit():
        return _moment(refused) + timedelta(seconds=int(value))
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
