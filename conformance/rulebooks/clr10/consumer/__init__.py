"""What the engine of traffic needs of this edition: ``RULES``."""

from conformance.rulebooks.clr10.consumer.reaching import not_reached
from conformance.traffic import ConsumerRules

RULES = ConsumerRules(
    book="clr10",
    packages=("conformance.rulebooks.oauth.consumer.checks", "conformance.rulebooks.clr10.consumer.checks"),
    not_reached=not_reached,
    reference="conformance.rulebooks.clr10.consumer.client:ClrConsumer",
    plan="consumer-full",
    wrong=("conformance.rulebooks.oauth.consumer.wrong", "conformance.rulebooks.clr10.consumer.wrong"),
)
