// Puts the house together.

import Koa from "koa";
import mount from "koa-mount";

import { answering, apiRoutes } from "./api.js";
import { disguised } from "./disguise.js";
import { Gate } from "./gate.js";
import { page } from "./pages.js";

const LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"><path d="M2 12q6-8 12 0" fill="none" stroke="#246"/></svg>';

export function createApp(house) {
  const app = new Koa();
  const gate = new Gate(house);
  app.use(answering(house, apiRoutes(house, gate)));
  app.use(async (ctx, next) => {
    const document = house.document(ctx.path);
    if (!document) return next();
    ctx.type = ctx.path.startsWith("/tarn/status") ? "application/vc+ld+json" : "application/json";
    ctx.body = JSON.stringify(document);
    return undefined;
  });
  app.use(gate.pages().routes());
  app.use(disguised(house, gate));
  app.use(mount(gate.prefix, gate.provider.app));
  app.use((ctx) => {
    if (ctx.path === "/house-rules/logo.svg") {
      ctx.type = "image/svg+xml";
      ctx.body = LOGO;
    } else if (["/tarn", "/mere"].includes(ctx.path)) {
      ctx.type = "html";
      ctx.body = page(ctx.path === "/tarn" ? "Tarn College" : "Mere Institute", "Open to everybody who can swim.");
    } else if (ctx.path.startsWith("/house-rules/")) {
      ctx.type = "html";
      ctx.body = page("House rules", "We show nobody your records but whom you choose.");
    }
  });
  return app.callback();
}
