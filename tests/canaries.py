"""A record full of invented personal data: a canary in every member that the model says is a person's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.standard import contract, personal

LOOSELY = personal("clr10").loosely
_OTHERS = {
    "alignments",
    "endorsements",
    "signedEndorsements",
    "parentOrg",
    "publicKey",
    "revocationList",
    "verification",
}
_SPARED = {"type", "hashed", "identifierType", "resultDescription", "status"}
_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]


class Canaries:
    """Makes values that occur nowhere else, and remembers them by the place where they stand."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}

    def object(self, name: str, path: str = "") -> dict[str, Any]:
        """An object of that class with a canary in every member, a member that the model does not know among them."""
        schema = contract("clr10")["components"]["schemas"][name]
        members = {
            member: self._value(member, part, f"{path}/{member}")
            for member, part in schema["properties"].items()
            if member not in _OTHERS | _SPARED
        }
        return members | {"ext:hobby": self.text(f"{path}/ext:hobby")}

    def text(self, path: str, name: str = "") -> str:
        """A canary in the shape that the member asks for."""
        number = 5_000 + len(self.values)
        word = "".join(_SYLLABLES[number // 70**place % 70] for place in range(3)).capitalize() + "qua"
        made = {
            "email": f"{word.lower()}@{word.lower()}.example",
            "birthDate": f"{1931 + number % 80}-0{1 + number % 9}-1{number % 10}",
            "telephone": f"+49 30 {7_000_000 + number}",
            "identity": f"{word.lower()}@identity.example",
            "image": f"data:image/png;base64,{word}AAAB{word}CDEF",
            "url": f"https://portfolio.example/{word}/index.html",
            "id": f"https://people.example/{word.lower()}",
            "achievedLevel": f"urn:x-level:{word}",
            "narrative": f'Text about {word}, who is **known** here.\nSecond line "quoted" & more of {word}.',
        }.get(name, f"{word} {number}")
        self.values[path] = made
        return made

    def needles(self) -> Iterator[tuple[str, str]]:
        """What to search for: each whole value, and the word in it that occurs nowhere else."""
        for path, value in self.values.items():
            yield path, value
            yield from ((path, word) for word in value.replace("@", " ").replace("/", " ").split() if "qua" in word)

    def _value(self, member: str, part: dict[str, Any], path: str) -> Any:
        if part.get("type") == "array":
            return [self._value(member, part["items"], f"{path}/0")]
        name = part["$ref"].rpartition("/")[2]
        schema = contract("clr10")["components"]["schemas"][name]
        return self.object(name, path) if schema.get("type") == "object" else self.text(path, member)


def record(canaries: Canaries, clr: dict[str, Any], owner: str = "") -> dict[str, Any]:
    """A CLR of somebody else, with the person in it replaced by canaries in every member; what it achieves stays."""
    learner = {**canaries.object("Profile", f"{owner}/learner"), "type": "Profile"}
    assertion = clr["assertions"][0]
    told = {
        **assertion,
        "recipient": {**canaries.object("Identity", f"{owner}/recipient"), "type": "email", "hashed": False},
        "results": [{**canaries.object("Result", f"{owner}/results/0"), "resultDescription": "urn:x:a-description"}],
        "evidence": [canaries.object("Evidence", f"{owner}/evidence/0")],
        **{name: canaries.text(f"{owner}/{name}", name) for name in LOOSELY - {"creditsEarned", "endorsementComment"}},
        "creditsEarned": 4173.25,
        "endorsements": [
            {
                "id": "urn:x:an-endorsement",
                "type": "Endorsement",
                "issuer": {"id": "urn:x:a-teacher", "type": "Profile"},
                "claim": {"id": assertion["id"], "endorsementComment": canaries.text(f"{owner}/endorsementComment")},
            }
        ],
    }
    return {
        **clr,
        "name": f"Record of {learner['name']} ({learner['email']})",
        "learner": learner,
        "assertions": [told, *clr["assertions"][1:]],
    }
