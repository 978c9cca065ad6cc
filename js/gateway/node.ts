/**
 * The gateway on a Node server.
 *
 * @module reroom/gateway/node
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequest, sendResponse } from "@remix-run/node-fetch-server";
import type { Gateway } from "./types.js";

export type { Gateway };

/** After an answer, what is left of a body is taken in for this long, so that its sender can read the answer. */
const lingerMs = 2_000;

/** How a listener is set up. */
export interface GatewayListenerOptions {
  /** The gateway's own, for a middleware. Default `""`. */
  basePath?: string;
}

/**
 * A listener for `http.createServer`, or a middleware for Connect and Express, before any body parser. As a middleware it
 * answers what lies under `/api/enterprise/` of the gateway's `basePath`, and passes the rest to `next`.
 */
export function createGatewayListener(
  gateway: Gateway,
  { basePath = "" }: GatewayListenerOptions = {},
): (req: IncomingMessage, res: ServerResponse, next?: (error?: unknown) => void) => void {
  const mounted = `${basePath}/api/enterprise/`;
  return (req, res, next) => {
    // Express takes the path it is mounted under off the URL.
    const url = (req as { originalUrl?: string }).originalUrl ?? req.url ?? "";
    if (next && !url.startsWith(mounted)) next();
    else void serve(gateway, req, res, url);
  };
}

async function serve(gateway: Gateway, req: IncomingMessage, res: ServerResponse, url: string): Promise<void> {
  if (!isPlain(url)) fail(res, 404, "Not found");
  else if (req.readableEnded) {
    console.error("reroom gateway: the body was read before the gateway could: mount it before any body parser");
    fail(res, 500, "The gateway failed");
  } else {
    req.url = url;
    const request = read(req, res);
    if (request) await send(res, await gateway(request));
    else fail(res, 400, "Invalid request");
  }
  if (!req.complete) linger(req);
}

/** The request, unless its host or method makes none. */
function read(req: IncomingMessage, res: ServerResponse): Request | undefined {
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
    // The caller went away in the middle, and nothing can be said to them.
    res.destroy();
  }
}

/** Whether a target is the path that it seems to be: no whole URL, and nothing that a URL parser would take out of it. */
function isPlain(target: string): boolean {
  try {
    const { pathname, search } = new URL(target, "http://localhost");
    return target.startsWith("/") && !target.startsWith("//") && pathname + search === target;
  } catch {
    return false;
  }
}

function fail(res: ServerResponse, status: number, err: string): void {
  res
    .writeHead(status, { "content-type": "application/json", "cache-control": "no-store" })
    .end(JSON.stringify({ err }));
}

/** Takes in what still comes for a moment, and then hangs up. */
function linger(req: IncomingMessage): void {
  req.resume();
  const timer = setTimeout(() => req.socket.destroy(), lingerMs);
  timer.unref();
  req.once("close", () => {
    clearTimeout(timer);
  });
}
