// JSON-LD contexts, built from a table of terms; nothing is fetched.

import { readFileSync } from "node:fs";

/** URL -> document, from tab separated rows: context, part, scope, term, then `@id`, `@type`, `@container` and flags as JSON. */
export function contextsFrom(file) {
  const [, ...rows] = readFileSync(file, "utf-8")
    .split("\n")
    .filter((line) => line && !line.startsWith("#"))
    .map((line) => line.split("\t"));
  const byContext = new Map();
  for (const [url, , scope, ...row] of rows) {
    const scopes = byContext.get(url) ?? new Map();
    byContext.set(url, scopes.set(scope, [...(scopes.get(scope) ?? []), row]));
  }
  return new Map([...byContext].map(([url, scopes]) => [url, { "@context": contextOf(scopes, "") }]));
}

function contextOf(scopes, scope) {
  const made = {};
  for (const [term, ...cells] of scopes.get(scope)) {
    if (term === "*null*") return null;
    const [id, type, container, flags] = cells.map((cell) => (cell ? JSON.parse(cell) : undefined));
    made[term] = term.startsWith("@") ? id : definition({ id, type, container, flags }, scopes, scope ? `${scope}/${term}` : term);
  }
  return made;
}

/** A term that has only an IRI stays a text, so that it may serve as a prefix. */
function definition({ id, type, container, flags }, scopes, within) {
  const scoped = scopes.has(within);
  if (id !== undefined && type === undefined && container === undefined && flags === undefined && !scoped) return id;
  return JSON.parse(
    JSON.stringify({ "@id": id, "@type": type, "@container": container, ...flags, ...(scoped && { "@context": contextOf(scopes, within) }) }),
  );
}
