"""Where the mocks of a run by hand listen: at one port, under one name, with one authority for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.consumer.parts import Part
from conformance.errors import UsageFault
from mock_provider.listening import ServeError, bound
from mock_provider.settings import default_data_dir, is_loopback


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """As the user wants them; port 0 takes a free one. ``data_dir`` is where the authority is kept between runs."""

    port: int = 8440
    public_host: str = ""
    allow_remote: bool = False
    console_port: int = 0
    data_dir: Path | None = None

    def settings(self) -> Mapping[str, Any]:
        """As settings of the mock, with a port that is free now.

        Raises ``UsageFault`` for a port that is taken, and where other machines are let in under no name.
        """
        if self.allow_remote and not self.public_host:
            raise UsageFault(
                "by-hand-without-name",
                "--allow-remote lets other machines in, but the address that the wallet is given is 127.0.0.1",
                "the name or address of this machine in your network is missing",
                "Add --public-host with the name or the address under which the wallet reaches this machine.",
            )
        host = "0.0.0.0" if self.allow_remote else "127.0.0.1"  # noqa: S104 - asked for in words
        try:
            with bound(host, self.port) as probe:
                port = probe.getsockname()[1]
        except ServeError as error:
            raise port_taken(error, "--port") from error
        return {
            "host": host,
            "port": port,
            "public_host": self.public_host,
            "allow_remote": self.allow_remote,
            "data_dir": self.data_dir or default_data_dir(),
        }

    def reachable(self, parts: Sequence[Part]) -> tuple[Part, ...]:
        """The parts that a wallet can play there: another host than the mock is there for this machine alone."""
        if not self.public_host or is_loopback(self.public_host):
            return tuple(parts)
        return tuple(part for part in parts if part.scenario.listener != "other-host")


def port_taken(error: ServeError, option: str) -> UsageFault:
    """The fault of a port on which nothing can listen."""
    return UsageFault(
        "port-taken",
        str(error).partition(". ")[0],
        "another program listens there, perhaps an earlier run that has not ended",
        f"End it, or name another port with {option}; 0 takes a free one.",
    )
