/**
 * The gateway on a Node server.
 *
 * @module reroom/gateway/node
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { createHeaders, sendResponse } from "@remix-run/node-fetch-server";
import type { Gateway, GatewayHandler } from "./types.js";

export type { Gateway, GatewayHandler };

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
  gateway: GatewayHandler,
  { basePath = "" }: GatewayListenerOptions = {},
): (req: IncomingMessage, res: ServerResponse, next?: (error?: unknown) => void) => void {
  if (typeof gateway !== "function")
    throw new TypeError("The gateway is not a function. Pass createGatewayListener() the result of createGateway().");
  const prefixes = [`${basePath}/api/enterprise/`, ...(basePath === "" ? [] : [`${basePath}/orders/`])];
  let reported = false;
  return (req, res, next) => {
    // Express removes the mount path from `url`.
    const url = (req as { originalUrl?: string }).originalUrl ?? req.url ?? "";
    const isOwn = (path: string): boolean => prefixes.some((prefix) => path.startsWith(prefix));
    if (!next || isOwn(url)) {
      void respond(gateway, req, res, url);
      return;
    }
    const { url: rest = "" } = req;
    if (!reported && rest !== url && isOwn(rest)) {
      reported = true;
      const path = JSON.stringify(url.slice(0, -rest.length) + basePath);
      console.error(`reroom gateway: The middleware is mounted at another path than basePath. Set basePath to ${path}, here and in createGateway.`); // prettier-ignore
    }
    next();
  };
}

async function respond(gateway: GatewayHandler, req: IncomingMessage, res: ServerResponse, url: string): Promise<void> {
  // Without a listener, the error of a broken connection would end the process.
  req.on("error", ignore);
  res.on("error", ignore);
  try {
    await sendResponse(res, await createResponse(gateway, req, res, url));
  } catch {
    // The client disconnected, or the body of the response failed. Ending the response normally would make it look complete.
    res.destroy();
  }
  if (!req.complete) drain(req);
}

const ignore = (): void => undefined;

async function createResponse(
  gateway: GatewayHandler,
  req: IncomingMessage,
  res: ServerResponse,
  url: string,
): Promise<Response> {
  if (!isNormalized(url)) return createError(404, "Not found");
  if (req.readableEnded) {
    console.error("reroom gateway: the request body was already read. Mount the gateway before any body parser.");
    return createError(500, "Internal gateway error. Check the server logs.");
  }
  const request = toRequest(req, res, url);
  return request ? gateway(request) : createError(400, "Invalid request");
}

/** A name or an address, with or without a port. */
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?$/i;

/** Returns `undefined` if the host or the method is invalid. */
function toRequest(req: IncomingMessage, res: ServerResponse, url: string): Request | undefined {
  const host = req.headers[":authority"] ?? req.headers.host ?? "localhost";
  if (typeof host !== "string" || !HOST.test(host)) return undefined;
  const scheme = "encrypted" in req.socket && req.socket.encrypted ? "https" : "http";
  const method = req.method ?? "GET";
  const init: RequestInit = { method, signal: createDisconnectSignal(res) };
  try {
    init.headers = createHeaders(req);
    if (method !== "GET" && method !== "HEAD") Object.assign(init, { body: streamBody(req), duplex: "half" });
    return new Request(`${scheme}://${host}${url}`, init);
  } catch {
    return undefined;
  }
}

/** Aborts if the client disconnects before it has received the response. */
function createDisconnectSignal(res: ServerResponse): AbortSignal {
  const controller = new AbortController();
  const check = (): void => {
    if (!res.writableFinished) controller.abort();
  };
  if (res.destroyed) check();
  else res.once("close", check);
  return controller.signal;
}

/**
 * Everything that has arrived becomes one chunk. The chunks of the protocol can be single bytes, and each as an object of its own
 * would use hundreds of times the memory of the body.
 */
function streamBody(req: IncomingMessage): ReadableStream<Uint8Array> {
  let stop = ignore;
  let onReadable = ignore;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const onEnd = (): void => {
          stop();
          controller.close();
        };
        const onClose = (): void => {
          stop();
          controller.error(new Error("The client disconnected."));
        };
        stop = () => {
          req.off("end", onEnd).off("close", onClose).off("readable", onReadable);
        };
        req.on("end", onEnd).on("close", onClose);
      },
      pull: (controller) =>
        new Promise((resolve) => {
          onReadable = () => {
            const bytes = req.read() as Buffer | null;
            if (!bytes) return;
            req.off("readable", onReadable);
            controller.enqueue(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
            resolve();
          };
          req.on("readable", onReadable);
          onReadable();
        }),
      cancel: () => {
        stop();
      },
    },
    { highWaterMark: 0 },
  );
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

function createError(status: number, err: string): Response {
  return Response.json({ err }, { status, headers: { "cache-control": "no-store", "reroom-gateway": "1" } });
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
