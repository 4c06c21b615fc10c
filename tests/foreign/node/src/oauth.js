// The authorization server: RFC 6749 by @node-oauth/oauth2-server; PKCE demanded, registration (RFC 7591) and
// revocation (RFC 7009) by hand.

import OAuth2Server from "@node-oauth/oauth2-server";
import express from "express";

import { OFFLINE, SCOPES, secret } from "./house.js";
import { appsPage, consentPage, guarded, plainPage, signInPage } from "./pages.js";

const { AccessDeniedError, InvalidRequestError, InvalidScopeError, OAuthError, Request, Response } = OAuth2Server;
const NO_STORE = { "Cache-Control": "no-store", Pragma: "no-cache" };

/** A code as the token endpoint compares it: what is left out is not compared. */
function asKept(house, code) {
  if (house.is("verifier-unchecked")) return { ...code, codeChallenge: undefined };
  return house.is("redirect-unchecked-at-token") ? { ...code, redirectUri: undefined } : code;
}

/** What the library asks of a store. */
export function modelOf(house) {
  return {
    getClient(id, given) {
      const client = house.clients.get(id);
      // The authorization endpoint asks with null; at the token endpoint a missing secret is undefined.
      this.asking = client;
      return client && (given === null || given === client.secret || house.is("secret-unchecked")) ? client : false;
    },
    validateRedirectUri: (uri, client) => knowsRedirect(house, client, uri),
    validateScope(_user, client, scope) {
      const asked = scope?.length ? scope : client.scopes.filter((one) => one !== OFFLINE);
      return (house.is("any-scope") || asked.every((one) => client.scopes.includes(one))) && asked;
    },
    verifyScope: (token, wanted) => wanted.every((one) => token.scope.includes(one)),
    saveAuthorizationCode(code, client, user) {
      const kept = { ...code, client, user, issued: [] };
      house.codes.set(code.authorizationCode, kept);
      return kept;
    },
    getAuthorizationCode(text) {
      const code = house.codes.get(text);
      if (code && (!code.spent || house.is("code-twice"))) return asKept(house, code);
      if (!house.is("replay-harmless")) for (const token of code?.issued ?? []) forget(house, token);
      return false;
    },
    revokeAuthorizationCode(code) {
      const kept = house.codes.get(code.authorizationCode);
      kept.spent = true;
      return true;
    },
    saveToken(token, client, user) {
      const kept = { ...token, client, user };
      if (!kept.scope.includes(OFFLINE) || (house.as("refresh-with-consent") && token.authorizationCode && !house.codes.get(token.authorizationCode).prompted)) {
        delete kept.refreshToken;
        delete kept.refreshTokenExpiresAt;
      }
      house.tokens.set(kept.accessToken, kept);
      if (kept.refreshToken) house.refreshTokens.set(kept.refreshToken, kept);
      house.codes.get(token.authorizationCode)?.issued.push(kept);
      return kept;
    },
    getAccessToken(text) {
      const token = house.tokens.get(text);
      // The clocks of a cluster differ by up to a minute.
      const leeway = house.is("expired-tokens-live") ? 3_600_000 : house.as("leeway") ? 60_000 : 0;
      return token && { ...token, accessTokenExpiresAt: new Date(token.accessTokenExpiresAt.getTime() + leeway) };
    },
    getRefreshToken(text) {
      const token = house.is("refresh-dead") ? undefined : house.refreshTokens.get(text);
      if (token && house.is("refresh-of-anybody")) return { ...token, client: this.asking };
      const widens = house.is("refresh-widens") || house.is("refresh-widens-unasked");
      return token && widens ? { ...token, scope: token.client.scopes } : token;
    },
    revokeToken: (token) => house.refreshTokens.delete(token.refreshToken),
  };
}

function knowsRedirect(house, client, uri) {
  if (house.is("redirect-by-prefix")) return client.redirectUris.some((one) => String(uri).startsWith(one));
  return client.redirectUris.includes(uri);
}

