"""``clr-conformance canon``: the canonical RDF of a document, as proofs over RDF are made for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from conformance.linked_data import Contexts
    from conformance.standard import Edition

MOST_TOLD: Final = 20
"""Losses that are told one by one."""


@click.command()
@click.argument("file", metavar="FILE|-")
@click.option("--without-proof", is_flag=True, help="Leave out the document's own proof, as whoever signs it does.")
@click.option("--hash", "digest", type=click.Choice(["sha256", "sha384"]), default="sha256", show_default=True,
              help="Hash that labels the nodes without id; keys on P-384 go with sha384.")  # fmt: skip
@click.option("--edition", metavar="NAME", help="Edition of contexts that have changed in place, such as 2024.")
def command(file: str, without_proof: bool, digest: str, edition: str | None) -> None:
    """Print the canonical N-Quads (RDFC-1.0) of a JSON-LD document: the text that is hashed and signed.

    The contexts are those of the standard; nothing is fetched. What the RDF leaves out, and the edition of a context
    that has several, is said on standard error.

    \b
    clr-conformance canon record.json --without-proof | sha256sum
    """
    import hashlib

    from conformance.errors import UsageFault
    from conformance.linked_data import LinkedDataError, canonize, expand

    document = _document(file)
    if without_proof:
        document = {name: each for name, each in document.items() if name != "proof"}
    contexts, titles = _contexts(edition)
    try:
        expanded = expand(document, contexts)
        text = canonize(expanded.quads, getattr(hashlib, digest))
    except LinkedDataError as error:
        raise UsageFault(error.code, error.message, error.likely, error.todo) from None
    for key in dict.fromkeys(expanded.contexts):
        if key in titles:
            click.echo(f"{titles[key].url}: {titles[key].title}", err=True)
    for loss in expanded.losses[:MOST_TOLD]:
        click.echo(f"not in the RDF: {loss.pointer} ({loss.kind})", err=True)
    if len(expanded.losses) > MOST_TOLD:
        click.echo(f"not in the RDF: {len(expanded.losses) - MOST_TOLD} more", err=True)
    click.echo(text, nl=False)


def _document(file: str) -> Mapping[str, Any]:
    from conformance.document import DocumentError, ParseLimits, parse
    from conformance.errors import UsageFault
    from conformance.inspection.source import Source, read

    limits = ParseLimits()
    try:
        parsed = parse(read(Source(file, "pipe" if file == "-" else "file"), limits.size), limits)
    except DocumentError as error:
        raise UsageFault(error.code, error.message, error.likely, error.todo) from None
    for fault in parsed.faults[:MOST_TOLD]:
        click.echo(f"{fault.finding.message}: another program may read the document otherwise", err=True)
    if isinstance(parsed.value, dict):
        found: Mapping[str, Any] = parsed.value
        return found
    raise UsageFault(
        "not-an-object",
        f"{file} holds no JSON object",
        "a token, a list or another file than was meant",
        "Name a record that is JSON; the payload of a token is the part between its two dots",
    )


def _contexts(edition: str | None) -> tuple[Contexts, Mapping[str, Edition]]:
    """The contexts of all editions of the standard, and what the documents of those that have several are called."""
    from conformance.errors import UsageFault
    from conformance.linked_data import Contexts
    from conformance.standard import contexts, editions

    tables = [contexts(book) for book in editions()]
    several = {url: each for table in tables for url, each in table.editions.items()}
    found = Contexts(
        {url: each for table in tables for url, each in table.documents.items()},
        {url: tuple(each.key for each in made) for url, made in several.items()},
    )
    names = {each.name: each for made in several.values() for each in made}
    if edition is not None and edition not in names:
        raise UsageFault(
            "unknown-context-edition", f"no context has an edition {edition}", todo=f"One of: {', '.join(names)}"
        )
    if edition is not None:
        found = found.with_edition(names[edition].url, names[edition].key)
    return found, {each.key: each for made in several.values() for each in made}
