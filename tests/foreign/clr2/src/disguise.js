// What the authorization server hears and says otherwise than its library would: what the standard asks beyond the
// library, and the wrong ways.

import { textOf } from "./answers.js";
import { page } from "./pages.js";

/** Middleware around the authorization server. */
export function disguised(house, gate) {
  const spent = new Map();
  return async (ctx, next) => {
    if (!ctx.path.startsWith(`${gate.prefix}/`)) return next();
    const path = ctx.path.slice(gate.prefix.length);
    if (path === "/exchange") return exchange(ctx, next, house, spent);
    if (path === "/join") return join(ctx, next, house);
    if (path === "/forget" && house.is("revoked-lives")) {
      ctx.status = 200;
      ctx.body = "";
      return undefined;
    }
    if (path.startsWith("/ask")) return ask(ctx, next, house, gate);
    return next();
  };
}

async function exchange(ctx, next, house, spent) {
  const changes = ["code-twice", "verifier-unchecked", "refresh-widens"].some((name) => house.is(name));
  if (!changes) {
    await next();
    return said(ctx, house);
  }
  const form = new URLSearchParams(await textOf(ctx.req));
  const code = form.get("code");
  const widened = house.is("refresh-widens") && form.get("grant_type") === "refresh_token" ? form.get("scope") : null;
  if (code && spent.has(code)) {
    ctx.set("Cache-Control", "no-store");
    ctx.body = spent.get(code);
    return undefined;
  }
  if (house.is("verifier-unchecked")) form.delete("code_verifier");
  if (widened !== null) form.delete("scope");
  ctx.request.body = Object.fromEntries(form);
  ctx.req.body = ctx.request.body;
  await next();
  if (ctx.status === 200 && code && house.is("code-twice")) spent.set(code, ctx.body);
  if (ctx.status === 200 && widened) {
    house.widened.set(ctx.body.access_token, new Set(widened.split(" ")));
    ctx.body = { ...ctx.body, scope: widened };
  }
  return said(ctx, house);
}

function said(ctx, house) {
  if (house.is("token-cacheable") && ctx.status === 200) {
    ctx.set("Cache-Control", "private, max-age=600");
    ctx.remove("Pragma");
  }
}

async function join(ctx, next, house) {
  await next();
  if (ctx.status === 201 && house.is("registration-200")) ctx.status = 200;
}

/** The library compares addresses in their normal form, ignores scopes it does not know, and does not repeat the scope. */
async function ask(ctx, next, house, gate) {
  const { client_id: id, redirect_uri: to, scope, state } = ctx.query;
  const client = id && (await gate.provider.Client.find(id));
  if (client && to && !exactly(client, to, house)) {
    ctx.status = 400;
    ctx.type = "html";
    ctx.body = page("This link is broken", "The app wants to send you to an address that it has not registered.");
    return;
  }
  const known = [...Object.values(house.scopes), "offline_access"];
  if (client && scope && String(scope).split(" ").some((one) => !known.includes(one))) {
    back(ctx, to, { error: "invalid_scope", error_description: "a scope is not known here", ...(state && { state }) });
    return;
  }
  if (house.is("verifier-unchecked") && ctx.query.code_challenge) {
    const { code_challenge, code_challenge_method, ...query } = ctx.query;
    ctx.query = query;
  }
  await next();
  const location = ctx.response.get("location");
  const granted = ctx.oidc?.entities?.AuthorizationCode?.scope;
  if (granted && !house.is("scope-not-repeated")) back(ctx, location, { scope: granted });
  if (house.is("state-lost") && location.includes("state=")) back(ctx, ctx.response.get("location"), { state: null });
}

function exactly(client, to, house) {
  return client.redirectUris.includes(to) || house.is("redirect-normalised");
}

/** Send the browser there, with these parameters; null takes one away. */
function back(ctx, to, parameters) {
  const address = new URL(to);
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null) address.searchParams.delete(name);
    else address.searchParams.set(name, value);
  }
  ctx.redirect(address.href);
  ctx.status = 303;
}