function forget(house, token) {
  house.tokens.delete(token.accessToken);
  house.refreshTokens.delete(token.refreshToken);
}

function serverOf(house) {
  return new OAuth2Server({
    model: modelOf(house),
    accessTokenLifetime: house.tokenLife,
    refreshTokenLifetime: 14 * 24 * 3600,
    authorizationCodeLifetime: 120,
  });
}

export function oauthRoutes(house) {
  const server = serverOf(house);
  const site = express.Router();
  const form = express.urlencoded({ extended: false });

  site.get("/account/sign-in", (request, response) => response.send(signInPage(request.session, request.query.next ?? "/account/apps")));
  site.post("/account/sign-in", form, (request, response) => {
    const { member, passphrase, next = "/account/apps" } = request.body;
    if (!guarded(request)) return response.status(403).send(plainPage("Please start again", "This form was too old."));
    const person = house.people.get(member);
    if (!person || person.passphrase !== passphrase) {
      return response.status(401).send(signInPage(request.session, next, "We do not know this name with this passphrase."));
    }
    request.session.member = person.username;
    return response.redirect(303, next.startsWith("/") && !next.startsWith("//") ? next : "/account/apps");
  });

  site.get("/connect/authorize", async (request, response) => {
    const client = house.clients.get(String(request.query.client_id ?? ""));
    if (client && !knowsRedirect(house, client, request.query.redirect_uri) && house.is("error-to-anybody")) {
      return sendBack(response, request.query, new InvalidRequestError("this redirect_uri is not registered"));
    }
    if (!client || !knowsRedirect(house, client, request.query.redirect_uri)) {
      return response.status(400).send(plainPage("This link is broken", "We do not know the app, or where it wants to send you."));
    }
    // In test mode everybody who comes by is the first cadet, and nobody is asked.
    const person = house.as("kept-login") ? [...house.people.values()][0] : house.people.get(request.session.member);
    if (!person) return response.redirect(303, `/account/sign-in?next=${encodeURIComponent(request.originalUrl)}`);
    request.session.member = person.username;
    try {
      examine(request.query, client);
    } catch (error) {
      return sendBack(response, request.query, error);
    }
    const scopes = scopesOf(request.query, client);
    if (house.as("consent-once") && scopes.every((one) => house.consents.has(`${person.username} ${client.id} ${one}`))) {
      return authorize(request, response, person, true);
    }
    return response.send(consentPage(request.session, client, scopes, request.originalUrl.split("?")[1], house.as("scope-boxes")));
  });

  site.post("/connect/authorize", form, async (request, response) => {
    const person = house.people.get(request.session.member);
    if (!person || !guarded(request)) return response.status(403).send(plainPage("Please start again", "This form was too old."));
    return authorize(request, response, person, request.body.answer === "share");
  });

  function examine(query, client) {
    const challenged = query.code_challenge && query.code_challenge_method === "S256";
    if (query.response_type === "code" && !challenged && !house.is("pkce-optional")) {
      throw new InvalidRequestError("PKCE with S256 is needed here");
    }
    if (!house.is("any-scope") && !scopesOf(query, client).every((one) => client.scopes.includes(one))) {
      if (house.as("other-codes")) throw new AccessDeniedError("one of these scopes is not for this app");
      throw new InvalidScopeError("one of these scopes is not for this app");
    }
  }

  function scopesOf(query, client) {
    const asked = String(query.scope ?? "").split(" ").filter(Boolean);
    return asked.length ? asked : client.scopes.filter((one) => one !== OFFLINE);
  }

  async function authorize(request, response, person, allowed) {
    const query = { ...request.query };
    if (house.as("scope-boxes") && allowed) query.scope = [request.body.wish ?? []].flat().join(" ");
    if (house.is("state-lost")) query.state = "none";
    if (!allowed && house.is("denial-on-a-page")) return response.send(plainPage("As you wish", "Nothing was shared. You may close this page."));
    const asked = new Request({ headers: request.headers, method: "GET", query, body: { allowed: String(allowed) } });
    const answered = new Response();
    try {
      const code = await server.authorize(asked, answered, { authenticateHandler: { handle: () => person } });
      const target = new URL(answered.headers.location);
      target.searchParams.set("scope", code.scope.join(" "));
      house.codes.get(code.authorizationCode).prompted = query.prompt === "consent";
      for (const one of code.scope) house.consents.add(`${person.username} ${code.client.id} ${one}`);
      return response.redirect(303, target.href);
    } catch (error) {
      if (!answered.headers.location) return response.status(400).send(plainPage("This link is broken", error.message));
      return response.redirect(303, answered.headers.location);
    }
  }

  function sendBack(response, query, error) {
    const target = new URL(query.redirect_uri);
    target.searchParams.set("error", error.name);
    target.searchParams.set("error_description", error.message);
    if (query.state && !house.is("state-lost")) target.searchParams.set("state", query.state);
    response.redirect(303, target.href);
  }

  site.post("/connect/token", form, async (request, response) => {
    const { code_verifier: verifier, ...fields } = request.body ?? {};
    const body = verifier === undefined || house.is("verifier-unchecked") ? fields : { ...fields, code_verifier: verifier };
    if (house.is("refresh-widens")) body.scope ??= house.refreshTokens.get(body.refresh_token)?.scope.join(" ");
    const asked = new Request({ headers: request.headers, method: "POST", query: {}, body });
    const answered = new Response();
    try {
      await server.token(asked, answered);
    } catch (error) {
      const known = error instanceof OAuthError;
      answered.status = known ? error.code : 500;
      answered.body = { error: known ? error.name : "server_error", error_description: error.message };
    }
    if (house.is("token-scope-unsaid")) delete answered.body.scope;
    if (house.is("errors-answered-200")) answered.status = 200;
    response.status(answered.status).set(NO_STORE).set(answered.headers);
    if (house.is("token-cacheable")) response.set({ "Cache-Control": "private, max-age=300", Pragma: "" });
    response.json(answered.body);
  });

  site.post("/connect/register", express.raw({ type: () => true, limit: "64kb" }), (request, response) => {
    try {
      const made = register(house, JSON.parse(Buffer.from(request.body ?? "").toString("utf8")));
      response.status(house.is("registration-200") ? 200 : 201).set(NO_STORE).json(made);
    } catch (error) {
      const code = error instanceof BadRegistration && !house.as("other-codes") ? error.code : "invalid_client_metadata";
      response.status(400).set(NO_STORE).json({ error: code, error_description: error.message });
    }
  });

  site.post("/connect/revoke", form, (request, response) => {
    const client = clientOf(house, request);
    if (!client) {
      return response.status(401).set("WWW-Authenticate", 'Basic realm="connect"').json({ error: "invalid_client" });
    }
    const text = request.body?.token;
    if (!text) return response.status(400).json({ error: "invalid_request", error_description: "which token?" });
    const token = house.tokens.get(text) ?? house.refreshTokens.get(text);
    if (!token && house.is("revocation-of-unknown-400")) return response.status(400).json({ error: "invalid_token" });
    if (token && token.client.id === client.id) {
      if (!house.tokens.has(text)) house.is("revoked-refresh-lives") || forget(house, token);
      else if (!house.is("revoked-access-lives")) house.tokens.delete(text);
    }
    return response.status(200).set(NO_STORE).end();
  });

  site.get("/account/apps", (request, response) => {
    const person = house.people.get(request.session.member);
    if (!person) return response.redirect(303, "/account/sign-in?next=/account/apps");
    const ids = new Set(grantsOf(person).map((token) => token.client.id));
    return response.send(appsPage(request.session, [...ids].map((id) => house.clients.get(id)).filter(Boolean)));
  });
  site.post("/account/apps/:client/disconnect", form, (request, response) => {
    const person = house.people.get(request.session.member);
    if (!person || !guarded(request)) return response.status(403).send(plainPage("Please start again", "This form was too old."));
    for (const token of house.is("withdrawal-hollow") ? [] : grantsOf(person)) if (token.client.id === request.params.client) forget(house, token);
    return response.redirect(303, "/account/apps");
  });

  const grantsOf = (person) => [...house.tokens.values(), ...house.refreshTokens.values()].filter((token) => token.user === person);
  return site;
}

