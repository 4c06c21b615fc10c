// Puts the house together: sessions, pages, authorization server, resource.

import express from "express";
import session from "express-session";

import { clrRoutes } from "./clr.js";
import { CONTEXT, secret } from "./house.js";
import { oauthRoutes } from "./oauth.js";
import { plainPage } from "./pages.js";

export function createApp(house) {
  const app = express();
  app.disable("x-powered-by");
  app.set("etag", false);
  app.set("trust proxy", house.as("behind-proxy") ? "loopback" : false);
  app.use("/v/fathom/ims/clr/v1p0", clrRoutes(house));
  app.use(
    session({
      name: "fathom.sid",
      secret: secret(),
      resave: false,
      saveUninitialized: false,
      cookie: { httpOnly: true, sameSite: "lax", secure: "auto" },
    }),
  );
  app.use(oauthRoutes(house));
  const show = (response, document) => response.type("application/ld+json").send(JSON.stringify({ "@context": CONTEXT, ...document }));
  app.get("/academy", (_request, response) => show(response, house.documents.academy));
  app.get("/catalogue/:code", (request, response, next) => {
    const course = house.documents.catalogue.get(request.params.code);
    return course ? show(response, course) : next();
  });
  app.get("/privacy", (_request, response) => response.send(plainPage("Privacy", "We show nobody your records but whom you choose.")));
  app.get("/terms", (_request, response) => response.send(plainPage("Terms", "Be kind to the servers.")));
  return app;
}
