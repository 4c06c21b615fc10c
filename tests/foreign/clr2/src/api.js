// The resource: credentials and the profile.

import Router from "@koa/router";

import { Refusal, json, refuse, textOf } from "./answers.js";
import { serviceDescription } from "./description.js";
import { payloadOf } from "./ledger.js";
import { asked, links, opened, pageOf } from "./paging.js";
import { profileOf } from "./content.js";

const JSON_TYPES = ["application/json", "application/vc+ld+json", "application/ld+json"];
const CHALLENGE = 'Bearer realm="tarn ledger"';

export function apiRoutes(house, gate) {
  const routes = new Router({ prefix: house.path });
  const needs = (name) => (ctx, next) => admitted(ctx, next, house, gate, house.scopes[name]);

  routes.get("/discovery", (ctx) => {
    if (house.as("machines-only")) throw new Refusal(404, "ask the registrar's office");
    if (house.is("description-behind-login") && !ctx.get("authorization")) throw new Refusal(401, "who are you?", { headers: { "WWW-Authenticate": CHALLENGE } });
    ctx.set({ "Cache-Control": "public, max-age=300" });
    json(ctx, serviceDescription(house, gate));
  });
  routes.get("/credentials", needs("credential.readonly"), (ctx) => list(ctx, house));
  routes.post("/credentials", needs("credential.upsert"), (ctx) => upsert(ctx, house));
  routes.get("/profile", needs("profile.readonly"), (ctx) => {
    const profile = house.is("profile-of-another") ? profileOf([...house.people.values()][1]) : house.profiles.get(ctx.state.member);
    if (!profile || house.as("no-profiles")) throw new Refusal(404, "this member has told nothing about herself");
    json(ctx, house.is("profile-of-three-members") ? { id: profile.id, name: profile.name } : profile);
  });
  if (!house.as("profiles-fixed")) routes.put("/profile", needs("profile.update"), (ctx) => putProfile(ctx, house));
  return routes;
}

/** Middleware: refusals become status objects, and what is not offered is told as that. */
export function answering(house, routes) {
  return async (ctx, next) => {
    if (!ctx.path.startsWith(`${house.path}/`)) return next();
    if (house.is("paths-with-slash") && !ctx.path.endsWith("/discovery")) {
      if (!ctx.path.endsWith("/")) return slashed(ctx);
      ctx.path = ctx.path.slice(0, -1);
    }
    try {
      await routes.routes()(ctx, async () => {});
      if (ctx.status !== 404 || ctx.body !== undefined) return;
      const known = routes.stack.filter((layer) => layer.path === ctx.path).flatMap((layer) => layer.methods);
      if (!known.length || house.is("405-as-404")) throw new Refusal(404, "there is nothing at this address");
      throw new Refusal(405, `${ctx.method} is not offered here`, { headers: { Allow: [...new Set(known)].join(", ") } });
    } catch (error) {
      if (!(error instanceof Refusal)) console.error(error);
      refuse(ctx, error instanceof Refusal ? error : new Refusal(500, "we have broken something"), house);
    }
  };
}

/** What frameworks do that want a slash at the end. */
function slashed(ctx) {
  ctx.status = 308;
  ctx.set("Location", `${ctx.path}/${ctx.search}`);
}

async function admitted(ctx, next, house, gate, scope) {
  const [, token] = /^Bearer +([^ ]+)$/i.exec(ctx.get("authorization")) ?? [];
  const challenge = (more) => (house.is("no-challenge") ? {} : { headers: { "WWW-Authenticate": `${CHALLENGE}${more}` } });
  if (!token && !house.is("any-token")) throw new Refusal(401, "this needs an access token", challenge(""));
  const known = await gate.whose(token);
  if (!known && house.is("any-token")) return next(Object.assign(ctx.state, { member: [...house.people.keys()][0] }));
  if (!known) throw new Refusal(401, "we do not know this access token, or not any more", challenge(', error="invalid_token"'));
  if (!known.scopes.has(scope) && !house.is("scopes-unchecked")) {
    throw new Refusal(403, `the token does not hold the scope ${scope}`, challenge(`, error="insufficient_scope", scope="${scope}"`));
  }
  ctx.state.member = known.member;
  return next();
}

