/**
 * The sandbox as a Node request listener.
 *
 * @module reroom/sandbox/node
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequest, sendResponse } from "@remix-run/node-fetch-server";
import { ConnectionBroken } from "./index.js";
import type { Sandbox } from "./index.js";

/** Methods that the `Request` constructor rejects. */
const forbiddenMethods = new Set(["CONNECT", "TRACE", "TRACK"]);

const NOT_FOUND = '{"err":"Not found. The paths start with /api/enterprise/. Check baseUrl."}';

const sandboxPath = /^\/(?:api\/enterprise|sandbox)\//;

/**
 * Creates a listener for `http.createServer`, or a middleware for Vite, Connect and Express. Requests to paths other than
 * `/api/enterprise/*` and `/sandbox/*` go to `next()`, or get a 404 without it. A fault that breaks the connection
 * destroys the socket.
 */
export function createSandboxListener(
  sandbox: (request: Request) => Promise<Response>,
): (req: IncomingMessage, res: ServerResponse, next?: (error?: unknown) => void) => void {
  if (typeof sandbox !== "function")
    throw new TypeError(
      "The sandbox is not a function. Pass createSandboxListener() the result of await createSandbox().",
    );
  return (req, res, next) => {
    if (sandboxPath.test(req.url ?? "")) void serve(sandbox, req, res);
    else if (next) next();
    else res.writeHead(404, { "content-type": "application/json" }).end(NOT_FOUND);
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
    // The client is gone or has already received part of a response.
    if (error instanceof ConnectionBroken || res.headersSent || res.destroyed || req.socket.destroyed)
      req.socket.destroy();
    else res.writeHead(500, { "content-type": "application/json" }).end('{"err":"The sandbox failed"}');
  }
}

/** Converts a Node request. Methods that `Request` rejects become `UNKNOWN`, so they get the same error response. */
function toRequest(req: IncomingMessage, res: ServerResponse): Request {
  if (!forbiddenMethods.has(req.method ?? "")) return createRequest(req, res);
  return new Request(new URL(req.url ?? "/", `http://${req.headers.host ?? "localhost"}`), { method: "UNKNOWN" });
}

export type { Sandbox };
