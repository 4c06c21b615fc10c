"""The checks of a CLR 1.0 provider, one module per area, and what they need to know of the edition."""

from conformance.suites.rules import ProviderRules

BOOK = "clr10"

RULES = ProviderRules(
    book=BOOK,
    checks=("conformance.rulebooks.clr10.provider", "conformance.rulebooks.oauth.provider"),
    last=("test_trust", "test_observed", "test_documents"),
)