function list(ctx, house) {
  house.reads += 1;
  const query = opened(ctx.query);
  const wanted = asked(query, house);
  const page = pageOf(house.ledger.of(ctx.state.member), wanted, house);
  const isToken = (kept) => !kept.startsWith("{") && !house.is("jwt-among-credentials");
  const credential = page.rows.filter(({ kept }) => !isToken(kept)).map(({ kept }) => (kept.startsWith("{") ? kept : JSON.stringify(kept)));
  const tokens = page.rows.filter(({ kept }) => isToken(kept)).map(({ kept }) => JSON.stringify(kept));
  const members = [];
  const both = house.as("empty-arrays") || house.is("extra-in-list");
  if (credential.length || both) members.push(`"credential": [${credential.join(",")}]`);
  if (tokens.length || both) members.push(`"compactJwsString": [${tokens.join(",")}]`);
  if (house.is("extra-in-list")) members.push(`"count": ${page.rows.length}`);
  const found = links(house, query, wanted, page);
  if (page.rows.length < page.total) ctx.set("Link", house.as("one-line-of-links") ? found.join(" ,") : found);
  if (!house.as("total-unknown")) ctx.set("x-total-count", String(house.is("total-of-the-page") ? page.rows.length : page.total));
  json(ctx, `{${members.join(", ")}}\n`);
}

async function upsert(ctx, house) {
  const text = await textOf(ctx.req);
  if (house.is("tokens-refused") && named(ctx, "text/plain")) throw new Refusal(415, "send JSON");
  const type = named(ctx, "text/plain", ...JSON_TYPES);
  if (!type) throw new Refusal(415, "send JSON, or a Compact JWS as text/plain");
  const given = type === "text/plain" ? payloadOf(text.trim()) : parsed(text);
  if (!house.is("anything-taken")) await checked(given, text.trim(), type, house);
  const kept = type === "text/plain" ? text.trim() : JSON.stringify(keptMembers(given, house));
  const standing = house.ledger.equal(ctx.state.member, given);
  if (standing?.kept === kept && house.as("same-is-304")) return Object.assign(ctx, { status: 304 });
  if (standing?.issued > Date.parse(given.validFrom) && house.as("older-is-409")) throw new Refusal(409, "we have a newer one", { minor: "not_allowed" });
  const before = house.is("post-not-kept") ? false : house.ledger.file(ctx.state.member, kept, given);
  ctx.status = before && !house.is("replaced-201") ? 200 : 201;
  ctx.set("Content-Type", type === "text/plain" ? "text/plain" : `${type}; charset=utf-8`);
  ctx.body = house.is("answer-reserialised") && type !== "text/plain" ? reserialised(given) : text;
}

/** The media type of the body where it is one of these. The library that Koa has for it knows no type with two suffixes. */
function named(ctx, ...types) {
  const [type] = ctx.get("content-type").toLowerCase().split(";");
  return types.find((one) => one === type.trim());
}

/** What a mapper of classes gives back that knows some members only. */
const reserialised = ({ proof, ...given }) => JSON.stringify({ ...given, name: String(given.name).toUpperCase() });

/** What the tables of the house have columns for. */
function keptMembers({ description, awardedDate, ...given }, house) {
  return house.is("store-drops-members") ? given : { ...given, description, awardedDate };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, "the body is not JSON");
  }
}

async function checked(given, text, type, house) {
  shaped(given, house);
  // Signatures take the most time of all; a house that is wrong elsewhere trusts them.
  if (house.as("unsigned-taken") || house.wrong) return;
  await (type === "text/plain" ? house.checker.signed(text, given) : house.checker.proved(given));
}

function shaped(given, house) {
  const lacks = (name) => new Refusal(400, `the credential lacks ${name}`);
  if (given === null || typeof given !== "object" || Array.isArray(given)) throw new Refusal(400, "the body is no credential");
  const types = [given.type].flat();
  if (!types.includes("VerifiableCredential") || !types.some((type) => house.kind.includes(type))) throw lacks(`the type ${house.kind[0]}`);
  for (const name of ["@context", "id", "issuer", "credentialSubject"]) if (!given[name]) throw lacks(name);
  if (typeof given.id !== "string") throw new Refusal(400, "id has to be a text");
  if (Number.isNaN(Date.parse(given.validFrom ?? given.issuanceDate))) throw lacks("validFrom");
  if (house.kind[0] === "ClrCredential" && !given.credentialSubject.verifiableCredential) throw lacks("a credential of the learner");
  if (house.kind[0] === "ClrCredential" && !given.name) throw lacks("name");
}

async function putProfile(ctx, house) {
  if (!named(ctx, ...JSON_TYPES)) throw new Refusal(415, "send JSON");
  const given = parsed(await textOf(ctx.req));
  if (given === null || typeof given !== "object" || ![given.type].flat().includes("Profile") || !given.id) {
    throw new Refusal(400, "a profile has an id and the type Profile");
  }
  if (house.as("profile-202")) {
    ctx.status = 202;
    json(ctx, { imsx_codeMajor: "processing", imsx_severity: "status", imsx_description: "somebody will look at it" });
    return;
  }
  // The address of a member is what she signs in with, and is not changed here.
  const before = house.profiles.get(ctx.state.member);
  const profile = { ...given, ...(before?.email && { email: before.email }) };
  if (!house.is("profile-not-kept")) house.profiles.set(ctx.state.member, profile);
  json(ctx, profile);
}
