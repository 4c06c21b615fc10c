"""GET /clrs: sets that are right but rarely seen."""

from mock_provider.clr10.variations.lists import sets

VARIATIONS = sets.VARIATIONS
