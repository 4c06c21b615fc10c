"""What the engine of traffic needs of this edition: ``RULES``."""

from conformance.traffic import ConsumerRules
from conformance.traffic.reaching import reaching

NOT_REACHED = reaching(
    {"read": ("getClrs",), "write": ("postClr",), "pass-on": ("getClrs", "postClr"), "delete": ("deleteClr",)}
)

RULES = ConsumerRules(
    book="clr10",
    packages=("conformance.rulebooks.oauth.consumer.checks", "conformance.rulebooks.clr10.consumer.checks"),
    not_reached=NOT_REACHED,
    reference="conformance.rulebooks.clr10.consumer.client:ClrConsumer",
    plan="consumer-full",
    wrong=("conformance.rulebooks.oauth.consumer.wrong", "conformance.rulebooks.clr10.consumer.wrong"),
)
