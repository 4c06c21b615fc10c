// The resource: discovery, records, and the public items that verification fetches.

import OAuth2Server from "@node-oauth/oauth2-server";
import express from "express";

import { CONTEXT, SCOPE, SCOPES } from "./house.js";
import { modelOf } from "./oauth.js";
import { complaintAboutClr } from "./schema.js";
import { claimsOf, fits } from "./signing.js";

const MEDIA = "application/ld+json";
const PAGE = 100;
const MINOR = {
  400: "invalid_data", 401: "unauthorizedrequest", 403: "forbidden", 404: "unknown", 405: "not_allowed", 406: "not_acceptable",
  410: "unknown", 413: "invalid_data", 415: "invalid_data", 500: "internal_server_error", 503: "server_busy",
};

class Refusal extends Error {
  constructor(status, message, minor = MINOR[status]) {
    super(message);
    Object.assign(this, { status, minor });
  }
}

export function clrRoutes(house) {
  const { OAuthError, Request, Response } = OAuth2Server;
  const server = new OAuth2Server({ model: modelOf(house) });
  const api = express.Router();

  function send(response, status, document) {
    response.status(status).set("Content-Type", house.is("plain-json") && status < 400 ? "application/json" : MEDIA).send(Buffer.from(JSON.stringify(document)));
  }

  function statusBody(status, message, minor) {
    const good = status < 400;
    return {
      "@context": house.context,
      imsx_codeMajor: minor === "not_allowed" && house.as("other-codes") ? "unsupported" : good ? "success" : "failure",
      imsx_severity: good ? "status" : "error",
      imsx_description: message,
      imsx_codeMinor: { imsx_codeMinorField: [{ imsx_codeMinorFieldName: "FathomRecords", imsx_codeMinorFieldValue: minor }] },
    };
  }

  /** The person behind the token; the library says no, and in which words. */
  async function bearer(request, response, scope) {
    const answered = new Response();
    try {
      const asked = new Request({ headers: request.headers, method: request.method, query: request.query, body: {} });
      const token = await server.authenticate(asked, answered, { scope: [SCOPE + scope] });
      return token.user;
    } catch (error) {
      if (!(error instanceof OAuthError) || error.code >= 500) throw error;
      if (!house.is("no-challenge")) response.set(answered.headers);
      throw new Refusal(error.code, error.message);
    }
  }

  api.use((request, response, next) => {
    // One request in eight meets a part of the cluster that is out of order.
    if (house.is("flaky") && house.chance() < 1 / 8) throw new Refusal(500, "out of order");
    if (house.as("busy-at-first") && !house.warm && request.path === "/clrs") {
      house.warm = true;
      response.set("Retry-After", "1");
      throw new Refusal(503, "we are waking up");
    }
    if (!house.is("accept-ignored") && !request.accepts(MEDIA)) throw new Refusal(406, `this service speaks ${MEDIA}`);
    next();
  });

  api.get("/discovery", async (request, response) => {
    if (house.is("discovery-behind-a-token")) await bearer(request, response, "readonly");
    const connect = `${house.origin}/connect`;
    send(response, 200, {
      "@context": house.context,
      name: "Fathom Records",
      authorizationUrl: `${connect}/authorize`,
      registrationUrl: `${connect}/register`,
      tokenUrl: `${connect}/token`,
      privacyPolicyUrl: `${house.origin}/privacy`,
      ...(!house.is("discovery-without-terms") && { termsOfServiceUrl: `${house.origin}/terms` }),
      scopesOffered: house.is("scopes-of-another-edition") ? SCOPES.map((one) => one.replace("scope/", "scope/clr.")) : SCOPES,
    });
  });

  // records

  api.get("/clrs", async (request, response) => {
    const person = await bearer(request, response, "readonly");
    const { limit, offset: asked, since } = pageOf(request.query);
    sweep();
    const all = house.shelf
      .filter(({ owner, clr }) => (owner === person || house.is("lists-everybody")) && !clr.revoked)
      .filter(({ clr }) => since === null || house.is("since-ignored") || Date.parse(clr.issuedOn) > since)
      .sort((one, other) => Date.parse(other.clr.issuedOn) - Date.parse(one.clr.issuedOn) || one.clr.id.localeCompare(other.clr.id));
    const offset = startOf(request.query, all, asked);
    const page = pageFrom(all, offset, limit);
    if (!house.is("limit-ignored-untold")) {
      response.set("X-Total-Count", String(house.is("total-of-the-page") ? page.length : all.length));
      if (page.length < all.length || limit < all.length) response.set("Link", linksOf(request, all, limit, offset));
    }
    send(response, 200, {
      "@context": house.context,
      type: "ClrSet",
      clrs: page.filter(({ jws }) => !jws).map(({ clr }) => clr),
      signedClrs: page.filter(({ jws }) => jws).map(({ jws }) => jws),
    });
  });

  /** A deletion that was accepted is done behind a few more reads of the list. */
  function sweep() {
    house.shelf = house.shelf.filter((one) => one.readsLeft === undefined || one.readsLeft-- > 0);
  }

  /** Where the page begins: after the record that a cursor names, else at the offset. */
  function startOf(query, all, offset) {
    if (query.after === undefined) return house.is("offset-from-one") ? Math.max(0, offset - 1) : offset;
    const id = Buffer.from(String(query.after), "base64url").toString("utf8");
    const place = all.findIndex(({ clr }) => clr.id === id);
    if (place < 0) throw new Refusal(400, "this cursor is not ours", "invalid_query_parameter");
    return place + 1;
  }

  function pageFrom(all, offset, limit) {
    if (house.is("paging-ignored")) return all;
    if (house.is("limit-ignored") || house.is("limit-ignored-untold")) return all.slice(offset);
    if (house.is("first-page-again")) return all.slice(0, limit);
    return all.slice(offset, offset + limit);
  }

  function pageOf(query) {
    const whole = (name, least, usual) => {
      if (query[name] === undefined) return usual;
      if (!/^\d{1,9}$/.test(query[name]) || Number(query[name]) < least) {
        throw new Refusal(400, `${name} has to be a whole number from ${least} on`, "invalid_query_parameter");
      }
      return Number(query[name]);
    };
    const most = house.as("small-pages") ? 2 : PAGE;
    return { limit: Math.min(whole("limit", 1, most), most), offset: whole("offset", 0, 0), since: moment(query.since) };
  }

  function moment(text) {
    if (text === undefined) return null;
    const iso = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(text) && Date.parse(text);
    if (!iso && iso !== 0) throw new Refusal(400, "since has to be a moment with its time zone", "invalid_query_parameter");
    return iso;
  }

  function linksOf(request, all, limit, offset) {
    const total = all.length;
    const site = house.is("inner-host-in-links") ? `http://${request.get("host")}` : `${request.protocol}://${request.host}`;
    const here = `${site}${request.originalUrl.split("?")[0]}`;
    const at = (rel, start) => {
      const query = new URLSearchParams({ limit });
      if (!house.as("cursors")) query.set("offset", start + (house.is("offset-from-one") ? 1 : 0));
      else if (start > 0) query.set("after", Buffer.from(all[Math.min(start, total) - 1]?.clr.id ?? "").toString("base64url"));
      if (request.query.since !== undefined) query.set("since", request.query.since);
      return `<${here}?${query}>; rel="${rel}"`;
    };
    const links = [at("first", 0)];
    if (!house.is("last-link-missing")) links.push(at("last", Math.max(0, Math.ceil(total / limit) - 1) * limit));
    if (offset + limit < total) links.unshift(at("next", offset + limit));
    if (offset > 0) links.push(at("prev", Math.max(0, offset - limit)));
    return links.join(", ");
  }

  api.get("/clrs/:id", async (request, response) => {
    const person = await bearer(request, response, "readonly");
    const found = mine(person, request.params.id);
    if (found.clr.revoked && !house.is("revoked-served")) throw new Refusal(410, "this record was withdrawn");
    send(response, 200, { "@context": house.context, ...found.clr });
  });

  function mine(person, sourcedId) {
    const found = house.find(sourcedId);
    if (found && found.owner !== person && house.as("other-codes")) throw new Refusal(403, "this record is not yours");
    if (!found || found.owner !== person) throw new Refusal(404, "there is no such record");
    return found;
  }

  api.post("/clrs", express.raw({ type: () => true, limit: "4mb" }), async (request, response) => {
    const person = await bearer(request, response, "replace");
    if (!request.is(["application/ld+json"])) throw new Refusal(415, `send ${MEDIA}`);
    const posted = await examined(bodyOf(request), person);
    const before = house.find(posted.clr.id);
    if (before && before.owner !== person) throw new Refusal(403, "this record belongs to somebody else");
    const replaced = await house.file(person, house.is("post-not-kept") && !before ? {} : stored(posted));
    const kept = posted.jws ? { signedClr: posted.jws } : { clr: answered(posted.clr) };
    send(response, replaced ? 200 : 201, { "@context": house.context, ...kept });
  });

  const renamed = (clr) => ({ ...clr, name: "Imported record" });
  const answered = (clr) => (house.is("answer-renamed") ? renamed(clr) : clr);

  /** The record as it goes into the store. */
  function stored({ clr, jws }) {
    if (house.is("store-renames")) return jws ? { clr, jws } : { clr: renamed(clr) };
    if (house.is("store-drops-assertions") && !jws) return { clr: { ...clr, assertions: [] } };
    if (house.is("signed-kept-unsigned") && jws) return { clr: { ...clr, "@context": undefined } };
    return { clr, jws };
  }

  function bodyOf(request) {
    try {
      const body = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(request.body));
      if (body && typeof body === "object" && !Array.isArray(body)) return body;
    } catch {
      // said below
    }
    throw new Refusal(400, "the body has to be a JSON object");
  }

  async function examined(body, person) {
    const { "@context": context, clr, signedClr, ...others } = body;
    if (Object.keys(others).length) throw new Refusal(400, `unknown members: ${Object.keys(others).join(", ")}`);
    if (![context].flat().includes(CONTEXT)) throw new Refusal(400, "@context has to name CLR 1.0");
    if ((clr === undefined) === (signedClr === undefined)) throw new Refusal(400, "send either clr or signedClr");
    const record = clr ?? claimsOf(String(signedClr));
    const complaint = complaintAboutClr(record);
    if (complaint && !(house.is("schema-unchecked") && typeof record?.id === "string")) throw new Refusal(400, complaint);
    if (!house.is("any-learner") && record.learner?.id !== person.learner.id) throw new Refusal(403, "this record is about somebody else");
    if (signedClr !== undefined) await verified(signedClr, record);
    return signedClr === undefined ? { clr } : { clr: record, jws: signedClr };
  }

  async function verified(token, record) {
    const { publisher } = record;
    const own = publisher.id === house.documents.academy.id;
    const pem = own ? house.key.pem : publisher.publicKey?.publicKeyPem;
    if (!pem || !(await fits(token, pem))) throw new Refusal(house.as("other-codes") ? 403 : 400, "the signature does not hold");
  }

  api.delete("/clrs/:id", async (request, response) => {
    const person = await bearer(request, response, "delete");
    if (house.is("delete-anything") && !house.find(request.params.id)) return response.status(204).end();
    const found = mine(person, request.params.id);
    if (house.as("deletes-later")) {
      found.readsLeft ??= 3;
      return send(response, 202, { ...statusBody(202, "it will be gone soon", "fullsuccess"), imsx_codeMajor: "processing" });
    }
    if (!house.is("delete-keeps")) house.shelf.splice(house.shelf.indexOf(found), 1);
    return response.status(204).end();
  });

  // public items

  for (const kind of ["assertions", "endorsements", "keys", "revocations"]) {
    api.get(`/${kind}/:id{/:version}`, (request, response) => {
      const found = house.documents[kind].get(request.params.id);
      if (!found) throw new Refusal(404, `no such item among the ${kind}`);
      if (house.as("hosted-by-redirect") && !request.params.version) {
        return response.redirect(302, `${house.base}/${kind}/${encodeURIComponent(request.params.id)}/current`);
      }
      const other = kind === "assertions" && house.is("hosted-copy-of-another") && { id: `${house.base}/assertions/survival~another` };
      return send(response, 200, { "@context": house.context, ...found, ...other });
    });
    api.all(`/${kind}/:id{/:version}`, onlyFor("GET"));
  }

  function onlyFor(...methods) {
    return (request, response) => {
      response.set("Allow", methods.join(", "));
      throw new Refusal(405, `${request.method} is not for this path`);
    };
  }
  api.all("/clrs", onlyFor("GET", "POST"));
  api.all("/clrs/:id", onlyFor("GET", "DELETE"));
  api.all("/discovery", onlyFor("GET"));
  api.use((request) => {
    throw new Refusal(404, `nothing at ${request.path}`);
  });

  // eslint-disable-next-line no-unused-vars -- Express tells an error handler by its four parameters
  api.use((error, _request, response, _next) => {
    const status = error.status ?? 500;
    send(response, status, statusBody(status, status < 500 ? error.message : "out of order", error.minor ?? MINOR[status] ?? "unknown"));
  });
  return api;
}
