"""DI: parts that a holder shows of a badge (ecdsa-sd-2023), too few of them or the wrong proof."""

from __future__ import annotations

from conformance.issuing import selective
from mock_provider.behaviour.library import Library
from mock_provider.clr20.drafting import OTHER, Draft
from mock_provider.clr20.faults._documents import document_fault
from mock_provider.clr20.making import Act, Signed

library = Library()


def _shown(*mandatory: str, derive: bool = True) -> Act:
    """The badge is one of which a holder shows parts: these, its name, and its id."""

    def act(draft: Draft) -> None:
        badge, key = draft.badge, draft.place.keys[OTHER]
        badge["issuer"]["id"] = key.did
        del draft.award["result"], draft.achievement["resultDescription"]
        moment = draft.identity.valid_from
        whole = selective.base(badge, key, key.did_method, mandatory=mandatory, created=moment, seed=draft.identity.id)
        badges = draft.subject["verifiableCredential"]
        badges[0] = selective.derived(whole, ["/name"]) if derive else whole

    return act


_ALL = ("/issuer", "/validFrom", "/credentialSubject/id", "/credentialSubject/achievement")

library.add(
    document_fault(
        id="di-shown-without-criteria",
        title="What a holder shows of a badge has no criteria",
        how="Holders choose what they show.\nNothing keeps the required members together.",
        breaks=("CLR20-DI-22",),
        making=Signed(
            _shown(
                "/issuer",
                "/validFrom",
                "/credentialSubject/id",
                "/credentialSubject/achievement/name",
                "/credentialSubject/achievement/description",
            )
        ),
        consequences={"CLR20-MOD-16": "the achievement has no criteria"},
    )
)

library.add(
    document_fault(
        id="di-base-proof-served",
        title="A badge is served with the base proof, which is for its holder alone",
        how="The wallet passes on what it got.\nDeriving was left for later.",
        breaks=("CLR20-DI-23",),
        making=Signed(_shown(*_ALL, derive=False)),
    )
)

FAULTS = library.faults
