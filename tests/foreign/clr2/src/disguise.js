// The wrong ways of OAuth. The library is right, so each of them changes what it hears or what it says.

import { textOf } from "./answers.js";

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
  if (house.is("token-error-200") && ctx.status >= 400) ctx.status = 200;
}

async function join(ctx, next, house) {
  await next();
  if (ctx.status === 201 && house.is("registration-200")) ctx.status = 200;
}

async function ask(ctx, next, house, gate) {
  if (house.is("verifier-unchecked") && ctx.query.code_challenge) {
    const { code_challenge, code_challenge_method, ...query } = ctx.query;
    ctx.query = query;
  }
  if (house.is("redirect-by-prefix") && ctx.query.client_id) {
    const client = await gate.provider.Client.find(ctx.query.client_id);
    if (client && !client.redirectUris.includes(ctx.query.redirect_uri) && client.redirectUris.some((uri) => String(ctx.query.redirect_uri).startsWith(uri))) {
      client.redirectUris.push(ctx.query.redirect_uri);
    }
  }
  await next();
  if (house.is("state-lost") && ctx.response.get("location").includes("state=")) {
    const to = new URL(ctx.response.get("location"));
    to.searchParams.delete("state");
    ctx.set("Location", to.href);
  }
}
