import type { RequestListener } from "node:http";
import type { Gateway } from "../gateway/index.js";

/** Responds to `/healthz`, without details, and passes everything else on. */
export function addHealth(gateway: Gateway, listener: RequestListener): RequestListener {
  return (req, res) => {
    if (req.url !== "/healthz") {
      listener(req, res);
      return;
    }
    void gateway.health().then(({ ok }) => {
      res.writeHead(ok ? 200 : 503, { "content-type": "application/json", "cache-control": "no-store" });
      res.end(JSON.stringify({ ok }));
    });
  };
}

/** Responds to `/metrics`, and to nothing else. */
export function createMetricsListener(gateway: Gateway): RequestListener {
  return (req, res) => {
    if (req.url !== "/metrics") {
      res.writeHead(404).end();
      return;
    }
    void gateway.metrics().then((text) => {
      res.writeHead(200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" }).end(text);
    });
  };
}
