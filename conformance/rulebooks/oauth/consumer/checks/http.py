"""What a consumer's connections and requests show, whatever the API: TLS, certificates, bodies that break off."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.exchanges.served import Served
from conformance.exchanges.visible import beginning
from conformance.rulebooks.oauth.consumer.register import observed
from conformance.traffic import Sitting, Traffic, breach, met, not_applicable, undecided, where_changed
from conformance.traffic.paging import asked_later, next_of, pages_on
from conformance.traffic.seen import Seen
from conformance.traffic.telling import HOW_TO_TELL, tells_failure

_OLD = ("SSLv3", "TLSv1", "TLSv1.1")
_SHOWN = 60
_MOST_BYTES = 128 * 1024 * 1024
_CERTIFICATES = ("foreign-certificate", "wrong-name")
_ERRORS = ("error-page", "error-empty", "error-odd")


def _got_somewhere(sitting: Sitting) -> bool:
    """It got a token; or something that a record names, where it is given files and nobody logs in."""
    got = sitting.requests(ok=True) if sitting.task == "verify" else sitting.requests("token", ok=True)
    return bool(got)


@observed("OAUTH-HTTP-001", scenarios=("plain", "old-tls"), in_hand=True)
def it_speaks_https_alone(traffic: Traffic) -> Iterator[Seen]:
    """No request without TLS or over TLS before 1.2, in any sitting (RFC 9325 section 3.1.1).

    A server that offers old versions alone sees no request, and a link to http is not followed.
    """
    for sitting in traffic.sittings:
        for request in sitting.exchanges:
            if _is_plain(request):
                yield breach("A request goes over plain http", request, expected="https", actual=request.url)
            elif request.tls in _OLD:
                yield breach(
                    "A request goes over an old TLS", request, expected="1.2 or newer", actual=f"{request.tls}"
                )
    yield from _with_tls(traffic)
    yield from _with_old_tls(traffic)
    if "read" in traffic.claims and not traffic.played("http-link"):
        yield undecided("not played: http-link")
    yield from _with_http_link(traffic)


def _is_plain(request: Served) -> bool:
    return request.place == "plain" or request.url.startswith("http:")


def _with_tls(traffic: Traffic) -> Iterator[Seen]:
    for sitting in traffic.plain:
        if sitting.exchanges:
            yield met(sitting, *sitting.exchanges[:1])


def _with_old_tls(traffic: Traffic) -> Iterator[Seen]:
    for sitting in traffic.named("old-tls"):
        begun = sitting.handshakes
        if not begun:
            yield undecided("no connection was begun", sitting)
        elif any(one.finished for one in begun):
            yield undecided("a connection over old TLS was made, and nothing was asked for over it", sitting)
        elif any(map(_got_somewhere, traffic.plain)) and sitting.by_itself:
            yield met(sitting)
        else:
            yield undecided("the consumer got nothing in the plain sitting, or did not end by itself", sitting)


@where_changed("http-link", plain=pages_on)
def _with_http_link(_traffic: Traffic, sitting: Sitting, change: Served) -> Iterator[Seen]:
    yield met(sitting, change)


@observed("OAUTH-HTTP-002", scenarios=_CERTIFICATES, in_hand=True)
def it_checks_the_certificate(traffic: Traffic) -> Iterator[Seen]:
    """No request reaches a server whose certificate is of another authority or for another name (RFC 6750 5.3)."""
    for sitting in traffic.named(*_CERTIFICATES):
        for request in sitting.exchanges[:1]:
            yield breach(
                "It talks to a server whose certificate is wrong",
                request,
                expected="the handshake breaks off",
                actual=f"{request.method} {request.path} with the certificate of the scenario {sitting.scenario}",
            )
        if not sitting.handshakes:
            yield undecided("no connection was begun", sitting)
        elif not any(map(_got_somewhere, traffic.plain)):
            yield undecided("the consumer got nothing in the plain sitting", sitting)
        elif not sitting.by_itself:
            yield undecided(f"{sitting.end}", sitting)
        elif not sitting.exchanges:
            yield met(sitting)


def _reads(sitting: Sitting) -> bool:
    return any(one.ok and one.bearer and one.method == "GET" for one in sitting.exchanges)


@observed("OAUTH-HTTP-005", scenarios=_ERRORS, needs=("read",))
@where_changed(*_ERRORS, plain=_reads)
def it_copes_with_any_error(_traffic: Traffic, sitting: Sitting, change: Served) -> Iterator[Seen]:
    """An error that comes as a page, as nothing or as another kind of JSON is reported, or the consumer goes on.

    A crash breaks the rule, and so does a consumer that does nothing any more until its time is over, or in which a
    person sees neither records nor a word of the error.
    """
    later = sitting.requests(after=change)
    if tells_failure(sitting) or any(one.ok and one.bearer for one in later):
        yield met(sitting, change)
    elif sitting.end.how in ("crashed", "silent") or (sitting.end.how == "timed-out" and not later):
        yield breach(
            "It does not survive an error whose body it does not know",
            change,
            expected="it says that the read failed, or goes on",
            actual=f"{sitting.end}, after {change.status} with {_body(change)}",
        )
    else:
        yield undecided(f"{sitting.end}, and whether it reports the error is not seen: {HOW_TO_TELL}", sitting)


def _body(change: Served) -> str:
    return f"the body {beginning(change.body.decode('utf-8', 'replace'), _SHOWN)!r}" if change.body else "no body"


@observed("OAUTH-HTTP-006", scenarios=("broken-off",), needs=("read",))
@where_changed("broken-off", plain=pages_on)
def half_a_page_is_not_a_page(_traffic: Traffic, sitting: Sitting, change: Served) -> Iterator[Seen]:
    """What follows a page that broke off is that page again, or nothing (RFC 9112 section 8)."""
    target = next_of(change)
    again = asked_later(sitting, change, change.url)
    further = asked_later(sitting, change, target) if target else None
    if further is not None and (again is None or again.number > further.number):
        yield breach(
            "It goes on to the next page after half a page", further, change, expected=f"{change.url} again, or no more"
        )
    elif again is None and sitting.through:
        yield undecided("it did not ask again and ended as if all went well: what it kept is not seen", sitting)
    else:
        yield met(sitting, change, *([again] if again else ()))


@observed("OAUTH-HTTP-007", scenarios=("endless-page", "gzip-bomb"), needs=("read",))
def reading_has_bounds(traffic: Traffic) -> Iterator[Seen]:
    """A page that does not end is given up before 128 MiB of it were read (RFC 9110 section 17.5).

    It comes as fast as it is read, so that a bound of bytes ends it as well as one of time. A page that expands to more
    than that is not read either.
    """
    yield from _without_end(traffic)
    yield from _when_expanded(traffic)


def _without_end(traffic: Traffic) -> Iterator[Seen]:
    for sitting in traffic.named("endless-page"):
        change = next(iter(sitting.struck()), None)
        if change is None or not any(map(pages_on, traffic.plain)):
            yield undecided("the consumer did not come to the page without end", sitting)
        elif change.size > _MOST_BYTES:
            yield breach(
                "It reads a page without end, and goes on reading",
                change,
                expected=f"an end of its own within {_MOST_BYTES} bytes",
                actual=f"{change.size} bytes: {sitting.end}",
            )
        elif sitting.by_itself:
            yield met(sitting, change)
        else:
            yield undecided(f"{sitting.end}, after {change.size} bytes of the page", sitting)


def _when_expanded(traffic: Traffic) -> Iterator[Seen]:
    """Who goes on to the page behind it has expanded all of it."""
    for sitting in traffic.named("gzip-bomb"):
        change = next(iter(sitting.struck()), None)
        if change is None:
            paged = pages_on(sitting)
            yield _takes_no_gzip(sitting) if paged else undecided("the consumer did not come to the page", sitting)
            continue
        target = next_of(change)
        further = asked_later(sitting, change, target) if target else None
        if further is not None:
            yield breach(
                "It expands a page without bounds",
                further,
                change,
                expected=f"an end of its own within {_MOST_BYTES} bytes",
                actual="the next page is asked for",
            )
        elif not any(map(pages_on, traffic.plain)):
            yield undecided("the consumer does not follow next in the plain sitting either", sitting)
        elif sitting.by_itself:
            yield met(sitting, change)
        else:
            yield undecided(f"{sitting.end}, with a page that grows when it is expanded", sitting)


def _takes_no_gzip(sitting: Sitting) -> Seen:
    return not_applicable("it does not ask for compressed pages", sitting)
