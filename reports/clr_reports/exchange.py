"""One exchange as text: what was asked, what was answered, and the line that asks again."""

from __future__ import annotations

from clr_reports.text import clip, one_line, spread_json, visible
from conformance.record import Exchange, Message

_FIELD_LIMIT = 4_000


def text(exchange: Exchange, *, spread: bool = False) -> str:
    """The exchange for a reader; with ``spread`` JSON has a line per member."""
    answer = f"(no answer: {exchange.error})" if exchange.status is None else str(exchange.status)
    parts = (
        clip(f"{exchange.method} {exchange.url}", _FIELD_LIMIT),
        _message(exchange.request, spread),
        "",
        clip(answer, _FIELD_LIMIT),
        _message(exchange.response, spread),
        "",
        clip(exchange.curl, _FIELD_LIMIT),
    )
    return "\n".join(parts) + "\n"


def summary(exchange: Exchange) -> str:
    """The exchange in one line: its number, the request, the status and what it was for."""
    answer = "no answer" if exchange.status is None else str(exchange.status)
    label = f"  {one_line(exchange.label, 80)}" if exchange.label else ""
    return f"#{exchange.index:<5}{one_line(exchange.method, 20):7} {one_line(exchange.url)} -> {answer}{label}"


def _message(message: Message, spread: bool) -> str:
    headers = "".join(f"{one_line(name, 200)}: {one_line(value, 2_000)}\n" for name, value in message.headers)
    if not message.body:
        return headers
    body = visible(spread_json(message.body) if spread else message.body)
    cut = f"\n… cut here; the body has {message.size} bytes" if message.truncated else ""
    return f"{headers}\n{body}{cut}"
