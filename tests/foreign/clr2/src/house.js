// One house: its switches, its people, its records, and the documents that it serves to everybody.

import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";

import { Checker } from "./checking.js";
import { PEOPLE, profileOf } from "./content.js";
import { contextsFrom } from "./contexts.js";
import { createKeyring, keyDocuments, partiesAt } from "./keys.js";
import { Ledger, payloadOf } from "./ledger.js";
import { Shelf } from "./shelf.js";
import { Signer } from "./signing.js";
import { statusList } from "./status.js";
import { RIGHT, WRONG } from "./switches.js";

const TABLE = fileURLToPath(new URL("../../../../conformance/standard/clr20/contexts.tsv", import.meta.url));
const TENANT = "/tenants/tarn";
const NAMES = ["credential.readonly", "credential.upsert", "profile.readonly", "profile.update"];

/** What outlives a new start: keys, and what was signed with them. */
export async function foundations(origin) {
  const keyring = await createKeyring();
  const contexts = contextsFrom(TABLE);
  return { origin, keyring, signer: new Signer(keyring, contexts, partiesAt(origin).methods), checker: new Checker(contexts) };
}

export class House {
  static async open(ground, { wrong = null, right = [] }) {
    const unknown = [...(wrong && !WRONG.includes(wrong) ? [wrong] : []), ...right.filter((name) => !RIGHT.includes(name))];
    if (unknown.length) throw new Error(`no such switch: ${unknown.join(", ")}`);
    const house = new House(ground, wrong, right);
    await house.#furnish();
    return house;
  }

  constructor(ground, wrong, right) {
    Object.assign(this, ground, { wrong, right });
    const { origin } = ground;
    const edition = this.as("ob-v3p0") ? "ob/v3p0" : "clr/v2p0";
    this.path = `${TENANT}/ims/${edition}`;
    this.base = `${origin}${this.path}`;
    this.scopes = Object.fromEntries(NAMES.map((name) => [name, `https://purl.imsglobal.org/spec/${edition}/scope/${name}`]));
    this.kind = this.as("ob-v3p0") ? ["AchievementCredential", "OpenBadgeCredential"] : ["ClrCredential"];
    this.people = new Map(PEOPLE.map((person) => [person.member, person]));
    this.profiles = new Map(PEOPLE.filter((person) => person.key).map((person) => [person.member, profileOf(person)]));
    this.ledger = new Ledger(this);
    this.widened = new Map();
    this.personal = new Map();
    this.reads = 0;
  }

  is(name) {
    return this.wrong === name;
  }

  as(name) {
    return this.right.includes(name);
  }

  async #furnish() {
    const shelf = new Shelf(this.origin, this.signer, {
      mere: this.as("elliptic-proofs") ? "curve" : "mere",
      places: this.is("place-beyond-list") ? 200_000 : 0,
    });
    const rows = await shelf.rows({ badgesOnly: this.as("ob-v3p0"), revoked: this.as("revoked-record-listed") });
    for (const [person, kept] of rows) {
      const credential = typeof kept === "string" ? payloadOf(kept) : kept;
      this.ledger.file(person.member, typeof kept === "string" ? kept : JSON.stringify(kept), credential);
    }
    if (this.is("proof-of-another")) this.#exchangeProofs();
    if (this.is("token-signed-by-nobody")) this.#spoilToken();
    this.documents = await keyDocuments(this.origin, this.keyring, false);
    this.documentsLater = this.is("key-rotated-away") ? await keyDocuments(this.origin, this.keyring, true) : this.documents;
    this.list = await this.#statusList();
  }

  #exchangeProofs() {
    const [one, other] = this.ledger.of(PEOPLE[0].member).filter(({ kept }) => kept.startsWith("{"));
    const [first, second] = [one, other].map(({ kept }) => JSON.parse(kept));
    one.kept = JSON.stringify({ ...first, proof: second.proof });
  }

  #spoilToken() {
    const entry = this.ledger.of(PEOPLE[0].member).find(({ kept }) => !kept.startsWith("{"));
    const [head, payload, signature] = entry.kept.split(".");
    const bytes = Buffer.from(signature, "base64url");
    bytes[10] ^= 1;
    entry.kept = [head, payload, bytes.toString("base64url")].join(".");
  }

  async #statusList() {
    const { college } = partiesAt(this.origin);
    const list = await statusList(this.origin, college, {
      ...(this.is("list-of-another-purpose") && { statusPurpose: "suspension" }),
    });
    return this.is("list-unsigned") ? list : this.signer.prove(list, "edwards");
  }

  /** A document that everybody may fetch, by its path. */
  document(path) {
    if (path === "/tarn/status/7") return this.is("list-unreadable") ? undefined : this.list;
    return (this.reads > 1 ? this.documentsLater : this.documents)[path];
  }

  /** A token that a member takes away from a page of hers, for scripts. */
  #personalToken(member, scopes) {
    const accessToken = randomBytes(24).toString("base64url");
    this.personal.set(accessToken, { member, scopes: new Set(scopes.map((name) => this.scopes[name])) });
    return { access_token: accessToken, scopes };
  }

  /** What somebody who wants to judge this house has to know: parts of a plan. */
  business() {
    const [first, second] = this.people.keys();
    return {
      url: `${this.origin}${TENANT}`,
      revocation_url: `${this.origin}/gate/forget`,
      ...(this.as("machines-only") && { token_url: `${this.origin}/gate/exchange` }),
      tokens: NAMES.map((name) => this.#personalToken(first, [name])),
      second_tokens: [this.#personalToken(second, ["credential.readonly", "profile.readonly"])],
      switches: { wrong: WRONG, right: RIGHT },
    };
  }
}
