"""What a gate in front of the target asks for: headers of its own, or HTTP Basic; shown to the target's hosts only."""

from __future__ import annotations

import base64
import re
from collections.abc import Collection
from dataclasses import replace
from typing import Final

from conformance.access import NetworkSpec
from conformance.exchanges import Redactor
from conformance.wire.redirects import Request, origin

_SECRET: Final = re.compile(r"key|token|secret|auth|cookie|pass|credential|signature|session", re.IGNORECASE)


class Gate:
    """Adds the headers of the plan to each request to one of these hosts.

    A header that the request has already is left as it is, so that a check can send its own.
    """

    def __init__(self, network: NetworkSpec, hosts: Collection[str], redactor: Redactor) -> None:
        self._hosts = frozenset(host.lower() for host in hosts)
        self._headers = dict(network.headers)
        for name, value in network.headers.items():
            redactor.learn_field(name)
            if _SECRET.search(name):
                redactor.learn(value, "HEADER")
        if network.basic:
            pair = f"{network.basic.username}:{network.basic.password}"
            self._headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
            redactor.learn(network.basic.password, "GATE_PASSWORD")

    def passes(self, request: Request) -> Request:
        """The request as the gate lets it through; unchanged for any other host."""
        if not self._headers or origin(request.url)[1].lower() not in self._hosts:
            return request
        given = {name.lower() for name, _ in request.headers}
        added = tuple((name, value) for name, value in self._headers.items() if name.lower() not in given)
        return replace(request, headers=(*request.headers, *added))
