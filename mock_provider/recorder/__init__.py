"""Keeps every exchange of the mock and every TLS handshake, from the start; what is kept is bounded."""

from mock_provider.recorder.handshakes import Handshakes
from mock_provider.recorder.link import LINK, Link
from mock_provider.recorder.recorder import Bounds, Recorder
from mock_provider.recorder.shown import Shown

__all__ = ["LINK", "Bounds", "Handshakes", "Link", "Recorder", "Shown"]
