/**
 * The gateway on a Node server.
 *
 * @module reroom/gateway/node
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequest, sendResponse } from "@remix-run/node-fetch-server";
import type { Gateway } from "./types.js";

export type { Gateway };

/** After an early response, the rest of the body is read for this long, so that the client can read the response. */
const DRAIN_MS = 2_000;

/** Options of `createGatewayListener`. */
export interface GatewayListenerOptions {
  /** The same `basePath` as the gateway's. Needed for a middleware. Default `""`. */
  basePath?: string;
}

/**
 * Creates a listener for `http.createServer`, or a middleware for Express and Connect. Mount it before any body parser. As a
 * middleware, it responds to requests under `<basePath>/api/enterprise/` and `<basePath>/orders/` and passes all others to
 * `next`.
 */
export function createGatewayListener(
  gateway: Gateway,
  { basePath = "" }: GatewayListenerOptions = {},
): (req: IncomingMessage, res: ServerResponse, next?: (error?: unknown) => void) => void {
  const prefixes = [`${basePath}/api/enterprise/`, ...(basePath === "" ? [] : [`${basePath}/orders/`])];
  return (req, res, next) => {
    // Express removes the mount path from `url`.
    const url = (req as { originalUrl?: string }).originalUrl ?? req.url ?? "";
    if (next && !prefixes.some((prefix) => url.startsWith(prefix))) next();
    else void respond(gateway, req, res, url);
  };
}

async function respond(gateway: Gateway, req: IncomingMessage, res: ServerResponse, url: string): Promise<void> {
  if (!isNormalized(url)) sendError(res, 404, "Not found");
  else if (req.readableEnded) {
    console.error("reroom gateway: the request body was already read. Mount the gateway before any body parser.");
    sendError(res, 500, "Internal gateway error. Check the server logs.");
  } else {
    req.url = url;
    const request = toRequest(req, res);
    if (request) await send(res, await gateway(request));
    else sendError(res, 400, "Invalid request");
  }
  if (!req.complete) drain(req);
}

/** Returns `undefined` if the host or the method is invalid. */
function toRequest(req: IncomingMessage, res: ServerResponse): Request | undefined {
  try {
    return createRequest(req, res);
  } catch {
    return undefined;
  }
}

async function send(res: ServerResponse, response: Response): Promise<void> {
  try {
    await sendResponse(res, response);
  } catch {
    // The client disconnected.
    res.destroy();
  }
}

/** Whether a request target is a path that URL parsing leaves unchanged, such as one without `..` segments. */
function isNormalized(target: string): boolean {
  try {
    const { pathname, search } = new URL(target, "http://localhost");
    return target.startsWith("/") && !target.startsWith("//") && pathname + search === target;
  } catch {
    return false;
  }
}

function sendError(res: ServerResponse, status: number, err: string): void {
  res
    .writeHead(status, { "content-type": "application/json", "cache-control": "no-store", "reroom-gateway": "1" })
    .end(JSON.stringify({ err }));
}

/** Reads the rest of the body for a moment, then closes the connection. */
function drain(req: IncomingMessage): void {
  req.resume();
  const timer = setTimeout(() => req.socket.destroy(), DRAIN_MS);
  timer.unref();
  req.once("close", () => {
    clearTimeout(timer);
  });
}
