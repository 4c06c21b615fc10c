"""Time until the mock of a test is ready, over TLS and in this process, and of a judgement."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import httpx

from conformance.plugin_mock.asked import Asked
from conformance.plugin_mock.giving import in_process, over_tls, standing
from conformance.plugin_mock.mock import ClrMock

ROUNDS = 20


def run() -> None:
    """Print the first time, which pays for keys and imports, and the median of the others, in milliseconds."""
    with standing() as mocks:
        _show("clr_mock", lambda: over_tls(Asked()))
        _show("clr_mock_respx", lambda: in_process(Asked(), mocks))


def _show(name: str, fixture: Callable[[], AbstractContextManager[ClrMock]]) -> None:
    ready, judged = [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        with fixture() as mock:
            ready.append(time.perf_counter() - start)
            httpx.get(f"{mock.url}/discovery", verify=mock.ssl_context)
            start = time.perf_counter()
            _ = mock.judgement
            judged.append(time.perf_counter() - start)
    first, others = ready[0] * 1000, statistics.median(ready[1:]) * 1000
    print(
        f"{name:16} ready {first:5.0f} ms, then {others:5.1f} ms; judged in {statistics.median(judged) * 1000:5.1f} ms"
    )
