"""EXT: extensions that break their rules, or get lost."""

from mock_provider.clr10.faults.ext import documents, posts

FAULTS = (*documents.FAULTS, *posts.FAULTS)
