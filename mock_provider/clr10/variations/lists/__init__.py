"""GET /clrs: pages, links and totals that are right but rarely seen."""

from mock_provider.clr10.variations.lists import links, pages, sets

VARIATIONS = (*pages.VARIATIONS, *sets.VARIATIONS, *links.VARIATIONS)
