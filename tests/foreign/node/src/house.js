// One house: its switches, its people, its records, and what its authorization server remembers. All in memory.

import { randomBytes } from "node:crypto";

import { CONTEXT, PEOPLE, furnish } from "./content.js";
import { RIGHT, WRONG } from "./switches.js";

export const SCOPE = "https://purl.imsglobal.org/spec/clr/v1p0/scope/";
export const SCOPES = ["readonly", "replace", "delete"].map((name) => SCOPE + name);
export const OFFLINE = "offline_access";
const KINDS = ["assertions", "endorsements", "keys", "revocations", "catalogue"];
const TENANT = "/v/fathom";

export const secret = (bytes = 18) => randomBytes(bytes).toString("base64url");

/** Numbers from 0 to 1 that are the same in each run (mulberry32). */
function dice(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export class House {
  static async open({ origin, keyring, wrong, right }) {
    const unknown = [...(wrong ? [wrong] : []).filter((name) => !WRONG.includes(name)), ...right.filter((name) => !RIGHT.includes(name))];
    if (unknown.length) throw new Error(`no such switch: ${unknown.join(", ")}`);
    const house = new House(origin, keyring, wrong, right);
    await furnish(house);
    return house;
  }

  constructor(origin, keyring, wrong, right) {
    Object.assign(this, { origin, keyring, wrong, right });
    this.tenant = `${origin}${TENANT}`;
    this.base = `${this.tenant}/ims/clr/v1p0`;
    this.people = new Map(PEOPLE.map((person) => [person.username, person]));
    this.shelf = [];
    this.documents = Object.fromEntries(KINDS.map((kind) => [kind, new Map()]));
    this.clients = new Map();
    this.codes = new Map();
    this.tokens = new Map();
    this.refreshTokens = new Map();
    this.consents = new Set();
    this.chance = dice(1);
    this.warm = false;
  }

  /** Whether this house is wrong in this way. */
  is(name) {
    return this.wrong === name;
  }

  /** Whether this house is different, and right, in this way. */
  as(name) {
    return this.right.includes(name);
  }

  get signs() {
    return !this.as("hosted-only");
  }

  get key() {
    return this.as("elliptic-keys") ? this.keyring.elliptic : this.keyring.rsa;
  }

  get context() {
    return this.as("context-array") ? [CONTEXT] : CONTEXT;
  }

  get tokenLife() {
    return this.as("leeway") || this.is("expired-tokens-live") ? 4 : 900;
  }

  /** Keep a document under the last segment of its own URL. */
  publish(kind, document) {
    this.documents[kind].set(document.id.split("/").pop(), document);
  }

  /** Put a record on its owner's shelf, in the place of one with the same id; true when there was one. */
  async file(owner, { clr, jws }) {
    if (!clr) return false;
    const before = this.shelf.findIndex((one) => one.clr.id === clr.id && one.owner === owner);
    const entry = { owner, clr, jws };
    if (before < 0) this.shelf.push(entry);
    else this.shelf[before] = entry;
    return before >= 0;
  }

  /** A record by the last segment of its URL, or by its whole id. */
  find(sourcedId) {
    return this.shelf.find(({ clr }) => clr.id === sourcedId || clr.id === `${this.base}/clrs/${sourcedId}`);
  }

  /** A token that a person takes away from the account page, for scripts. */
  personalToken(username, scopes) {
    const accessToken = secret(24);
    this.tokens.set(accessToken, {
      accessToken,
      accessTokenExpiresAt: new Date(Date.now() + 3_600_000),
      scope: scopes.map((name) => SCOPE + name),
      client: { id: "account-page", grants: [] },
      user: this.people.get(username),
    });
    return { access_token: accessToken, scopes };
  }

  /** What somebody who wants to judge this house has to know: parts of a plan. */
  business() {
    const [first, second] = PEOPLE;
    const record = (name) => (this.as("urn-ids") ? {} : { [`revoked_${name === "clrs" ? "clr" : "assertion"}`]: `${this.base}/${name}/${name === "clrs" ? "draft.2021" : "withdrawn~isla"}` });
    return {
      url: this.tenant,
      revocation_url: `${this.origin}/connect/revoke`,
      grants_url: `${this.origin}/account/apps`,
      data: { ...record("clrs"), ...record("assertions") },
      tokens: this.as("one-token")
        ? [this.personalToken(first.username, ["readonly", "replace", "delete"])]
        : ["readonly", "replace", "delete"].map((scope) => this.personalToken(first.username, [scope])),
      second_tokens: [this.personalToken(second.username, ["readonly"])],
      switches: { wrong: WRONG, right: RIGHT },
    };
  }
}

export { CONTEXT };
