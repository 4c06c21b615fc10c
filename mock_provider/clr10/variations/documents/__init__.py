"""Documents: what the model allows, though few publishers write it."""

from mock_provider.clr10.variations.documents import ids, members, values

VARIATIONS = (*members.VARIATIONS, *values.VARIATIONS, *ids.VARIATIONS)
