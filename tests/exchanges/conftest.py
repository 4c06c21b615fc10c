"""The servers of the tests of the wire: what was said is best shown by what was really sent."""

from tests.wire.conftest import make_wire, serve, wire

__all__ = ["make_wire", "serve", "wire"]
