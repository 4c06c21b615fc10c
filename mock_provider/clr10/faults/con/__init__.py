"""CON: what a conforming provider as a whole does, left out."""

from mock_provider.clr10.faults.con import features, publishing

FAULTS = (*publishing.FAULTS, *features.FAULTS)
