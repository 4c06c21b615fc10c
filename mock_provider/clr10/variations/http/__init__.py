"""HTTP as the standards allow it, but seldom seen."""

from mock_provider.clr10.variations.http import bodies, headers

VARIATIONS = (*headers.VARIATIONS, *bodies.VARIATIONS)
