"""What the engine of traffic needs of this edition: ``RULES``."""

from conformance.traffic import ConsumerRules
from conformance.traffic.reaching import reaching

NOT_REACHED = reaching(
    {"read": ("getCredentials",), "write": ("upsertCredential",), "pass-on": ("getCredentials", "upsertCredential")}
)

RULES = ConsumerRules(
    book="clr20",
    packages=("conformance.rulebooks.oauth.consumer.checks", "conformance.rulebooks.clr20.consumer.checks"),
    not_reached=NOT_REACHED,
    reference="conformance.rulebooks.clr20.consumer.client:CredentialConsumer",
    plan="clr2-consumer-full",
    wrong=("conformance.rulebooks.oauth.consumer.wrong", "conformance.rulebooks.clr20.consumer.wrong"),
)
