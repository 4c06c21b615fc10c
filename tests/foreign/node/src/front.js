// A reverse proxy in front of the application: it ends TLS and tells the host that the world knows.

import http from "node:http";

export function front(port) {
  return (request, response) => {
    const headers = {
      ...request.headers,
      host: `127.0.0.1:${port}`,
      "x-forwarded-host": request.headers.host,
      "x-forwarded-proto": "https",
      "x-forwarded-for": request.socket.remoteAddress,
    };
    const inner = http.request({ port, host: "127.0.0.1", method: request.method, path: request.url, headers });
    inner.on("response", (answered) => {
      response.writeHead(answered.statusCode, answered.rawHeaders);
      answered.pipe(response);
    });
    inner.on("error", () => response.headersSent || response.writeHead(502).end());
    request.pipe(inner);
  };
}
