"""The checks of a CLR 2.0 provider, and what they know of the edition.

A module ``test_<area>`` or ``test_<area>_<subject>`` holds the checks of one area. Modules run in the order of their
names, but for those that look back (``RULES.last``).
"""

from conformance.rulebooks.clr20.provider.bodies import ANSWERS, class_of
from conformance.rulebooks.clr20.provider.edition import BOOK, DISCOVERY, JSON
from conformance.rulebooks.clr20.provider.target import Clr20Target
from conformance.suites.rules import ProviderRules

RULES = ProviderRules(
    book=BOOK,
    api="CLR API",
    checks=("conformance.rulebooks.clr20.provider", "conformance.rulebooks.oauth.provider"),
    last=(
        "test_trust",
        "test_ser_web",
        "test_crt",
        "test_acg_errors",
        "test_api_errors",
        "test_observed",
        "test_documents",
    ),
    media_type=JSON,
    discovery=DISCOVERY,
    class_of=class_of,
    answers=ANSWERS,
    final_slash=True,
    target=Clr20Target,
)
