"""Lists: pages, links and totals that are right but rarely seen."""

from mock_provider.behaviour.variations.lists import links, pages

VARIATIONS = (*pages.VARIATIONS, *links.VARIATIONS)
