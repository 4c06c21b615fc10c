// Fathom Records: a CLR 1.0 provider for tests, on Express and @node-oauth/oauth2-server.
//
//   node server.js [--cert FILE --key FILE] [--port N] [--wrong NAME] [--right NAME[,NAME]]
//
// Prints one line of JSON for each state it is ready in. Each line on stdin ({"wrong": …, "right": […]}) starts over
// with other switches; the end of stdin ends the process, so that nobody has to hunt for it.

import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

import { createApp } from "./src/app.js";
import { front } from "./src/front.js";
import { House } from "./src/house.js";
import { createKeyring } from "./src/signing.js";

const { values: options } = parseArgs({
  options: {
    cert: { type: "string" },
    key: { type: "string" },
    port: { type: "string", default: "0" },
    wrong: { type: "string" },
    right: { type: "string", default: "" },
  },
});

let handler = (_, response) => response.destroy();
const answer = (request, response) => handler(request, response);

function listening(server, port = 0) {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server.address().port));
  });
}

const tls = options.cert && { cert: readFileSync(options.cert), key: readFileSync(options.key) };
const plainPort = await listening(http.createServer(answer), tls ? 0 : Number(options.port));
const origins = { http: `http://127.0.0.1:${plainPort}` };
if (tls) {
  origins.https = `https://127.0.0.1:${await listening(https.createServer(tls, answer), Number(options.port))}`;
  origins.front = `https://127.0.0.1:${await listening(https.createServer(tls, front(plainPort)))}`;
}
const keyring = await createKeyring();

function originFor(right) {
  if (!tls || right.includes("plain-http")) return origins.http;
  return right.includes("behind-proxy") ? origins.front : origins.https;
}

async function become({ wrong = null, right = [] }) {
  const house = await House.open({ origin: originFor(right), keyring, wrong, right });
  handler = createApp(house);
  process.stdout.write(`${JSON.stringify(house.business())}\n`);
}

await become({ wrong: options.wrong ?? null, right: options.right.split(",").filter(Boolean) });
for await (const line of createInterface({ input: process.stdin })) {
  try {
    await become(JSON.parse(line));
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ error: String(error) })}\n`);
  }
}
process.exit(0);