function clientOf(house, request) {
  const [scheme, credentials = ""] = (request.get("authorization") ?? "").split(" ");
  if (scheme.toLowerCase() !== "basic") return undefined;
  const [id, ...rest] = Buffer.from(credentials, "base64").toString("utf8").split(":");
  const client = house.clients.get(id);
  return client?.secret === rest.join(":") ? client : undefined;
}

// registration

class BadRegistration extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

const PAGES = ["client_uri", "logo_uri", "tos_uri", "policy_uri"];
const NEEDED = ["client_name", "software_id", "software_version", ...PAGES];
const GRANTS = ["authorization_code", "refresh_token"];

function register(house, asked) {
  if (!asked || typeof asked !== "object" || Array.isArray(asked)) throw new BadRegistration("invalid_client_metadata", "send an object");
  const uris = asked.redirect_uris;
  const fits = house.is("plain-redirect-registered") ? URL.canParse : isHttps;
  if (!Array.isArray(uris) || !uris.length || !uris.every((uri) => fits(uri))) {
    throw new BadRegistration("invalid_redirect_uri", "redirect_uris has to be an array of https URLs");
  }
  const missing = NEEDED.filter((name) => typeof asked[name] !== "string" || !asked[name]);
  if (missing.length) throw new BadRegistration("invalid_client_metadata", `missing: ${missing.join(", ")}`);
  if (!PAGES.every((name) => isHttps(asked[name]))) throw new BadRegistration("invalid_client_metadata", "pages have to be https");
  const hosts = new Set([...uris, ...PAGES.map((name) => asked[name])].map((url) => new URL(url).hostname));
  if (hosts.size > 1) throw new BadRegistration("invalid_client_metadata", "all URLs have to be of one host");
  const wanted = { token_endpoint_auth_method: "client_secret_basic", grant_types: ["authorization_code"], response_types: ["code"], ...asked };
  if (wanted.token_endpoint_auth_method !== "client_secret_basic") throw new BadRegistration("invalid_client_metadata", "only client_secret_basic");
  if (!Array.isArray(wanted.grant_types) || !wanted.grant_types.every((one) => GRANTS.includes(one))) {
    throw new BadRegistration("invalid_client_metadata", "grant_types: authorization_code, refresh_token");
  }
  if (String(wanted.response_types) !== "code") throw new BadRegistration("invalid_client_metadata", "response_types: code");
  return enrol(house, wanted);
}

function isHttps(url) {
  return typeof url === "string" && URL.canParse(url) && new URL(url).protocol === "https:" && !url.includes("#");
}

function enrol(house, wanted) {
  const offered = [...SCOPES, OFFLINE];
  const scopes = wanted.scope ? String(wanted.scope).split(" ").filter((one) => offered.includes(one)) : SCOPES;
  const names = [...NEEDED, "redirect_uris", "contacts", "token_endpoint_auth_method", "grant_types", "response_types"];
  const metadata = Object.fromEntries(names.filter((name) => name in wanted).map((name) => [name, wanted[name]]));
  metadata.scope = scopes.join(" ");
  const client = {
    id: `app-${secret(9)}`,
    secret: secret(24),
    metadata,
    scopes,
    grants: wanted.grant_types,
    redirectUris: wanted.redirect_uris,
  };
  house.clients.set(client.id, client);
  return {
    ...(!house.is("registration-forgets-metadata") && metadata),
    client_id: client.id,
    client_secret: client.secret,
    client_id_issued_at: Math.floor(Date.now() / 1000),
    client_secret_expires_at: 0,
  };
}
