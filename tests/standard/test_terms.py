"""Contexts made from the table of terms mean what the published files mean."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from conformance.standard import CatalogueError, contexts, terms

TABLE = contexts("clr20")
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
PUBLISHED = {
    "credentials-v2": "https://www.w3.org/ns/credentials/v2",
    "clr_context_2.0.1": "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
    "ob-v3p0-context-3.0.1": "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
    "ob-v3p0-context-3.0.2": "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
    "ob-v3p0-context-3.0.3": OB,
    "ob-v3p0-extensions": "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
    "security-data-integrity-v2": "https://w3id.org/security/data-integrity/v2",
    "security-multikey-v1": "https://w3id.org/security/multikey/v1",
}
"""File of the package openbadgeslib -> URL."""

DIGESTS = {
    "https://www.w3.org/2018/credentials/v1": "b01e671e873981f1",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": "15f4c347c6fe4380",
    "https://w3id.org/security/data-integrity/v1": "9505bf85338a4c21",
    "https://w3id.org/security/data-integrity/v2": "7ba3c50acf2689d5",
    "https://w3id.org/security/multikey/v1": "be20c3ee6af6e9c4",
    "https://w3id.org/security/suites/ed25519-2020/v1": "fb517f09d990829a",
    "https://w3id.org/vc/status-list/2021/v1": "9768f9aa81ab6c3e",
    "https://www.w3.org/ns/did/v1": "a7e146c40fcec005",
}
"""Of published files that write every IRI alone as a plain string: SHA-256 of their sorted, compact JSON, its start."""

HEAD = "context\tpart\tscope\tterm\tiri\ttype\tcontainer\tflags\n"


def plain(value: Any) -> Any:
    """The context with each object that holds an IRI alone as that IRI."""
    if isinstance(value, list):
        return [plain(each) for each in value]
    if not isinstance(value, dict):
        return value
    made = {name: plain(each) for name, each in value.items()}
    return made["@id"] if made.keys() == {"@id"} else made


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_context_is_the_published_one_definition_by_definition(name: str) -> None:
    text = (files("openbadgeslib.ob3") / "contexts" / f"{name}.json").read_text(encoding="utf-8")

    assert TABLE.documents[PUBLISHED[name]] == plain(json.loads(text))


@pytest.mark.parametrize("url", DIGESTS)
def test_a_context_has_the_digest_of_the_published_one(url: str) -> None:
    text = json.dumps(TABLE.documents[url], sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    assert hashlib.sha256(text.encode()).hexdigest().startswith(DIGESTS[url])


def test_all_contexts_of_the_table_are_there() -> None:
    assert len(TABLE.documents) == 18
    assert {url for url in TABLE.documents if "#" not in url} >= {*PUBLISHED.values(), *DIGESTS}


def test_the_editions_of_one_url_differ_by_what_was_added() -> None:
    newest, second, first = (TABLE.documents[each.key]["@context"] for each in TABLE.editions[OB])

    assert [each.name for each in TABLE.editions[OB]] == ["2026", "2025", "2024"]
    assert newest.keys() - second.keys() == {"endorsementJwt"}
    assert second.keys() - first.keys() == {"jti"}
    assert {name: second[name] for name in first} == first


def test_an_older_edition_may_have_more_than_the_newest() -> None:
    newest, candidate = (TABLE.documents[each.key]["@context"] for each in TABLE.editions[PUBLISHED["credentials-v2"]])

    assert candidate.keys() - newest.keys() == {"@vocab"}
    assert {name: candidate[name] for name in newest} == newest


def test_an_edition_without_a_table_has_no_contexts() -> None:
    assert contexts("clr10").documents == {}


def made(tmp_path: Path, *rows: str) -> dict[str, Any]:
    file = tmp_path / "contexts.tsv"
    file.write_text("# a comment\n" + HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return dict(terms._documents(terms._rows(file)))


def test_an_iri_alone_is_a_plain_string_since_only_that_makes_a_prefix(tmp_path: Path) -> None:
    rows = ('u\t-\t\tsec\t"https://s#"\t\t\t', 'u\t-\t\tname\t"sec:name"\t"sec:text"\t"@set"\t')

    assert made(tmp_path, *rows) == {
        "u": {"@context": {"sec": "https://s#", "name": {"@id": "sec:name", "@type": "sec:text", "@container": "@set"}}}
    }


def test_rows_of_a_scope_are_the_context_of_its_term(tmp_path: Path) -> None:
    rows = (
        'u\t-\t\tA\t"https://a"\t\t\t',
        "u\t-\tA\t@protected\ttrue\t\t\t",
        'u\t-\tA\tb\t"https://b"\t\t\t',
        "u\t-\tA/b\t*null*\t\t\t\t",
    )

    assert made(tmp_path, *rows) == {
        "u": {
            "@context": {
                "A": {"@id": "https://a", "@context": {"@protected": True, "b": {"@id": "https://b", "@context": None}}}
            }
        }
    }


@pytest.mark.parametrize("row", ["u\t-\t\tname", "u\t-\t\tname\tnot json\t\t\t", 'u\t1\t\tname\t"https://n"\t\t\t'])
def test_a_fault_in_the_table_is_told_with_its_row(tmp_path: Path, row: str) -> None:
    with pytest.raises(CatalogueError, match=r"contexts\.tsv: .*name"):
        made(tmp_path, row)


def test_other_columns_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "contexts.tsv"
    file.write_text("term\tiri\n", encoding="utf-8")

    with pytest.raises(CatalogueError, match="the columns are context, part"):
        list(terms._rows(file))
