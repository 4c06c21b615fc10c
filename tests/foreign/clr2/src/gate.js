// The authorization server: oidc-provider, and the pages on which members sign in and consent.

import { randomBytes } from "node:crypto";

import Router from "@koa/router";
import Provider, { errors } from "oidc-provider";

import { textOf } from "./answers.js";
import { consentPage, page, signInPage } from "./pages.js";

const REQUIRED = ["client_name", "client_uri", "logo_uri", "tos_uri", "policy_uri", "software_id", "software_version", "redirect_uris", "scope"];
const URLS = ["client_uri", "logo_uri", "tos_uri", "policy_uri"];
const OFFLINE = "offline_access";
const REGISTRAR = { client_id: "registrar", client_secret: "a secret of the registrar's office" };
const MACHINE = { grant_types: ["client_credentials"], redirect_uris: [], response_types: [] };

/** Kept in memory, as the library wants it. */
class Memory {
  static rows = new Map();

  constructor(kind) {
    this.kind = kind;
  }

  #key(id) {
    return `${this.kind}:${id}`;
  }

  async upsert(id, payload) {
    Memory.rows.set(this.#key(id), payload);
  }

  async find(id) {
    return Memory.rows.get(this.#key(id));
  }

  async findByUid(uid) {
    return [...Memory.rows.values()].find((row) => row.uid === uid && row.kind === this.kind);
  }

  async findByUserCode() {
    return undefined;
  }

  async consume(id) {
    Memory.rows.get(this.#key(id)).consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) {
    Memory.rows.delete(this.#key(id));
  }

  async revokeByGrantId(grantId) {
    for (const [key, row] of Memory.rows) if (row.grantId === grantId && key.startsWith(`${this.kind}:`)) Memory.rows.delete(key);
  }
}

export class Gate {
  constructor(house) {
    Memory.rows.clear();
    this.house = house;
    this.prefix = "/gate";
    const at = `${house.origin}${this.prefix}`;
    this.urls = { authorization: `${at}/ask`, token: `${at}/exchange`, registration: `${at}/join`, revocation: `${at}/forget` };
    this.provider = new Provider(at, this.#settings());
  }

  #settings() {
    const { house } = this;
    return {
      adapter: Memory,
      cookies: { keys: [randomBytes(24).toString("hex")] },
      routes: { authorization: "/ask", token: "/exchange", registration: "/join", revocation: "/forget" },
      scopes: [OFFLINE, ...Object.values(house.scopes)],
      responseTypes: ["code"],
      clients: house.as("machines-only") ? [{ ...REGISTRAR, ...MACHINE, scope: Object.values(house.scopes).join(" ") }] : [],
      clientAuthMethods: ["client_secret_basic"],
      allowOmittingSingleRegisteredRedirectUri: false,
      pkce: { required: () => !house.is("verifier-unchecked"), methods: ["S256"] },
      features: {
        devInteractions: { enabled: false },
        registration: { enabled: true, initialAccessToken: false, issueRegistrationAccessToken: false },
        revocation: { enabled: true },
        clientCredentials: { enabled: house.as("machines-only") },
        rpInitiatedLogout: { enabled: false },
        userinfo: { enabled: false },
        resourceIndicators: { enabled: false },
      },
      extraClientMetadata: { properties: ["software_id", "software_version"], validator: (_ctx, name, value, metadata) => registered(name, metadata) },
      interactions: { url: (_ctx, interaction) => `/members/${interaction.uid}` },
      findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
      issueRefreshToken: (_ctx, client) => !house.as("no-refresh") && client.grantTypeAllowed("refresh_token"),
      ttl: { AccessToken: 1800, AuthorizationCode: 120, RefreshToken: 14 * 86_400, Grant: 14 * 86_400, Interaction: 600, Session: 3600 },
      renderError: (ctx, out) => {
        ctx.type = "html";
        ctx.body = page("This does not work", out.error_description ?? out.error);
      },
    };
  }

  /** Whose token that is, and what it allows; nothing where it is worth nothing. */
  async whose(text) {
    if (this.house.personal.has(text)) return this.house.personal.get(text);
    const machine = text && this.house.as("machines-only") && (await this.provider.ClientCredentials.find(text));
    if (machine) return { member: [...this.house.people.keys()][0], scopes: new Set(machine.scope?.split(" ")) };
    const token = text && (await this.provider.AccessToken.find(text));
    if (!token || !(await this.provider.Grant.find(token.grantId))) return undefined;
    return { member: token.accountId, scopes: this.house.widened.get(text) ?? token.scopes };
  }

  /** The pages of the members. */
  pages() {
    const pages = new Router({ prefix: "/members" });
    pages.get("/:uid", async (ctx) => {
      const { prompt, params } = await this.provider.interactionDetails(ctx.req, ctx.res);
      ctx.type = "html";
      ctx.body = prompt.name === "login" ? signInPage(ctx.path) : consentPage(ctx.path, await this.provider.Client.find(params.client_id), params.scope);
    });
    pages.post("/:uid", async (ctx) => {
      const { prompt, params, session, grantId } = await this.provider.interactionDetails(ctx.req, ctx.res);
      const form = new URLSearchParams(await textOf(ctx.req));
      ctx.type = "html";
      if (prompt.name === "login") {
        const person = this.house.people.get(form.get("card"));
        if (person?.word !== form.get("word")) {
          ctx.status = 403;
          ctx.body = signInPage(ctx.path, "We do not know this card with this word.");
          return;
        }
        return this.#finish(ctx, { login: { accountId: person.member, remember: false } });
      }
      if (form.get("share") !== "all") return this.#finish(ctx, { error: "access_denied", error_description: "The member said no." });
      const grant = (grantId && (await this.provider.Grant.find(grantId))) || new this.provider.Grant({ accountId: session.accountId, clientId: params.client_id });
      grant.addOIDCScope(params.scope ?? "");
      return this.#finish(ctx, { consent: { grantId: await grant.save() } });
    });
    return pages;
  }

  async #finish(ctx, result) {
    const to = await this.provider.interactionResult(ctx.req, ctx.res, result, { mergeWithLastSubmission: true });
    ctx.redirect(to);
    ctx.status = 303;
  }
}

/** What the standard asks of a registration, beyond what the library looks at. */
function registered(name, metadata) {
  if (name !== "software_version" || metadata.client_id === REGISTRAR.client_id) return;
  const { InvalidClientMetadata, InvalidRedirectUri } = errors;
  for (const required of REQUIRED) if (!metadata[required]?.length) throw new InvalidClientMetadata(`${required} is missing`);
  for (const url of URLS) if (!String(metadata[url]).startsWith("https://")) throw new InvalidClientMetadata(`${url} has to begin with https`);
  const hosts = new Set([...URLS.map((url) => metadata[url]), ...metadata.redirect_uris].map((url) => new URL(url).hostname));
  if (hosts.size > 1) throw new InvalidClientMetadata("all addresses have to be on one host");
  if (metadata.redirect_uris.some((url) => !url.startsWith("https://"))) throw new InvalidRedirectUri("redirect_uris have to begin with https");
  if (typeof metadata.software_id !== "string") throw new InvalidClientMetadata("software_id has to be a text");
}
