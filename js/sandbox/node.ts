/**
 * The sandbox on a Node server.
 *
 * @module reroom/sandbox/node
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequest, sendResponse } from "@remix-run/node-fetch-server";
import { ConnectionBroken } from "./index.js";
import type { Sandbox } from "./index.js";

/** Methods that no `Request` can have. */
const unspeakable = new Set(["CONNECT", "TRACE", "TRACK"]);

const ownPath = /^\/(?:api\/enterprise|sandbox)\//;

/**
 * A listener for `http.createServer`, or a middleware for Vite, Connect and Express: paths other than
 * `/api/enterprise/*` and `/sandbox/*` go to `next`, or are answered 404 without one. A fault that breaks the
 * connection destroys the socket.
 */
export function createSandboxListener(
  sandbox: (request: Request) => Promise<Response>,
): (req: IncomingMessage, res: ServerResponse, next?: (error?: unknown) => void) => void {
  return (req, res, next) => {
    if (ownPath.test(req.url ?? "")) void serve(sandbox, req, res);
    else if (next) next();
    else res.writeHead(404, { "content-type": "application/json" }).end('{"err":"Not found"}');
  };
}

async function serve(
  sandbox: (request: Request) => Promise<Response>,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  try {
    await sendResponse(res, await sandbox(toRequest(req, res)));
  } catch (error) {
    // What is left then is a caller who went away, or whose answer had begun: nothing can be said to them.
    if (error instanceof ConnectionBroken || res.headersSent || res.destroyed || req.socket.destroyed)
      req.socket.destroy();
    else res.writeHead(500, { "content-type": "application/json" }).end('{"err":"The sandbox failed"}');
  }
}

/** The request; one of a method that `Request` refuses travels as one that no path has, for the same refusal. */
function toRequest(req: IncomingMessage, res: ServerResponse): Request {
  if (!unspeakable.has(req.method ?? "")) return createRequest(req, res);
  return new Request(new URL(req.url ?? "/", `http://${req.headers.host ?? "localhost"}`), { method: "UNKNOWN" });
}

export type { Sandbox };
