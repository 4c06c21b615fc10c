// Tarn Ledger: a provider of CLR 2.0, or of Open Badges 3.0, for tests. Koa, oidc-provider, and signers of Digital Bazaar.
//
//   node server.js --cert FILE --key FILE [--port N] [--wrong NAME] [--right NAME[,NAME]]
//
// Prints one line of JSON for each state it is ready in. A line on stdin ({"wrong": name or null, "right": [names]})
// starts over with other switches; the end of stdin ends the process.

import { once } from "node:events";
import { readFileSync } from "node:fs";
import https from "node:https";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

import { createApp } from "./src/app.js";
import { House, foundations } from "./src/house.js";

const text = (value) => ({ type: "string", default: value });
const { values: given } = parseArgs({ options: { cert: text(), key: text(), port: text("0"), wrong: text(), right: text("") } });

// Lines on stdout are for the driver alone.
console.info = console.warn = console.log = console.error;

let app;
const server = https.createServer({ cert: readFileSync(given.cert), key: readFileSync(given.key) }, (request, response) => app(request, response));
server.listen(Number(given.port), "127.0.0.1");
await once(server, "listening");
const ground = await foundations(`https://127.0.0.1:${server.address().port}`);

async function become(switches) {
  try {
    const house = await House.open(ground, switches);
    app = createApp(house);
    process.stdout.write(`${JSON.stringify(house.business())}\n`);
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ error: String(error?.stack ?? error) })}\n`);
  }
}

await become({ wrong: given.wrong, right: given.right.split(",").filter(Boolean) });
for await (const line of createInterface({ input: process.stdin })) await become(JSON.parse(line));
process.exit(0);
