"""The checks of a CLR 1.0 provider, and what they know of the edition.

A module ``test_<area>`` or ``test_<area>_<subject>`` holds the checks of one area. Modules run in the order of their
names, but for those that look back (``RULES.last``).
"""

from conformance.rulebooks.clr10.provider.bodies import ANSWERS, class_of
from conformance.rulebooks.clr10.provider.edition import BOOK, DISCOVERY, MEDIA_TYPE
from conformance.rulebooks.clr10.provider.target import ClrTarget
from conformance.suites.rules import ProviderRules

RULES = ProviderRules(
    book=BOOK,
    api="CLR API",
    checks=("conformance.rulebooks.clr10.provider", "conformance.rulebooks.oauth.provider"),
    last=("test_trust", "test_observed", "test_documents"),
    media_type=MEDIA_TYPE,
    discovery=DISCOVERY,
    class_of=class_of,
    answers=ANSWERS,
    target=ClrTarget,
)
