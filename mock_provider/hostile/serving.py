"""A hostile target by command: it runs until it is told to end, and tells of clients that it has led astray."""

from __future__ import annotations

import contextlib
import difflib
import signal
import time
from collections.abc import Callable
from dataclasses import fields

from mock_provider.hostile import HOSTILE, Hostile, HostileServer, running_hostile
from mock_provider.listening import ServeError
from mock_provider.serve import leave, refuse_remote
from mock_provider.settings import Settings

_TICK = 0.2  # seconds
_SHOWN = 200


def named(name: str) -> Hostile:
    """The hostile target of that id; raises ``ServeError`` with those that are near."""
    known = {one.id: one for one in HOSTILE}
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=2)
    hint = f"did you mean {' or '.join(near)}?" if near else "clr-conformance mock --list-hostile lists them"
    raise ServeError(f"there is no hostile target {name!r}; {hint}")


def serve_hostile(
    target: Hostile, settings: Settings, announce: Callable[[HostileServer], None], tell: Callable[[str], None]
) -> None:
    """Serves until SIGINT or SIGTERM. ``tell`` gets one line for each request that came to another host.

    Raises ``ServeError`` as ``serve``, and for settings that move the paths at which it attacks.
    """
    refuse_remote(settings)
    if settings.tenant or settings.oauth_paths:
        raise ServeError(f"--hostile {target.id}: it attacks at the usual paths; leave out --tenant and --oauth-path")
    signal.signal(signal.SIGTERM, leave)
    given = {item.name: getattr(settings, item.name) for item in fields(Settings)}
    with contextlib.suppress(KeyboardInterrupt), running_hostile(target, **given) as server:
        announce(server)
        told = 0
        while True:
            time.sleep(_TICK)
            for section in server.strayed[told:]:
                told += 1
                tell(strayed_line(section))


def strayed_line(section: bytes) -> str:
    """What is said of a request that came to another host: its first line, and whether it brought credentials."""
    first, _, rest = section.partition(b"\r\n")
    without_query = first.partition(b"?")[0].decode("latin-1")[:_SHOWN]
    shown = "".join(letter if " " <= letter <= "~" else "." for letter in without_query)
    names = {line.partition(b":")[0].strip().lower() for line in rest.split(b"\r\n")}
    brought = "with Authorization" if b"authorization" in names else "without Authorization"
    return f"a request came to the other host, {brought}: {shown}"
